import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MailboxId, rotationIdSchema, versionIdSchema } from '../../../shared/ids.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import { practiceNewcomer } from '../../../shared/practice.ts';
import type { Result } from '../../../shared/result.ts';
import { newId } from '../../app/system.ts';
import type { Workspace } from '../../app/workspace.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { Computer, context, type Started, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
let app: Started;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  app = computer.start();
});
afterEach(async () => {
  if (app.spaces.practice()) await app.spaces.leave();
  await computer.service.stop();
});

const own = { host: 'mail.firm.example', port: 993, security: 'tls' } as const;
const strange = { host: 'mail.hoster.example', port: 993, security: 'tls' } as const;
const draft: MailboxDraft = {
  address: 'anna@firm.example',
  kind: 'ordinary',
  provider: { id: 'by-hand', settings: { page: 'https://panel.elsewhere.example/' } },
  user: 'anna@firm.example',
  receiving: { protocol: 'imap', ...own },
  sending: { ...own, port: 465 },
};
const add = (more: Partial<MailboxDraft>, confirmedHosts: string[] = []) =>
  app.calls['mailboxes.add'](
    { draft: { ...draft, ...more }, password: 'old-Secret-1', secrets: {}, confirmedHosts },
    context,
  );
const why = (result: Result<unknown>) =>
  result.ok ? 'taken' : `${result.failure.code} ${result.failure.field} ${result.failure.technical}`;

describe('a host that nobody vouches for', () => {
  const ldap = { host: strange.host, port: '636', security: 'tls', mode: 'self', userDn: 'uid={local}' };

  it.each<[Partial<MailboxDraft>, string]>([
    [{ receiving: { protocol: 'imap', ...strange } }, 'draft.receiving.host'],
    [{ sending: { ...strange, port: 465 } }, 'draft.sending.host'],
    [{ provider: { id: 'ldap', settings: ldap } }, 'draft.provider.settings.host'],
  ])('is refused until somebody has confirmed it: %j', async (more, field) => {
    expect(why(await add(more))).toBe(`request.host-not-confirmed ${field} ${strange.host}`);
    expect(why(await add(more, ['other.hoster.example']))).toContain('request.host-not-confirmed');
    expect(computer.secretsKept()).toEqual([]);
    expect(why(await add(more, ['Mail.Hoster.Example.']))).toBe('taken');
  });

  it('is named before anything is added', async () => {
    const { address } = draft;
    const hosts = [own.host, strange.host];
    const answer = await app.calls['detect.hostsToConfirm']({ address, hosts }, context);
    expect(value(answer)).toEqual({ hosts: [strange.host] });
  });

  it('does not get into a mailbox later either, while those that were confirmed may stay', async () => {
    const sending = { ...strange, port: 465 };
    const { mailbox } = value(await add({ sending }, [strange.host]));
    const update = (more: Partial<MailboxDraft>, confirmedHosts: string[] = []) =>
      app.calls['mailboxes.update'](
        { mailbox, draft: { ...draft, sending, ...more }, secrets: {}, confirmedHosts },
        context,
      );
    expect(why(await update({ user: 'anna' }))).toBe('taken');
    const third = { ...own, protocol: 'imap', host: 'imap.third.example' } as const;
    expect(why(await update({ receiving: third }))).toContain('request.host-not-confirmed draft.receiving.host');
    expect(why(await update({ receiving: third }, [third.host]))).toBe('taken');
    // Of another address nothing was confirmed.
    expect(why(await update({ address: 'anna@other.example' }))).toContain('request.host-not-confirmed');
  });
});

describe('what happens while the hosts are looked at', () => {
  it('adds nothing to a space that was left or entered meanwhile', async () => {
    value(await app.spaces.enterPractice());
    const practice = app.spaces.active().workspace;
    const before = await listedIn(practice);
    computer.whileLooking = async () => void value(await app.spaces.leave());
    expect(why(await add({}))).toContain('request.wrong-stage');
    expect(await listedIn(app.home)).toEqual([]);
    computer.whileLooking = async () => void value(await app.spaces.enterPractice());
    expect(why(await add({}))).toContain('request.wrong-stage');
    expect(await listedIn(app.home)).toEqual([]);
    expect(await listedIn(app.spaces.active().workspace)).toEqual(before);
  });

  it('changes no mailbox whose password has begun to be changed, nor in another space', async () => {
    const { mailbox } = value(await add({}));
    const update = (user: string) =>
      app.calls['mailboxes.update']({ mailbox, draft: { ...draft, user }, secrets: {}, confirmedHosts: [] }, context);
    const userNow = async () => value(await app.home.world.records.load(mailbox)).user;
    computer.whileLooking = async () => void value(await app.spaces.enterPractice());
    expect(why(await update('elsewhere'))).toContain('request.wrong-stage');
    value(await app.spaces.leave());
    computer.whileLooking = () => stage(mailbox);
    expect(why(await update('too-late'))).toContain('request.busy');
    expect(await userNow()).toBe(draft.user);
  });
});

const listedIn = async ({ world }: Workspace) => value(await world.records.list()).map((one) => one.address);

/** A change of the password that has stored the new one. */
async function stage(mailbox: MailboxId): Promise<void> {
  const rotation = rotationIdSchema.parse(newId());
  const { journal } = app.home.world;
  await journal.append(mailbox, { type: 'planned', rotation, mode: 'by-hand', current: null });
  await journal.append(mailbox, { type: 'staged', rotation, version: versionIdSchema.parse(newId()) });
}

describe('the practice mailbox that can be added', () => {
  const { address, password } = practiceNewcomer;

  it('is found from its address alone, and its password is changed', async () => {
    value(await app.spaces.enterPractice());
    const { form, kind, providerSettings } = value(await app.calls['detect.fromAddress']({ address }, context));
    const { user, receiving, sending } = form;
    const provider = { id: 'practice', settings: providerSettings };
    const found = { address, kind: kind ?? 'cloud', provider, user, receiving, sending };
    const added = { draft: found, password, secrets: {}, confirmedHosts: [] };
    const { mailbox } = value(await app.calls['mailboxes.add'](added, context));
    const { rotation } = value(await app.calls['rotations.start']({ mailbox }, context));
    const run = value(app.spaces.active().rotations.get(rotation));
    const until = (stage: string) => vi.waitFor(() => expect(run.view().stage).toBe(stage), { timeout: 10_000 });
    await until('new-password');
    const { handle } = value(await app.calls['passwords.generate']({ rotation, style: 'strong' }, context));
    value(await app.calls['rotations.change']({ rotation, handle, endSessions: false }, context));
    await until('round');
  });

  it('trusts the practice authority with the practice provider only', async () => {
    value(await app.spaces.enterPractice());
    const practice = app.spaces.practice();
    expect(practice?.authoritiesOf('practice')).toMatchObject([{ host: '127.0.0.1' }]);
    expect(practice?.authoritiesOf('by-hand')).toEqual([]);
    expect(practice?.authoritiesOf('nobody')).toEqual([]);
  });
});
