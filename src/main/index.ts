import './electron/polyfills.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, BrowserWindow, clipboard, ipcMain, powerMonitor, powerSaveBlocker, screen } from 'electron';
import { createApp } from './app/create-app.ts';
import { onlyReads } from './app/only-reads.ts';
import { createPreferences } from './app/preferences.ts';
import { createQuitting, keepsAwake } from './app/quitting.ts';
import { createSay } from './app/say.ts';
import { newId, systemClock } from './app/system.ts';
import { systemKeychain } from './app/workspaces.ts';
import { boundsOnScreen } from './electron/bounds.ts';
import { createSecretClipboard } from './electron/clipboard.ts';
import { setMenu } from './electron/menu.ts';
import { createNative } from './electron/native.ts';
import { isOwnAddress } from './electron/origin.ts';
import { createAwakeKeeper, watchPower } from './electron/power.ts';
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
/** Stopping in order may take so long, in ms; safety does not depend on it, the journal does. */
const longestStop = 3_000;
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
  const native = createNative({ say, window: mainWindow, openWindow: () => openIfNone(), secrets, reveals });
  native.setTheme(settings.get().theme);
  const keepAwake = createAwakeKeeper(powerSaveBlocker, systemClock.elapsed);
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
    onRotation: () => keepAwake(keyround.changing().some(({ stage }) => keepsAwake(stage))),
    runtime: {
      version: app.getVersion(),
      electron,
      standIn: Number.parseInt(electron, 10) < oldestMaintained,
      platform: process.platform,
    },
    preferences: createPreferences(settings, electron),
  });
  bindCalls(ipcMain, allHandlers(keyround), {
    isOwnWindow: (id) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    isOwnAddress,
    refusal: (call) => (onlyReads(call) ? null : keyround.readOnly()),
    onBug: (id, call, error) => log.writeBug(id, call, error),
  });
  setMenu(say);
  // One for every window that is ever opened: a second handler of the same scheme would be refused.
  const face = makeFaceSession(out('renderer'));
  const open = (): Promise<void> => {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const bounds = boundsOnScreen(settings.get().bounds, areas, smallestWindow);
    const { window, loaded } = createMainWindow({
      preload: out('preload', 'index.cjs'),
      session: face,
      bounds,
      onBounds: (next) => void settings.update({ bounds: next }),
    });
    window.on('session-end', quitting.sessionEnds);
    window.webContents.on('input-event', (_event, { type }) => {
      if (type === 'mouseDown' || type === 'rawKeyDown' || type === 'keyDown') reveals.touched(window.webContents.id);
    });
    return loaded;
  };
  let opened: Promise<void> = Promise.resolve();
  /** Resolves once the page of the newest window is there, also of one that is being opened. */
  const openIfNone = (): Promise<void> => {
    if (BrowserWindow.getAllWindows().length === 0) opened = open();
    return opened;
  };
  const stop = async (): Promise<void> => {
    // A clipboard that does not answer must not keep the rest from stopping.
    await secrets.takeBack().catch(() => undefined);
    keyround.reminders.stop();
    await keyround.spaces.stop();
    emitter.end();
    await log.flushed();
    await keyround.release();
  };
  const quitting = createQuitting({
    changing: keyround.changing,
    confirm: native.confirm,
    say,
    stop: () => Promise.race([stop(), sleep(longestStop)]),
    quit: () => app.quit(),
    stay: () => void openIfNone(),
  });
  app.on('before-quit', quitting.asked);
  watchPower(powerMonitor, {
    asleep: () => {
      systemClock.asleep();
      keyround.spaces.asleep();
    },
    awake: () => {
      systemClock.awake();
      keyround.spaces.awake();
    },
    sessionEnds: quitting.sessionEnds,
  });
  app.on('activate', () => void openIfNone());
  await openIfNone();
  keyround.reminders.start();
  await keyround.begin();
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
