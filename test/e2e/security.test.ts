import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../scripts/practice/ask.mjs';
import { freshPlace, type LinuxPlace, type OpenApp, openApp, type Page } from './support/app.ts';
import { type Listener, runLater, startListener, tryWayOut, waysOut } from './support/intruder.ts';
import { rendererStates } from './support/renderer-states.ts';

const own = 'app://keyround/index.html';

describe('the window', () => {
  let place: LinuxPlace;
  let opened: OpenApp;
  let page: Page;
  let listener: Listener;

  beforeAll(async () => {
    listener = await startListener();
    place = await freshPlace();
    opened = await openApp(place);
    page = opened.page;
    page.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    listener?.stop();
    await opened?.kill();
    await place?.stop();
  });
  beforeEach(async () => {
    await page.goto(own);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  const windows = () => opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  it('is drawn by a process in the system’s sandbox, as an ordinary account', () => {
    expect(place.desktop.uid).not.toBe(0);
    const states = rendererStates(place.desktop.uid);
    expect(states.length).toBeGreaterThan(0);
    for (const state of states) expect(state).toEqual({ seccomp: '2', noNewPrivs: '1', ownPids: true });
  });

  it('has every protection of Electron in force', async () => {
    const facts = await opened.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron's types leave this method out; it answers with the preferences in force.
      const read: unknown = contents && Reflect.get(contents, 'getLastWebPreferences');
      const preferences: unknown = typeof read === 'function' ? Reflect.apply(read, contents, []) : null;
      contents?.openDevTools();
      return {
        preferences: JSON.parse(JSON.stringify(preferences)) as Record<string, unknown>,
        persistent: contents?.session.isPersistent(),
        devTools: contents?.isDevToolsOpened(),
        url: contents?.getURL(),
      };
    });
    expect(facts).toMatchObject({ persistent: false, devTools: false, url: own });
    expect(facts.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
  });

  it('shows the page two functions and nothing of Node or Electron', async () => {
    expect(await page.evaluate(() => Object.keys(window.keyround).sort())).toEqual(['call', 'listen']);
    for (const name of ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'])
      expect([name, await page.evaluate(`typeof window[${JSON.stringify(name)}]`)]).toEqual([name, 'undefined']);
  });

  it('is watched by a listener that notices who comes', async () => {
    const before = listener.visits().length;
    await fetch(`${listener.origin}/control`);
    expect(listener.visits().slice(before)).toEqual(['connection', '/control']);
  });

  it.each(Object.keys(waysOut) as (keyof typeof waysOut)[])('lets nothing out through %s', async (way) => {
    const before = listener.visits().length;
    await tryWayOut(page, way, `${listener.origin}/${encodeURIComponent(way)}`);
    expect(listener.visits().slice(before)).toEqual([]);
    expect(page.url()).toBe(own);
    expect(await windows()).toBe(1);
    expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toBeTruthy();
  });

  it.each([
    'https://example.test/',
    'file:///etc/passwd',
    'data:text/html,<h1>Hello</h1>',
    'app://keyround.example.test/index.html',
    'app://paper/0000',
    'chrome://version',
    'javascript:document.title=1',
    'view-source:app://keyround/index.html',
  ])('stays where it is when it is sent to %s', async (to) => {
    for (const way of ['location', 'window.open', 'a new window by link', 'an iframe'] as const)
      await tryWayOut(page, way, to);
    expect(page.url()).toBe(own);
    expect(await windows()).toBe(1);
    expect(await page.title()).not.toBe('1');
    expect(await page.evaluate(() => document.querySelector('iframe')?.contentDocument?.body?.textContent ?? '')).toBe(
      '',
    );
  });

  it('finds no door on the empty page, the only one that no event stops', async () => {
    await runLater(page, `location.assign('about:blank')`);
    await page.waitForFunction(() => location.href === 'about:blank');
    expect(await runLater(page, `window.keyround.call('app.status', {})`)).toMatch(/^refused: /);
    expect(await windows()).toBe(1);
  });

  it.each([
    ['eval', `eval('1')`],
    ['new Function', `new Function('return 1')()`],
    ['a timer with text', `setTimeout('window.ran = 1')`],
    ['markup', `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">')`],
    ['an address of a worker', `new Worker(URL.createObjectURL(new Blob(['1'])))`],
    ['another policy', `window.trustedTypes.createPolicy('intruder', { createHTML: (text) => text })`],
    ['the worker’s policy again', `window.trustedTypes.createPolicy('default', {})`],
    ['a module from text', `import('data:text/javascript,export default 1')`],
  ])('makes no code of text: %s', async (_name, code) => {
    expect(await runLater(page, code)).toMatch(/^refused: /);
    expect(await page.evaluate(`window.ran`)).toBe(undefined);
  });

  it('runs no script that was put into the page', async () => {
    await runLater(
      page,
      `(() => {
        const script = document.createElement('script');
        script.append('window.ran = 1');
        document.body.append(script);
        document.body.setAttribute('onclick', 'window.ran = 1');
        document.body.click();
      })()`,
    );
    await page.waitForTimeout(100);
    expect(await page.evaluate(`window.ran`)).toBe(undefined);
  });

  it.each([
    ['geolocation', `new Promise((good, bad) => navigator.geolocation.getCurrentPosition(good, bad))`],
    ['camera', 'navigator.mediaDevices.getUserMedia({ video: true })'],
    ['microphone', 'navigator.mediaDevices.getUserMedia({ audio: true })'],
    ['screen', 'navigator.mediaDevices.getDisplayMedia()'],
    ['clipboard', 'navigator.clipboard.readText()'],
    [
      'notifications',
      `Notification.requestPermission().then((answer) => answer === 'denied' && Promise.reject(new Error()))`,
    ],
    ['USB', 'navigator.usb.requestDevice({ filters: [] })'],
    ['serial ports', 'navigator.serial.requestPort()'],
    ['HID', 'navigator.hid.requestDevice({ filters: [] })'],
    ['Bluetooth', 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })'],
    ['MIDI', 'navigator.requestMIDIAccess()'],
    ['fonts', 'window.queryLocalFonts()'],
    [
      'idle times',
      'IdleDetector.requestPermission().then((answer) => answer === "denied" && Promise.reject(new Error()))',
    ],
    [
      'full screen',
      // Electron 25 leaves the refused one without an answer.
      `Promise.race([document.documentElement.requestFullscreen(), new Promise((_, no) => setTimeout(no, 1_000))])`,
    ],
  ])('has no permission for %s', async (_name, code) => {
    expect(await runLater(page, code)).toMatch(/^refused: /);
  });

  it.each([
    ['a key too many', 'app.status', { more: 1 }, 'request.invalid'],
    ['a value of another kind', 'app.setTheme', { theme: 7 }, 'request.invalid'],
    ['two megabytes', 'passwords.submit', { rotation: 'r', password: 'x'.repeat(2_000_000) }, 'request.invalid'],
    ['a prototype', 'mailboxes.get', JSON.parse('{"__proto__": {"mailbox": 1}}'), 'request.invalid'],
    ['nothing at all', 'app.status', null, 'request.invalid'],
  ])('refuses a call with %s', async (_name, call, data, code) => {
    const answer = await page.evaluate(async (text) => {
      const { call: name, data: request } = JSON.parse(text);
      return JSON.stringify(await window.keyround.call(name, request));
    }, JSON.stringify({ call, data }));
    expect(JSON.parse(answer)).toMatchObject({ ok: false, failure: { code } });
    expect(answer.length).toBeLessThan(400);
  });

  it.each(['app.nothing', '__proto__', 'constructor', 'keyround:app.status', '', 'toString'])(
    'knows no call and no event named “%s”',
    async (name) => {
      expect(await runLater(page, `window.keyround.call(${JSON.stringify(name)}, {})`)).toMatch(/^refused: /);
      expect(await runLater(page, `window.keyround.listen(${JSON.stringify(name)}, () => 1)`)).toMatch(/^refused: /);
    },
  );

  it('gives no password to a script: showing one takes a real press', async () => {
    await ask(page, 'practice.enter', {});
    const [first] = await ask(page, 'mailboxes.list', {});
    if (!first) throw new Error('there is no practice mailbox');
    const { rotation } = await ask(page, 'rotations.start', { mailbox: first.id });
    await expect.poll(async () => (await ask(page, 'rotations.get', { rotation })).stage).toBe('new-password');
    const { handle } = await ask(page, 'passwords.generate', { rotation, style: 'strong' });
    const subject = { what: 'held', handle } as const;
    await expect(ask(page, 'secrets.askToReveal', { subject })).rejects.toThrow('request.too-fast');
    await page.keyboard.press('Shift');
    const { token } = await ask(page, 'secrets.askToReveal', { subject });
    await expect(ask(page, 'secrets.askToReveal', { subject })).rejects.toThrow('request.too-fast');
    expect((await ask(page, 'secrets.reveal', { token })).password.length).toBeGreaterThan(7);
    await expect(ask(page, 'secrets.reveal', { token })).rejects.toThrow('request.not-found');
    await ask(page, 'practice.leave', {});
  });

  it('serves its own files and no other', async () => {
    const statusOf = (url: string, method = 'GET') =>
      opened.app.evaluate(
        async ({ BrowserWindow }, asked) => {
          const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
          try {
            return (await session?.fetch(asked.url, { method: asked.method }))?.status ?? 0;
          } catch {
            return 0;
          }
        },
        { url, method },
      );
    expect(await statusOf(own)).toBe(200);
    for (const path of [
      '../../etc/passwd',
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e/%2e%2e/etc/passwd',
      '..%5c..%5cetc%5cpasswd',
      '/etc/passwd',
      '%2fetc/passwd',
      'index.html%00.js',
      'assets/',
      '../main/index.cjs',
      '..%2fmain%2findex.cjs',
      '../preload/index.cjs',
      '__proto__',
      'constructor',
    ])
      expect([path, [0, 404].includes(await statusOf(`app://keyround/${path}`))]).toEqual([path, true]);
    expect(await statusOf(own, 'POST')).toBe(404);
    for (const url of ['app://elsewhere/index.html', 'app://paper/index.html', listener.origin])
      expect([url, [0, 404].includes(await statusOf(url))]).toEqual([url, true]);
  });

  it('was asked for all of this in one run without falling over', async () => {
    expect(await windows()).toBe(1);
    expect(opened.app.process().exitCode).toBe(null);
  });
});
