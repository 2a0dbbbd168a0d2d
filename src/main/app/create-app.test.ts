import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { clientView, rotationView } from '../../core/report/report.test-kit.ts';
import { createLazyMailProbe } from '../mail/lazy-probe.ts';
import { diskFiles, type FileLayer } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { serviceNames } from '../storage/services.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { createApp } from './create-app.ts';
import type { Native } from './native.ts';
import { newId, systemClock } from './system.ts';

const newFolder = temporaryFolders();
const open: ReturnType<typeof createApp>[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.spaces.stop();
});

/** Nobody waits for an instance that stays. */
const clock = { ...systemClock, sleep: () => Promise.resolve() };
const unused = (): never => {
  throw new Error('nothing of the computer is asked here');
};
const native: Native = {
  ...{ confirm: unused, chooseCertificate: unused, chooseWhereToSave: unused, saveFile: unused, copyText: unused },
  ...{ copySecret: unused, takeBackSecret: unused, openPage: unused, pdf: unused, print: unused, setTheme: unused },
  ...{
    notify: unused,
    setBadge: unused,
    hasFocus: unused,
    askToReveal: unused,
    redeem: unused,
    choosePanel: unused,
    chooseKeyFile: unused,
  },
};

/** An app on a disk that is full, or does not show its folders, for as long as the test says. */
function appOn(folder = newFolder(), computer: Partial<Native> = {}) {
  const disk = { full: false, hidden: false, looks: 0 };
  const broken = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const files: FileLayer = {
    ...diskFiles,
    append: (path, bytes) => (disk.full ? broken('ENOSPC') : diskFiles.append(path, bytes)),
    names(path) {
      if (path.endsWith('practice')) disk.looks += 1;
      return disk.hidden ? broken('EIO') : diskFiles.names(path);
    },
  };
  const reminded = new Map<string, number>();
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const app = createApp({
    ground: { folder, files, clock, probe: createLazyMailProbe(), newId, keychain },
    preferences: {
      ...{ theme: () => 'system', setTheme: unused, standInAccepted: () => true, acceptStandIn: unused },
      ...{ reminders: () => true, setReminders: unused },
      ...{
        reminded: () => Object.fromEntries(reminded),
        setReminded: (box, at) => Promise.resolve(void reminded.set(box, at)),
      },
    },
    runtime: { version: '0', electron: '0', standIn: false, platform: 'test' },
    emitter: { emit: () => undefined, end: () => undefined },
    ...{ native: { ...native, ...computer }, say: (key: string) => key },
  });
  open.push(app);
  return { app, disk, folder, keytar, reminded };
}

it('only reads while the disk is full at the start, and takes up what was left as soon as a check finds room', async () => {
  const { app, disk } = appOn();
  disk.full = true;
  await app.begin();
  expect([app.begun(), app.readOnly()?.code, disk.looks]).toEqual([true, 'journal.disk-full', 0]);
  await app.keychain.check();
  expect([app.readOnly()?.code, disk.looks]).toEqual(['journal.disk-full', 0]);
  disk.full = false;
  await Promise.all([app.keychain.check(), app.keychain.check()]);
  await app.keychain.check();
  expect([app.readOnly(), disk.looks]).toEqual([null, 1]);
});

it('looks back again if it could not the first time', async () => {
  const { app, disk } = appOn();
  disk.hidden = true;
  await expect(app.begin()).rejects.toThrow('EIO');
  expect(app.begun()).toBe(false);
  disk.hidden = false;
  await app.keychain.check();
  expect([app.begun(), disk.looks]).toEqual([true, 2]);
});

it('lets no session begin before it has looked for what an earlier life left', async () => {
  const { app, disk } = appOn();
  disk.hidden = true;
  await expect(app.spaces.enterHelpdesk(null)).rejects.toThrow('EIO');
  disk.hidden = false;
  const [entered] = await Promise.all([app.spaces.enterHelpdesk(null), app.keychain.check()]);
  expect([entered.ok, app.begun(), app.leftOver(), disk.looks]).toEqual([true, true, null, 2]);
});

it('leaves what is unfinished to the first instance, however often it is asked', async () => {
  const { app: first, folder } = appOn();
  await first.begin();
  const { app: second, disk } = appOn(folder);
  await second.begin();
  await second.keychain.check();
  expect([second.readOnly()?.code, disk.looks]).toEqual(['app.another-instance', 0]);
});

it('still speaks of a left-over session that the keychain did not let go', async () => {
  const { app, folder, keytar } = appOn();
  const session = '0123456789abcdef';
  mkdirSync(join(folder, 'session', session), { recursive: true });
  const entry = `session/${session}/mailbox000000001/version000000001`;
  keytar.entries.set(`${serviceNames.helpdesk.secrets}\n${entry}`, 'Marker-Kiwi-71-lamp');
  await app.begin();
  expect(app.leftOver()?.session).toBe(session);
  keytar.before = (act) => {
    if (act === 'find') throw new Error('no');
  };
  await app.wipeLeftOver();
  expect(app.leftOver()?.session).toBe(session);
  keytar.before = () => undefined;
  await app.wipeLeftOver();
  expect([app.leftOver(), [...keytar.entries.keys()].some((name) => name.endsWith(entry))]).toEqual([null, false]);
});

it('removes at the start what an earlier life left beside an app’s file', async () => {
  const { app, folder } = appOn();
  const left = join(folder, 'home', '.rc.keyround-0123456789abcdef');
  for (const name of ['home', 'apps']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(left, 'half');
  writeFileSync(join(folder, 'apps', 'left-over.json'), JSON.stringify([left]));
  await app.begin();
  await vi.waitFor(() => expect(existsSync(left)).toBe(false), { timeout: 10_000 });
});

it('reminds of the person’s own rounds only, and not before it knows which are left', async () => {
  const badges: number[] = [];
  const said: string[] = [];
  const computer = { setBadge: (count: number) => void badges.push(count), hasFocus: () => false };
  const { app, reminded } = appOn(undefined, { ...computer, notify: ({ title }) => void said.push(title) });
  const left = rotationView([clientView('Phone', 'waiting')], { stage: 'round', changedAt: 1, finishedAt: null });
  Object.assign(app.spaces.home().rotations, { views: () => [left] });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  app.mailboxesChanged();
  await turn();
  expect([badges, said]).toEqual([[], []]);
  await app.begin();
  await turn();
  expect([badges, said]).toEqual([[1], ['native.reminder.title']]);
  expect((await app.spaces.enterHelpdesk(null)).ok).toBe(true);
  said.length = 0;
  reminded.clear();
  Object.assign(app.spaces.active().rotations, { views: () => [left, left] });
  app.mailboxesChanged();
  await turn();
  expect([badges, said]).toEqual([[1], []]);
});
