import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Desktop, startDesktop } from '../../scripts/set-up/desktop.mjs';
import { processesOf } from '../../scripts/set-up/processes.mjs';
import { findRuntime } from '../../scripts/set-up/runtime.mjs';
import { rendererStates } from './support/renderer-states.ts';

const MAIN = `
const { app, BrowserWindow } = require('electron');
app.enableSandbox();
app.whenReady().then(() => new BrowserWindow().loadURL('data:text/html,<h1>Hello</h1>'));
`;

/** Ends with the code of a program that was started on the desktop. */
function codeOf(desktop: Desktop, command: string[]): Promise<number | null> {
  return new Promise((resolve) => desktop.spawn(command).on('close', resolve));
}

describe('a desktop of its own', () => {
  let app = '';
  let desktop: Desktop;

  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'keyround-app-'));
    mkdirSync(join(app, 'out'));
    writeFileSync(
      join(app, 'package.json'),
      '{"name":"a","productName":"An App","version":"3.2.1","main":"out/main.cjs"}',
    );
    writeFileSync(join(app, 'out', 'main.cjs'), MAIN);
    chmodSync(app, 0o755);
    const runtime = await findRuntime();
    if (!runtime) throw new Error('the runtime is not set up');
    desktop = await startDesktop({ program: runtime.program });
  });

  afterAll(async () => {
    await desktop.stop();
    rmSync(app, { recursive: true, force: true });
  });

  it('runs Electron as an ordinary account with its whole sandbox', async () => {
    const electron = await _electron.launch({
      executablePath: desktop.wrapperPath,
      args: [app],
      chromiumSandbox: true,
    });
    try {
      const window = await electron.firstWindow();
      await window.getByRole('heading', { name: 'Hello' }).waitFor();
      const facts = await electron.evaluate(({ app: self }) => ({
        name: self.getName(),
        version: self.getVersion(),
        uid: process.getuid?.(),
        home: self.getPath('home'),
      }));
      expect(facts).toEqual({ name: 'An App', version: '3.2.1', uid: desktop.uid, home: desktop.home });
      expect(desktop.uid).not.toBe(0);
      expect(rendererStates(desktop.uid)).toContainEqual({ seccomp: '2', noNewPrivs: '1', ownPids: true });
    } finally {
      await electron.close();
    }
  });

  it('refuses to run it without the sandbox', async () => {
    expect(await codeOf(desktop, [desktop.wrapperPath, '--no-sandbox', app])).toBe(64);
    expect(await codeOf(desktop, [desktop.wrapperPath, app, '--disable-setuid-sandbox'])).toBe(64);
  });

  it('has a keyring that can be locked and unlocked', async () => {
    expect(await desktop.keyringIsLocked()).toBe(false);
    await desktop.lockKeyring();
    expect(await desktop.keyringIsLocked()).toBe(true);
    await desktop.unlockKeyring();
    expect(await desktop.keyringIsLocked()).toBe(false);
  });

  it('leaves no process and no file when it stops', async () => {
    const other = await startDesktop({ keyring: 'none' });
    other.spawn(['sh', '-c', 'trap "" TERM; while :; do sleep 1; done']);
    await sleep(300);
    expect(processesOf(other.folder).length).toBeGreaterThan(1);
    await other.stop();
    expect(processesOf(other.folder)).toEqual([]);
    expect(existsSync(other.folder)).toBe(false);
  });
});
