import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppAccount, MailApp } from '../../../core/apps/mail-app.ts';
import { failure } from '../../../shared/failures.ts';
import { type MailboxId, rotationIdSchema, versionIdSchema } from '../../../shared/ids.ts';
import type { JournalFact } from '../../../shared/journal.ts';
import type { ClientDraft, ClientRecord, MailboxDraft } from '../../../shared/model.ts';
import { fillClients } from '../../app/app-clients.ts';
import type { OpenSpace } from '../../app/spaces.ts';
import { newId } from '../../app/system.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { Computer, context, type Started, value } from './whole-app.test-kit.ts';

const anna = 'anna@firm.example';
const imap = { protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls' } as const;
const smtp = { protocol: 'smtp', host: 'mail.firm.example', port: 587, security: 'starttls' } as const;
const draft: MailboxDraft = {
  ...{ address: anna, kind: 'ordinary', user: anna, provider: { id: 'by-hand', settings: {} } },
  ...{ receiving: imap, sending: { host: imap.host, port: 465, security: 'tls' } },
};
const account = (more: Partial<AppAccount> = {}): AppAccount => ({
  ...{ app: 'thunderbird', key: JSON.stringify(more), profile: 'default', place: '/home/anna/logins.json' },
  ...{ user: anna, fixed: null, ...imap, ...more },
});

/** A Thunderbird that says what the test says. */
const thunderbird = (find: MailApp['find'], more: Partial<MailApp> = {}): MailApp => ({
  manifest: {
    ...{ id: 'thunderbird', name: 'Thunderbird', clientKind: 'thunderbird' },
    ...{ store: 'encrypted', whileOpen: 'close-first' },
  },
  find,
  isOpen: () => Promise.resolve(false),
  holds: () => Promise.resolve({ holds: 'new', why: null }),
  plan: () => Promise.resolve({ possible: false, why: 'absent' }),
  write: () => Promise.resolve({ done: false, why: 'absent', effect: 'none' }),
  ...more,
});
const having = (...accounts: AppAccount[]) => thunderbird(() => Promise.resolve({ accounts, troubles: [] }));
const both = [account(), account(smtp)];
const link = { app: 'thunderbird', profile: 'default', place: '/home/anna/logins.json' };

const newFolder = temporaryFolders();
let computer: Computer;
let app: Started;

beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  app = computer.start();
});
afterEach(async () => {
  if (app.spaces.active() !== app.spaces.home()) await app.spaces.leave();
  await computer.service.stop();
});

const added = async (): Promise<MailboxId> =>
  value(await app.calls['mailboxes.add']({ draft, password: 'Right-1', secrets: {}, confirmedHosts: [] }, context))
    .mailbox;
const look = async (mailbox: MailboxId, adding = true) =>
  value(await app.calls['apps.find']({ mailbox, unlock: null, adding }, context));
const clientsOf = async (mailbox: MailboxId): Promise<readonly ClientRecord[]> =>
  value(await app.spaces.active().workspace.world.records.load(mailbox)).clients;
const told = async (mailbox: MailboxId) => (await clientsOf(mailbox)).map(({ name, app: one }) => [name, one?.profile]);
const listed = (mailbox: MailboxId, count: number) =>
  vi.waitFor(async () => expect(await clientsOf(mailbox)).toHaveLength(count), { timeout: 10_000 });
/** A mailbox that was added before there was any app. */
async function addedBefore(...apps: MailApp[]): Promise<MailboxId> {
  const mailbox = await added();
  computer.apps = apps;
  return mailbox;
}
const laptop: ClientDraft = {
  ...{ kind: 'thunderbird', name: 'Laptop', user: anna, signIn: 'mailbox-password' },
  ...{ receiving: imap, sending: { host: smtp.host, port: 465, security: 'tls' } },
};
const addClient = async (mailbox: MailboxId, more: Partial<ClientDraft> = {}) =>
  value(
    await app.calls['clients.add'](
      { mailbox, draft: { ...laptop, ...more }, appPassword: null, confirmedHosts: [] },
      context,
    ),
  ).client;

describe('what is found when a mailbox is added', () => {
  it('comes into its list by itself: receiving and sending of one app as one device', async () => {
    computer.apps = [having(...both, account({ user: 'bert@firm.example', profile: 'bert' }))];
    const mailbox = await added();
    await listed(mailbox, 1);
    expect(await clientsOf(mailbox)).toMatchObject([
      {
        ...{ kind: 'thunderbird', name: 'apps.client', user: anna, signIn: { how: 'mailbox-password' }, app: link },
        ...{ receiving: imap, sending: { host: smtp.host, port: 587, security: 'starttls' } },
      },
    ]);
    const changes = computer.changes;
    const found = await look(mailbox);
    const [client] = await clientsOf(mailbox);
    expect(found.accounts.map((one) => one.client)).toEqual([client?.id, client?.id]);
    expect(computer.changes).toBe(changes);
  });

  it('is told apart by the profile where one app is there twice', async () => {
    computer.apps = [having(account(), account({ profile: 'work' }))];
    const mailbox = await added();
    await listed(mailbox, 2);
    expect(await told(mailbox)).toEqual([
      ['apps.clientOf', 'default'],
      ['apps.clientOf', 'work'],
    ]);
  });

  it.each<[string, MailApp['find']]>([
    ['hangs', () => new Promise(() => undefined)],
    ['throws', () => Promise.reject(new Error('broken'))],
  ])('neither delays nor fails the adding where an app %s', async (_does, find) => {
    computer.apps = [thunderbird(find)];
    const begun = performance.now();
    expect(await clientsOf(await added())).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('is looked at no further than it takes, and never fills the list', async () => {
    const holds = vi.fn<MailApp['holds']>();
    const accounts = Array.from({ length: 100_000 }, (_, i) => account({ profile: `${i}` }));
    computer.apps = [thunderbird(() => Promise.resolve({ accounts, troubles: [] }), { holds })];
    const mailbox = await added();
    await listed(mailbox, 20);
    expect(holds).not.toHaveBeenCalled();
  });

  it('is no device where the words of the app are no settings', async () => {
    computer.apps = [
      having(account({ profile: 'x'.repeat(5_000) }), account({ profile: 'p', place: '/'.repeat(2_000) })),
    ];
    const mailbox = await added();
    const { accounts } = await look(mailbox);
    expect(accounts.map(({ client, profile, place }) => [client, profile.length, place.length])).toEqual([
      [null, 200, link.place.length],
      [null, 1, 1_000],
    ]);
    expect(await clientsOf(mailbox)).toEqual([]);
  });

  it('is not written into a space that was left meanwhile', async () => {
    value(await app.spaces.enterPractice());
    const left = app.spaces.active();
    const [listedFirst] = value(await app.calls['mailboxes.list']({}, context));
    if (!listedFirst) throw new Error('nobody practises');
    const { id: mailbox, address: user } = listedFirst;
    const record = value(await left.workspace.world.records.load(mailbox));
    const found = [account({ user, host: record.receiving?.host ?? '' })];
    const seen = { found: found.map((one) => ({ app: having(), account: one, whose: 'yes' as const })), troubles: [] };
    const parts = { say: (key: string) => key, mailboxesChanged: () => undefined, readOnly: () => null };
    const fill = (active: OpenSpace) => {
      const spaces = { ...app.spaces, active: () => active };
      return fillClients({ ...parts, spaces }, left, { mailbox, seen, asked: true });
    };
    const places = async () => (await clientsOf(mailbox)).flatMap((one) => one.app?.place ?? []);
    value(await fill(app.spaces.home()));
    expect(await places()).not.toContain(link.place);
    value(await fill(left));
    expect(await places()).toContain(link.place);
  });
});

describe('looking again', () => {
  it('adds what is new, once, however often it is asked for', async () => {
    const mailbox = await addedBefore(having(...both));
    await Promise.all([look(mailbox), look(mailbox), look(mailbox)]);
    expect(await told(mailbox)).toEqual([['apps.client', 'default']]);
  });

  it('only looks where nobody has asked, so that what was removed stays away', async () => {
    const mailbox = await addedBefore(having(...both));
    expect((await look(mailbox, false)).accounts.map(({ client }) => client)).toEqual([null, null]);
    expect(await clientsOf(mailbox)).toEqual([]);
    await look(mailbox);
    const [client] = await clientsOf(mailbox);
    if (!client) throw new Error('nothing was added');
    value(await app.calls['clients.remove']({ mailbox, client: client.id }, context));
    await look(mailbox, false);
    expect(await clientsOf(mailbox)).toEqual([]);
    await look(mailbox);
    expect(await clientsOf(mailbox)).toHaveLength(1);
  });

  it('links the device that plainly is that app, and leaves its settings alone', async () => {
    const mailbox = await addedBefore(having(...both));
    const client = await addClient(mailbox);
    const [before] = await clientsOf(mailbox);
    expect((await look(mailbox)).accounts.map((one) => one.client)).toEqual([client, client]);
    expect(await clientsOf(mailbox)).toEqual([{ ...before, app: link }]);
  });

  it('follows an app whose files have moved', async () => {
    const mailbox = await addedBefore(having(...both));
    await look(mailbox);
    const place = '/home/anna/moved/logins.json';
    computer.apps = [having(account({ place }), account({ ...smtp, place }))];
    await look(mailbox);
    expect((await clientsOf(mailbox)).map((one) => one.app?.place)).toEqual([place]);
  });

  it('does not think so where an app’s files could not be read', async () => {
    const mailbox = await addedBefore(having(...both));
    await look(mailbox);
    const accounts = [account({ place: '/other' })];
    const troubles = [{ place: link.place, why: 'unreadable' as const }];
    computer.apps = [thunderbird(() => Promise.resolve({ accounts, troubles }))];
    await look(mailbox);
    expect((await clientsOf(mailbox)).map((one) => one.app?.place)).toEqual([link.place, '/other']);
  });

  it('changes nothing in a process that may only read', async () => {
    const mailbox = await addedBefore(having(...both));
    computer.readOnly = failure('app.another-instance');
    expect((await look(mailbox)).accounts).toHaveLength(2);
    expect(await clientsOf(mailbox)).toEqual([]);
  });

  it('leaves the list as it was where the process dies before the new one is written', async () => {
    const mailbox = await addedBefore(having(...both));
    await addClient(mailbox, { name: 'Phone', kind: 'iphone' });
    const before = await clientsOf(mailbox);
    computer.keytar.before = (act, name) => {
      if (act === 'set' && name.includes(mailbox)) throw new Error('killed');
    };
    expect((await app.calls['apps.find']({ mailbox, unlock: null, adding: true }, context)).ok).toBe(false);
    computer.keytar.before = () => undefined;
    app = computer.start();
    expect(await clientsOf(mailbox)).toEqual(before);
    await look(mailbox);
    expect(await told(mailbox)).toEqual([
      ['Phone', undefined],
      ['apps.client', 'default'],
    ]);
  });
});

describe('during a change of the password', () => {
  const rotation = rotationIdSchema.parse(newId());
  const version = versionIdSchema.parse(newId());
  const note = async (mailbox: MailboxId, ...facts: JournalFact[]) => {
    for (const fact of facts) value(await app.home.world.journal.append(mailbox, fact));
  };
  const begun = async (mailbox: MailboxId) =>
    await note(
      mailbox,
      { type: 'planned', rotation, mode: 'by-hand', current: null },
      { type: 'staging', rotation, version },
      { type: 'staged', rotation, version },
    );

  it('the list stays as it is until the new one has signed in; what is held cannot be said', async () => {
    const mailbox = await addedBefore(having(...both));
    await begun(mailbox);
    const { accounts } = await look(mailbox);
    expect(accounts.map(({ holds, why }) => [holds, why])).toEqual(Array(2).fill(['unsupported', 'in-doubt']));
    expect(await clientsOf(mailbox)).toEqual([]);
  });

  it('a planned one is not ended by looking', async () => {
    const mailbox = await addedBefore(having(...both));
    const { rotation: planned } = value(await app.calls['rotations.start']({ mailbox }, context));
    await look(mailbox);
    expect(await clientsOf(mailbox)).toEqual([]);
    expect((await app.calls['rotations.get']({ rotation: planned }, context)).ok).toBe(true);
  });
});

describe('a device that is linked', () => {
  it('stays that app when it is edited, but not as another kind', async () => {
    const mailbox = await addedBefore(having(...both));
    const client = await addClient(mailbox);
    await look(mailbox);
    const update = async (more: Partial<ClientDraft>) => {
      const changed = { ...laptop, ...more };
      value(
        await app.calls['clients.update'](
          { mailbox, client, draft: changed, appPassword: null, confirmedHosts: [] },
          context,
        ),
      );
      return (await clientsOf(mailbox))[0]?.app;
    };
    expect(await update({ name: 'My computer', sending: null })).toEqual(link);
    expect(await update({ kind: 'outlook' })).toBeUndefined();
  });
});
