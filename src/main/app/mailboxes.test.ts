import { beforeEach, describe, expect, it } from 'vitest';
import { openRotation } from '../../core/rotation/open.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import { failure } from '../../shared/failures.ts';
import { type MailboxId, rotationIdSchema, versionIdSchema } from '../../shared/ids.ts';
import type { ClientDraft, MailboxDraft } from '../../shared/model.ts';
import { failed, type Result } from '../../shared/result.ts';
import { createMailProbe } from '../mail/probe.ts';
import { diskFiles } from '../storage/file-layer.ts';
import { createKeychain } from '../storage/keychain.ts';
import { createMemoryKeytar, type MemoryKeytar } from '../storage/memory-keytar.test-kit.ts';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { addClient, updateClient } from './clients.ts';
import { removeMailbox } from './mailbox-pages.ts';
import { keptVersions } from './mailbox-view.ts';
import { addMailbox, setPassword, updateMailbox } from './mailboxes.ts';
import { newId, systemClock } from './system.ts';
import type { Workspace } from './workspace.ts';
import { createHomeWorkspace } from './workspaces.ts';

// The keychain is a map in memory; the real one is in test/integration.

const newFolder = temporaryFolders();
const server = { host: 'Mail.Firm.Example.', port: 993, security: 'tls' } as const;
const draft: MailboxDraft = {
  address: 'anna@Firm.Example',
  kind: 'ordinary',
  provider: { id: 'by-hand', settings: {} },
  user: 'anna',
  receiving: { protocol: 'imap', ...server },
  sending: { ...server, port: 465 },
};
const client: ClientDraft = {
  kind: 'other',
  name: 'Laptop',
  user: 'anna',
  receiving: { protocol: 'imap', ...server },
  sending: null,
  signIn: 'mailbox-password',
};
const ldap = { host: 'ldap.firm.example', port: '636', security: 'tls', mode: 'self' };
let keytar: MemoryKeytar;
let space: Workspace;

beforeEach(() => {
  keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const ground = {
    folder: newFolder(),
    files: diskFiles,
    clock: systemClock,
    probe: createMailProbe(),
    newId,
    keychain,
  };
  space = createHomeWorkspace(ground);
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}
const add = (more: Partial<MailboxDraft> = {}, password: string | null = 'old-Secret-1', secrets = {}) =>
  addMailbox(space, { draft: { ...draft, ...more }, password, secrets });
const why = (result: Result<unknown>) => (result.ok ? 'taken' : `${result.failure.code} ${result.failure.field}`);
const secretsKept = () => [...keytar.entries.keys()].filter((name) => name.startsWith('Keyround secrets'));

describe('adding a mailbox', () => {
  it('keeps the address and the hosts as they are used from then on', async () => {
    const id = value(await add());
    const record = value(await space.world.records.load(id));
    expect([record.address, record.receiving?.host, record.sending?.host]).toEqual([
      'anna@firm.example',
      'mail.firm.example',
      'mail.firm.example',
    ]);
    expect(why(await add({ address: 'ANNA@firm.example' }))).toBe('request.already-there draft.address');
  });

  it.each<[Partial<MailboxDraft>, string]>([
    [{ address: 'anna' }, 'draft.address'],
    [{ address: 'anna@firm' }, 'draft.address'],
    [{ user: 'anna\r\nQUIT' }, 'draft.user'],
    [{ receiving: { protocol: 'imap', ...server, host: 'firm.example:993' } }, 'draft.receiving.host'],
    [{ sending: { ...server, host: '-firm.example' } }, 'draft.sending.host'],
    [{ receiving: null, sending: null }, 'draft.receiving'],
    [{ provider: { id: 'by-hand', settings: { page: 'http://firm.example' } } }, 'draft.provider.settings.page'],
    [{ provider: { id: 'by-hand', settings: { other: 'x' } } }, 'draft.provider.settings.other'],
    [{ provider: { id: 'ldap', settings: { ...ldap, host: 'ldap firm' } } }, 'draft.provider.settings.host'],
    [{ provider: { id: 'ldap', settings: { ...ldap, port: '70000' } } }, 'draft.provider.settings.port'],
    [{ provider: { id: 'ldap', settings: { ...ldap, mode: 'root' } } }, 'draft.provider.settings.mode'],
    [{ provider: { id: 'ldap', settings: { ...ldap, adminPassword: 'x' } } }, 'draft.provider.settings.adminPassword'],
  ])('names the field that is wrong in %j and stores nothing', async (more, field) => {
    expect(why(await add(more))).toBe(`request.invalid ${field}`);
    expect(secretsKept()).toEqual([]);
  });

  it('takes no password that could not be typed again', async () => {
    expect(why(await add({}, 'secret\n'))).toBe('password.control-characters password');
    expect(why(await add({}, 'se\u0000cret'))).toBe('password.control-characters password');
    const provider = { id: 'ldap', settings: { ...ldap, mode: 'admin', adminDn: 'cn=admin' } };
    expect(why(await add({ provider }, null, { adminPassword: 'a\tb' }))).toBe(
      'password.control-characters secrets.adminPassword',
    );
    const id = value(await add());
    expect(why(await setPassword(space, id, 'secret\r\n'))).toBe('password.control-characters password');
    const own = { ...client, signIn: 'app-password' } as const;
    expect(why(await addClient(space, id, own, 'a\u0007b'))).toBe('password.control-characters appPassword');
    expect(secretsKept()).toHaveLength(1);
  });

  it('leaves nothing in the keychain when the record cannot be saved', async () => {
    const full = { ...space.world.records, save: () => Promise.resolve(failed(failure('keychain.denied'))) };
    const refusing = { ...space, world: { ...space.world, records: full } };
    const added = await addMailbox(refusing, { draft, password: 'old-Secret-1', secrets: {} });
    expect(why(added)).toBe('keychain.denied null');
    expect(secretsKept()).toEqual([]);
  });
});

describe('editing', () => {
  it('checks every field again', async () => {
    const id = value(await add());
    expect(why(await updateMailbox(space, id, { ...draft, address: 'x' }, {}))).toBe('request.invalid draft.address');
    const odd = { ...client, receiving: { ...server, protocol: 'imap', host: 'a/b' } } as const;
    expect(why(await addClient(space, id, odd, null))).toBe('request.invalid draft.receiving.host');
    const added = value(await addClient(space, id, client, null));
    expect(why(await updateClient(space, id, added, odd, null))).toBe('request.invalid draft.receiving.host');
  });

  it('keeps no app password for a client that has none', async () => {
    const id = value(await add());
    await addClient(space, id, client, 'own-password-1');
    expect(secretsKept()).toHaveLength(1);
  });

  it('tells nothing of new settings that was seen of the old ones', async () => {
    const id = value(await add());
    const added = value(await addClient(space, id, client, null));
    await promote(id, added);
    const grade = async () => value(await openRotation(space.world, id))?.view().clients[0];
    expect((await grade())?.grade).toBe('settings-proved');
    value(await updateClient(space, id, added, { ...client, name: 'Old laptop' }, null));
    expect((await grade())?.grade).toBe('settings-proved');
    value(await updateClient(space, id, added, { ...client, user: 'anna@firm.example' }, null));
    expect(await grade()).toMatchObject({ grade: 'waiting', receiving: { state: 'unchecked' } });
  });
});

describe('an administrator’s kept password', () => {
  const settings = { ...ldap, mode: 'admin', adminDn: 'cn=admin', userDn: 'uid={local}' };
  const provider = (more: Record<string, string> = {}) => ({ id: 'ldap', settings: { ...settings, ...more } });
  const secrets = { adminPassword: 'Admin-Secret-1' };
  const credentialOf = async (id: MailboxId) => value(await space.world.records.load(id)).credential;
  let id: MailboxId;
  beforeEach(async () => {
    id = value(await add({ provider: provider() }, 'old-Secret-1', secrets));
  });
  const update = (more: Record<string, string>, typed = {}) =>
    updateMailbox(space, id, { ...draft, provider: provider(more) }, typed);

  it('stays where only names are changed', async () => {
    const before = await credentialOf(id);
    expect(before).not.toBeNull();
    value(await update({ userDn: 'cn={local}', adminDn: 'cn=root' }));
    expect(await credentialOf(id)).toBe(before);
  });

  it.each([
    ['host', { host: 'ldap.elsewhere.example' }],
    ['port', { port: '1636' }],
    ['encryption', { security: 'starttls' }],
  ])('does not follow another %s: it is asked for again', async (_, more) => {
    const before = await credentialOf(id);
    expect(why(await update(more))).toBe('request.secret-again secrets.adminPassword');
    expect(await credentialOf(id)).toBe(before);
    value(await update(more, { adminPassword: 'Admin-Secret-2' }));
    const after = await credentialOf(id);
    expect(after).not.toBe(before);
    expect(after && value(await space.world.secrets.get(id, after)).reveal()).toBe('Admin-Secret-2');
    // the mailbox's own password and this one
    expect(secretsKept()).toHaveLength(2);
  });

  it('is forgotten where the mailbox changes its own password from now on', async () => {
    value(await update({ mode: 'self' }));
    expect(await credentialOf(id)).toBeNull();
    expect(secretsKept()).toHaveLength(1);
    // and is not there any more when the administrator is chosen again
    value(await update({ mode: 'admin' }, secrets));
    expect(secretsKept()).toHaveLength(2);
  });
});

describe('removing a mailbox', () => {
  it('removes every secret under its name, listed or not, even with a journal that cannot be read', async () => {
    const id = value(await add());
    const lost = versionIdSchema.parse(newId());
    value(await createHomeSecret(id, lost));
    const journal = { ...space.world.journal, read: () => Promise.resolve(failed(failure('journal.unreadable'))) };
    value(await removeMailbox({ ...space, world: { ...space.world, journal } }, id));
    expect(secretsKept()).toEqual([]);
  });
});

async function createHomeSecret(id: MailboxId, version: ReturnType<typeof versionIdSchema.parse>) {
  await keytar.setPassword('Keyround secrets', `mailbox/${id}/${version}`, 'nobody knows of it');
  return space.world.secrets.get(id, version);
}

/** A rotation that is in its round, with this client's receiving seen to work. */
async function promote(id: MailboxId, device: Parameters<typeof updateClient>[2]): Promise<void> {
  const rotation = rotationIdSchema.parse(newId());
  const version = versionIdSchema.parse(newId());
  const { journal } = space.world;
  await journal.append(id, { type: 'planned', rotation, mode: 'by-hand', current: null });
  await journal.append(id, { type: 'staged', rotation, version });
  await journal.append(id, { type: 'proven', rotation });
  await journal.append(id, { type: 'promoted', rotation, current: version, previous: null });
  const checked = { type: 'client-checked', rotation, client: device, grade: 'settings-proved' } as const;
  await journal.append(id, { ...checked, receiving: 'ok', sending: 'unused' });
}

describe('a mailbox whose mail servers take no password', () => {
  const suite = { id: 'google-workspace', settings: { way: 'serviceAccount', actAs: 'office@firm.example' } };
  const load = async (id: MailboxId) => value(await space.world.records.load(id));

  it('names no servers, and its devices sign in elsewhere', async () => {
    const id = value(
      await addMailbox(space, { draft: { ...draft, provider: suite }, password: null, secrets: {}, clients: [client] }),
    );
    value(await addClient(space, id, { ...client, name: 'Phone' }, null));
    const record = await load(id);
    expect([record.receiving, record.sending]).toEqual([null, null]);
    expect(record.clients.map(({ signIn }) => signIn)).toEqual([{ how: 'elsewhere' }, { how: 'elsewhere' }]);
  });

  it('forgets its servers when it moves there, and has none to keep an old password until', async () => {
    const id = value(await add());
    value(await addClient(space, id, client, null));
    value(await updateMailbox(space, id, { ...draft, provider: suite }, {}));
    const record = await load(id);
    expect([record.receiving, record.sending, record.clients[0]?.signIn]).toEqual([null, null, { how: 'elsewhere' }]);
    value(await setPassword(space, id, 'next-Secret-2'));
    const facts = reduce(value(await space.world.journal.read(id)));
    expect(keptVersions(facts, record).map(({ label, forgetAt }) => [label, forgetAt])).toEqual([
      ['current', null],
      ['previous', null],
    ]);
    expect(keptVersions(facts, { ...record, ...draft, provider: record.provider })[1]?.forgetAt).not.toBeNull();
  });
});
