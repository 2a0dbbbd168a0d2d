import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, callNames, eventChannel, eventNames, type KeyroundApi } from '../shared/channels.ts';

// The doorway: names of the contract and nothing else pass it. Whatever comes through is checked again in main.
const callable: ReadonlySet<string> = new Set(callNames);
const listenable: ReadonlySet<string> = new Set(eventNames);

const api: KeyroundApi = {
  call: async (name, request) => {
    if (!callable.has(name)) throw new Error('There is no such call.');
    return await ipcRenderer.invoke(callChannel(name), request);
  },
  listen: (name, listener) => {
    if (!listenable.has(name)) throw new Error('There is no such event.');
    const channel = eventChannel(name);
    // Electron's own event object stays on this side.
    const pass = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel, pass);
    return () => {
      ipcRenderer.removeListener(channel, pass);
    };
  },
};

contextBridge.exposeInMainWorld('keyround', api);
