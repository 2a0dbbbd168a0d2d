import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailboxDraft } from '../../../shared/model.ts';
import { panelViewSchema } from '../../../shared/panel.ts';
import type { App } from '../../app/app.ts';
import { addMailbox, updateMailbox } from '../../app/mailboxes.ts';
import type { Native } from '../../app/native.ts';
import { createSay } from '../../app/say.ts';
import { newId, systemClock } from '../../app/system.ts';
import { createHomeWorkspace } from '../../app/workspaces.ts';
import { createMailProbe } from '../../mail/probe.ts';
import { diskFiles } from '../../storage/file-layer.ts';
import { createKeychain } from '../../storage/keychain.ts';
import { createMemoryKeytar } from '../../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { panelHandlers } from './panels.ts';
import { context, value } from './whole-app.test-kit.ts';

const example = readFileSync(new URL('../../../../docs/panels/example-hosting.json', import.meta.url), 'utf8');
const hash = createHash('sha256').update(example).digest('hex');
const inside = 'anna@mail.hosting.example';
const outside = 'anna@firm.example';

const newFolder = temporaryFolders();
const keytar = createMemoryKeytar();
let folder = '';

/** The user's own mailboxes, a file that is chosen, and what is said to each question. */
function start(file: string | Uint8Array | null = example, yes: readonly boolean[] = [true, true]) {
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = { folder, files: diskFiles, clock: systemClock, probe: createMailProbe(), newId, keychain };
  const home = createHomeWorkspace(ground);
  const answers = [...yes];
  const confirm = vi.fn<Native['confirm']>(() => Promise.resolve(answers.shift() ?? false));
  const choosePanel = vi.fn(() => Promise.resolve(file === null ? null : Buffer.from(file)));
  const active = vi.fn(() => ({ workspace: home }));
  const app = { spaces: { active }, native: { confirm, choosePanel }, say: createSay() } as unknown as App;
  const calls = panelHandlers(app);
  const take = async (address: string) => await calls['panels.import']({ address }, context);
  const kept = () => (readdirSync(join(folder, 'home')).includes('panels') ? readdirSync(panels()) : []);
  const add = async (address: string, settings: MailboxDraft['provider']['settings'] = {}) =>
    await addMailbox(home, { draft: draftOf(address, settings), password: 'First-Mauve-Kettle-41', secrets: {} });
  return { home, confirm, choosePanel, active, calls, take, kept, add };
}
const panels = () => join(folder, 'home', 'panels');

const server = { host: 'imap.firm.example', port: 993, security: 'tls' } as const;
const draftOf = (address: string, settings: MailboxDraft['provider']['settings']): MailboxDraft => ({
  address,
  kind: 'ordinary',
  user: address,
  provider: {
    id: 'http-panel',
    settings: { panel: hash, host: 'panel.hosting.example', mode: 'self', fieldOne: '42', ...settings },
  },
  receiving: { protocol: 'imap', ...server },
  sending: null,
});

beforeEach(() => {
  keytar.entries.clear();
  folder = newFolder();
  mkdirSync(join(folder, 'home'));
});

describe('importing the description of a panel', () => {
  it('shows its one server in full, keeps the file by its hash and says what the form asks for', async () => {
    const { take, confirm, kept, calls } = start();
    const { panel } = value(await take(inside));
    expect(panelViewSchema.parse(panel)).toEqual({
      hash,
      name: 'Example Hosting control panel',
      origin: 'https://panel.hosting.example',
      host: 'panel.hosting.example',
      self: true,
      admin: { name: null, secret: { label: 'API token', help: 'Made in the panel under Account, API tokens.' } },
      fields: [{ key: 'fieldOne', label: 'Customer number', help: 'It stands on every invoice.' }],
    });
    expect(confirm).toHaveBeenCalledOnce();
    const question = Object.values(confirm.mock.calls[0]?.[0] ?? {}).join(' ');
    expect(question).toMatch(/https:\/\/panel\.hosting\.example\?.*“Example Hosting control panel”/);
    expect(question).not.toContain('native.');
    expect(kept()).toEqual([`${hash}.json`]);
    expect(value(await calls['panels.get']({ panel: hash }, context))).toEqual(panel);
  });

  it('warns once more outside the domain of the mailbox', async () => {
    const { take, confirm } = start();
    expect(value(await take(outside)).panel).not.toBeNull();
    expect(confirm).toHaveBeenCalledTimes(2);
    expect(confirm.mock.calls[1]?.[0].title).toMatch(
      /panel\.hosting\.example is not in the domain of anna@firm\.example/,
    );
  });

  it('asks again for the very same file', async () => {
    const { take, confirm } = start(example, [true, true]);
    await take(inside);
    await take(inside);
    expect(confirm).toHaveBeenCalledTimes(2);
  });

  it.each<[string, string, readonly boolean[]]>([
    ['the first question', inside, [false]],
    ['the first of two', outside, [false, true]],
    ['the second of two', outside, [true, false]],
  ])('keeps nothing when it is cancelled at %s', async (_, address, yes) => {
    const { take, kept, add } = start(example, yes);
    expect(value(await take(address))).toEqual({ panel: null });
    expect(kept()).toEqual([]);
    expect(await add(address)).toMatchObject({ ok: false });
  });

  it('keeps nothing when no file is chosen, or when the space was left meanwhile', async () => {
    expect(value(await start(null).take(inside))).toEqual({ panel: null });
    const { take, active, home, kept } = start();
    active.mockImplementationOnce(() => ({ workspace: home })).mockImplementation(() => ({ workspace: { ...home } }));
    expect(value(await take(inside))).toEqual({ panel: null });
    expect(kept()).toEqual([]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['another server over http', example.replace('https:', 'http:'), 'origin: '],
    ['something that is no JSON', 'MZ', 'not JSON'],
    ['an empty file, as a file that is too large is handed over', new Uint8Array(), 'not JSON'],
    ['more than it can say', example.replace('{', '{ "script": "x",'), 'script'],
  ])('refuses %s, and says where it is wrong', async (_, file, where) => {
    const { take, confirm, kept } = start(file);
    expect(await take(inside)).toMatchObject({
      ok: false,
      failure: { code: 'request.not-a-panel', technical: expect.stringContaining(where) },
    });
    expect(confirm).not.toHaveBeenCalled();
    expect(kept()).toEqual([]);
  });

  it('wants to know whose it is before it asks for a file', async () => {
    const { take, choosePanel } = start();
    expect(await take('anna')).toMatchObject({ ok: false, failure: { code: 'request.invalid', field: 'address' } });
    expect(choosePanel).not.toHaveBeenCalled();
  });
});

describe('a mailbox with a panel', () => {
  it('is added once the panel was confirmed for its domain', async () => {
    const { take, add, home } = start();
    await take(outside);
    const added = value(await add(outside));
    expect(value(await home.world.records.load(added)).provider.settings['panel']).toBe(hash);
    expect((await add('bert@mail.firm.example')).ok).toBe(true);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['for another domain', 'anna@other.example', {}, 'panel'],
    ['with another file', outside, { panel: '0'.repeat(64) }, 'panel'],
    ['with another host', outside, { host: 'evil.example' }, 'host'],
    ['without what the file asks for', outside, { fieldOne: ' ' }, 'fieldOne'],
  ])('is not added %s', async (_, address, settings, field) => {
    const { take, add } = start();
    await take(outside);
    expect(await add(address, settings)).toMatchObject({
      ok: false,
      failure: { field: `draft.provider.settings.${field}` },
    });
  });

  it('is not added with a file that was changed since', async () => {
    const { take, add } = start();
    await take(outside);
    writeFileSync(join(panels(), `${hash}.json`), example.replace('panel.hosting.example', 'evil.example'));
    expect(await add(outside)).toMatchObject({ ok: false, failure: { code: 'provider.description-changed' } });
  });

  it('keeps its panel after a start, and asks again where anything about it is new', async () => {
    const before = start();
    await before.take(outside);
    const added = value(await before.add(outside));
    const { home } = start();
    const edit = async (address: string, settings = {}) =>
      await updateMailbox(home, added, draftOf(address, settings), {});
    expect((await edit(outside, { fieldOne: '43' })).ok).toBe(true);
    expect((await edit('anna@sales.firm.example')).ok).toBe(true);
    expect(await edit('anna@other.example')).toMatchObject({ ok: false, failure: { technical: 'not confirmed' } });
    expect(await edit(outside, { panel: '0'.repeat(64) })).toMatchObject({ failure: { technical: 'not confirmed' } });
  });

  it('is told of a description that is gone', async () => {
    expect(await start().calls['panels.get']({ panel: hash }, context)).toMatchObject({
      failure: { code: 'provider.description-changed' },
    });
  });
});
