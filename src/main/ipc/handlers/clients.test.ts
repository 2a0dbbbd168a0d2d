import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailboxId } from '../../../shared/ids.ts';
import type { ClientDraft, MailboxDraft } from '../../../shared/model.ts';
import type { Result } from '../../../shared/result.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { Computer, context, type Started, value } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
let app: Started;
let mailbox: MailboxId;

const own = { host: 'mail.firm.example', port: 993, security: 'tls' } as const;
const confirmedBefore = { host: 'smtp.hoster.example', port: 465, security: 'tls' } as const;
const strange = { protocol: 'pop3', host: 'pop.strange.example', port: 995, security: 'tls' } as const;
const draft: MailboxDraft = {
  ...{ address: 'anna@firm.example', kind: 'ordinary', user: 'anna@firm.example' },
  provider: { id: 'by-hand', settings: {} },
  receiving: { protocol: 'imap', ...own },
  sending: confirmedBefore,
};
const laptop: ClientDraft = {
  ...{ kind: 'thunderbird', name: 'Laptop', user: draft.user, signIn: 'mailbox-password' },
  ...{ receiving: draft.receiving, sending: draft.sending },
};

beforeEach(async () => {
  computer = await Computer.begin(newFolder());
  app = computer.start();
  const added = { draft, password: 'old-Secret-1', secrets: {}, confirmedHosts: [confirmedBefore.host] };
  mailbox = value(await app.calls['mailboxes.add'](added, context)).mailbox;
});
afterEach(async () => {
  if (app.spaces.practice()) await app.spaces.leave();
  await computer.service.stop();
});

const add = (more: Partial<ClientDraft>, confirmedHosts: string[] = []) =>
  app.calls['clients.add']({ mailbox, draft: { ...laptop, ...more }, appPassword: null, confirmedHosts }, context);
const why = (result: Result<unknown>) =>
  result.ok ? 'taken' : `${result.failure.code} ${result.failure.field} ${result.failure.technical}`;
const clientsNow = async () => value(await app.home.world.records.load(mailbox)).clients.length;

describe('a device with servers of its own', () => {
  it('takes those of the mailbox and of its domain without a question', async () => {
    expect(why(await add({}))).toBe('taken');
    expect(why(await add({ receiving: { ...strange, host: 'pop.firm.example' } }))).toBe('taken');
  });

  it.each<[Partial<ClientDraft>, string]>([
    [{ receiving: strange }, 'draft.receiving.host'],
    [{ sending: { host: strange.host, port: 465, security: 'tls' } }, 'draft.sending.host'],
    [{ receiving: strange, signIn: 'app-password' }, 'draft.receiving.host'],
  ])('is refused with a host that nobody has confirmed: %j', async (more, field) => {
    const refusal = `request.host-not-confirmed ${field} ${strange.host}`;
    expect(why(await add(more))).toBe(refusal);
    expect(why(await add(more, ['other.strange.example']))).toBe(refusal);
    expect(await clientsNow()).toBe(0);
    expect(why(await add(more, ['POP.strange.example.']))).toBe('taken');
  });

  it('does not get such a host later either, while what was confirmed may stay', async () => {
    const { client } = value(await add({ receiving: strange }, [strange.host]));
    const update = (more: Partial<ClientDraft>, confirmedHosts: string[] = []) =>
      app.calls['clients.update'](
        { mailbox, client, draft: { ...laptop, receiving: strange, ...more }, appPassword: null, confirmedHosts },
        context,
      );
    expect(why(await update({ name: 'Old laptop' }))).toBe('taken');
    const third = { ...strange, host: 'pop.third.example' };
    expect(why(await update({ receiving: third }))).toContain('request.host-not-confirmed draft.receiving.host');
    expect(why(await update({ receiving: third }, [third.host]))).toBe('taken');
  });

  it('that signs in elsewhere is only listed, and asked about once it is to sign in from here', async () => {
    const { client } = value(await add({ receiving: strange, signIn: 'elsewhere' }));
    const now = { mailbox, client, draft: { ...laptop, receiving: strange }, appPassword: null };
    const update = (confirmedHosts: string[]) => app.calls['clients.update']({ ...now, confirmedHosts }, context);
    expect(why(await update([]))).toContain('request.host-not-confirmed draft.receiving.host');
    expect(why(await update([strange.host]))).toBe('taken');
  });

  it('is not added to a space that was left meanwhile', async () => {
    computer.whileLooking = async () => void value(await app.spaces.enterPractice());
    expect(why(await add({}))).toContain('request.wrong-stage');
    expect(await clientsNow()).toBe(0);
  });
});
