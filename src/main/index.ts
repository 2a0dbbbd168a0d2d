import './electron/polyfills.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, BrowserWindow, clipboard, ipcMain, screen } from 'electron';
import { createApp } from './app/create-app.ts';
import { onlyReads } from './app/only-reads.ts';
import { createSay } from './app/say.ts';
import { newId, systemClock } from './app/system.ts';
import { systemKeychain } from './app/workspaces.ts';
import { boundsOnScreen } from './electron/bounds.ts';
import { createSecretClipboard } from './electron/clipboard.ts';
import { setMenu } from './electron/menu.ts';
import { createNative } from './electron/native.ts';
import { isOwnAddress } from './electron/origin.ts';
import { createRevealTokens } from './electron/reveal.ts';
import { makeFaceSession, prepareSecurity } from './electron/security.ts';
import { createMainWindow, smallestWindow } from './electron/window.ts';
import { bindCalls } from './ipc/bind.ts';
import { createEmitter } from './ipc/emit.ts';
import { allHandlers } from './ipc/handlers/all.ts';
import { createLazyMailProbe } from './mail/lazy-probe.ts';
import { diskFiles } from './storage/file-layer.ts';
import { createLog } from './storage/log.ts';
import { openSettings } from './storage/settings.ts';

// The composition root: what the parts are is decided here, what they do is decided in them.

/** Electron before this major version gets no fixes any more: it is the runtime for trying out. */
const oldestMaintained = 40;
const out = (...parts: string[]): string => join(app.getAppPath(), 'out', ...parts);
const own = (...parts: string[]): string => join(app.getPath('userData'), ...parts);
const mainWindow = (): BrowserWindow | null => BrowserWindow.getAllWindows().find((one) => one.isVisible()) ?? null;

async function start(): Promise<void> {
  await app.whenReady();
  const settings = await openSettings(own('settings.json'), diskFiles);
  const log = createLog(own('log', 'keyround.log'), systemClock.now);
  const say = createSay();
  const emitter = createEmitter((channel, event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, event);
  });
  const reveals = createRevealTokens({ now: () => performance.now(), wait: sleep });
  const secrets = createSecretClipboard(clipboard);
  const native = createNative({ say, window: mainWindow, secrets, reveals });
  native.setTheme(settings.get().theme);
  const { electron } = process.versions;
  const keyround = createApp({
    ground: {
      folder: app.getPath('userData'),
      files: diskFiles,
      clock: systemClock,
      probe: createLazyMailProbe(),
      newId,
      keychain: systemKeychain,
    },
    ...{ native, say, emitter },
    runtime: {
      version: app.getVersion(),
      electron,
      standIn: Number.parseInt(electron, 10) < oldestMaintained,
      platform: process.platform,
    },
    preferences: {
      theme: () => settings.get().theme,
      setTheme: (theme) => settings.update({ theme }),
      standInAccepted: () => settings.get().standInAccepted === electron,
      acceptStandIn: () => settings.update({ standInAccepted: electron }),
    },
  });
  bindCalls(ipcMain, allHandlers(keyround), {
    isOwnWindow: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    isOwnAddress,
    refusal: (call) => (onlyReads(call) ? null : keyround.readOnly()),
    onBug: (id, call, error) => log.writeBug(id, call, error),
  });
  setMenu(say);
  const open = (): Promise<void> => {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const bounds = boundsOnScreen(settings.get().bounds, areas, smallestWindow);
    const { window, loaded } = createMainWindow({
      preload: out('preload', 'index.cjs'),
      session: makeFaceSession(out('renderer')),
      bounds,
      onBounds: (next) => void settings.update({ bounds: next }),
    });
    window.webContents.on('input-event', (_event, { type }) => {
      if (type === 'mouseDown' || type === 'rawKeyDown' || type === 'keyDown') reveals.touched(window.webContents.id);
    });
    return loaded;
  };
  quitInOrder(async () => {
    // A clipboard that does not answer must not keep the rest from stopping.
    await secrets.takeBack().catch(() => undefined);
    await keyround.spaces.stop();
    emitter.end();
    await log.flushed();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void open();
  });
  await open();
  await keyround.begin();
}

/** Stops in order before the app goes; safety does not depend on it, the journal does. At most three seconds. */
function quitInOrder(stop: () => Promise<void>): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    const patience = systemClock.sleep(3_000, new AbortController().signal);
    void Promise.race([stop(), patience]).finally(() => app.quit());
  });
}

prepareSecurity();
app.on('window-all-closed', () => app.quit());
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    const window = mainWindow();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  start().catch((error: unknown) => {
    // Nobody can see a window yet; the terminal is told the kind of failure and no more.
    process.stderr.write(`Keyround could not start: ${error instanceof Error ? error.name : 'unknown'}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}
