import './electron/polyfills.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain } from 'electron';
import { callNames } from '../shared/channels.ts';
import { failure } from '../shared/failures.ts';
import { failed } from '../shared/result.ts';
import { isOwnAddress } from './electron/origin.ts';
import { makeFaceSession, prepareSecurity } from './electron/security.ts';
import { createMainWindow } from './electron/window.ts';
import { bindCalls, type Handlers } from './ipc/bind.ts';

const out = (...parts: string[]) => join(app.getAppPath(), 'out', ...parts);

function refuseAll(): Handlers {
  const refuse = () => failed(failure('request.not-found', randomBytes(2).toString('hex')));
  // biome-ignore lint/suspicious/noExplicitAny: stands in until the handlers are wired
  return Object.fromEntries(callNames.map((name) => [name, refuse])) as any;
}

async function start(): Promise<void> {
  await app.whenReady();
  const session = makeFaceSession(out('renderer'));
  bindCalls(ipcMain, refuseAll(), {
    isOwnWindow: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    isOwnAddress,
    onBug: (id, call) => process.stderr.write(`bug ${id} in ${call}\n`),
  });
  const { loaded } = createMainWindow({ preload: out('preload', 'index.cjs'), session, bounds: null });
  await loaded;
}

prepareSecurity();
app.on('window-all-closed', () => app.quit());
start().catch(() => app.exit(1));
