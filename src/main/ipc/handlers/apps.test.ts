import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { foundAppsSchema } from '../../../shared/apps.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { App } from '../../app/app.ts';
import { addMailbox } from '../../app/mailboxes.ts';
import { newId, systemClock } from '../../app/system.ts';
import { createHomeWorkspace } from '../../app/workspaces.ts';
import { lazyApps } from '../../apps/lazy-apps.ts';
import { placesOf } from '../../apps/places.ts';
import {
  anna,
  type Entry,
  host,
  type KeyOptions,
  loginsJson,
  makeKeys,
  prefsJs,
  putProfile,
  sqlite,
} from '../../apps/thunderbird/profile.test-kit.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { createKeychain } from '../../storage/keychain.ts';
import { createMemoryKeytar } from '../../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { appsHandlers } from './apps.ts';
import { context, value } from './whole-app.test-kit.ts';

const current = 'Current-Mauve-Kettle-41';
const server = { host, port: 993, security: 'tls' } as const;
const draft: MailboxDraft = {
  ...{ address: anna, kind: 'ordinary', user: anna, provider: { id: 'by-hand', settings: {} } },
  ...{ receiving: { protocol: 'imap', ...server }, sending: null },
};
const entry = (more: Partial<Entry> = {}): Entry => ({
  ...{ origin: `imap://${host}`, user: anna, password: current, how: 'aes' },
  ...more,
});

const newFolder = temporaryFolders();
let folder = '';
beforeAll(async () => {
  // Loading every app takes longer than a look at them, and no test waits for it.
  await lazyApps({ folder: '', files: diskFiles }).at('home');
  await sqlite();
}, 60_000);
beforeEach(() => {
  folder = newFolder();
});

/** One start of the app, with a mailbox of its own and a Thunderbird in the home folder. */
async function start({ entries = [entry()], keys: options = {}, prefs = prefsJs, space = 'home' }: StartParts = {}) {
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = { folder, files: diskFiles, clock: systemClock, probe: createMailProbe(), newId, keychain };
  const home = createHomeWorkspace(ground);
  const person = join(folder, 'person');
  mkdirSync(person);
  const { db, keys } = await makeKeys(options);
  const profile = putProfile(person, { prefs, keys: db, logins: loginsJson(entries, keys) });
  const apps = lazyApps({ ...ground, places: placesOf(person, 'linux', {}) });
  const active = () => ({ workspace: { ...home, space } });
  const calls = appsHandlers({ spaces: { active }, apps } as unknown as App);
  const mailbox = value(await addMailbox(home, { draft, password: current, secrets: {} }));
  const find = async (unlock: string | null = null) =>
    foundAppsSchema.parse(value(await calls['apps.find']({ mailbox, unlock }, context)));
  return { find, profile, keytar, apps, mailbox, calls };
}
interface StartParts {
  readonly entries?: readonly Entry[];
  readonly keys?: KeyOptions;
  readonly prefs?: string;
  readonly space?: string;
}

// A primary password is made slow to try; on a computer that is busy it takes a test long.
describe('apps on this computer', { timeout: 60_000 }, () => {
  it('are found for this mailbox, each sign-in with what it holds, and nobody else’s', async () => {
    const { find, profile } = await start({
      entries: [entry(), entry({ origin: `smtp://${host}`, password: 'stale' })],
    });
    const found = await find();
    expect(found.looked).toBe(true);
    expect(found.troubles).toEqual([]);
    const shown = { app: 'thunderbird', name: 'Thunderbird', profile: 'default-esr', host, user: anna, why: null };
    const place = join(profile, 'logins.json');
    expect(found.accounts).toEqual([
      { ...shown, place, protocol: 'imap', port: 993, security: 'tls', holds: 'new' },
      { ...shown, place, protocol: 'smtp', port: 587, security: 'starttls', holds: 'another' },
    ]);
  });

  it('are told no password, and tell none', async () => {
    const { find } = await start({ entries: [entry({ password: 'Marker-of-another-1' })] });
    const text = JSON.stringify(await find());
    for (const secret of [current, 'Marker-of-another-1']) expect(text).not.toContain(secret);
  });

  it('at a server that is none of this mailbox are named, and their password is not looked at', async () => {
    const prefs = prefsJs.replaceAll(host, 'imap.other.example');
    const { find } = await start({ prefs, entries: [entry({ origin: 'imap://imap.other.example' })] });
    const { accounts } = await find();
    expect(accounts.map(({ holds, why }) => [holds, why])).toEqual(Array(2).fill(['unsupported', 'other-server']));
  });

  it('are unlocked once, with what was typed, for as long as Keyround runs', async () => {
    const { find, profile, keytar } = await start({ keys: { primary: 'Primary-1' } });
    const holds = async (unlock: string | null) => (await find(unlock)).accounts.map((one) => [one.holds, one.why])[0];
    expect(await holds(null)).toEqual(['locked', 'needs-unlocking']);
    expect(await holds('Primary-2')).toEqual(['locked', 'wrong-unlocking']);
    expect(await holds(null)).toEqual(['locked', 'needs-unlocking']);
    expect(await holds('Primary-1')).toEqual(['new', null]);
    expect(await holds(null)).toEqual(['new', null]);
    expect([...keytar.entries.values()].join()).not.toContain('Primary-1');
    expect(readFileSync(join(profile, 'prefs.js'), 'utf8')).toBe(prefsJs);
  });

  it('are not looked at in a helpdesk session', async () => {
    const { find } = await start({ space: 'helpdesk' });
    expect(await find()).toEqual({ looked: false, accounts: [], troubles: [] });
  });

  it('whose files cannot be read are named', async () => {
    const { find, profile } = await start();
    writeFileSync(join(profile, 'prefs.js'), Buffer.alloc(8_000_001, ' '));
    expect((await find()).troubles[0]).toMatchObject({ name: 'Thunderbird', why: 'too-large' });
  });

  it('are rid of what an earlier life left beside their files', async () => {
    const { apps, profile } = await start();
    const left = join(profile, '.logins.json.keyround-0123456789abcdef');
    writeFileSync(left, 'half');
    await apps.sweep();
    expect(readFileSync(left, 'utf8')).toBe('half');
    mkdirSync(join(folder, 'apps'));
    writeFileSync(join(folder, 'apps', 'left-over.json'), JSON.stringify([left]));
    await apps.sweep();
    expect(() => readFileSync(left)).toThrow('ENOENT');
  });
});
