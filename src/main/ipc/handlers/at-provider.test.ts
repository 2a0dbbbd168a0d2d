import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calls } from '../../../shared/contract.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { practiceAdministrator } from '../../../shared/practice.ts';
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

async function anna(): Promise<MailboxId> {
  value(await app.spaces.enterPractice());
  const listed = value(await app.calls['mailboxes.list']({}, context));
  const found = listed.find(({ address }) => address === 'anna@practice.example');
  if (!found) throw new Error('nobody is there');
  return found.id;
}

describe('what the provider of a mailbox tells', () => {
  it('is who signed in, in the form of the contract', async () => {
    const mailbox = await anna();
    const log = calls['atProvider.signIns'].response.parse(
      value(await app.calls['atProvider.signIns']({ mailbox }, context)),
    );
    // Asking is a sign-in itself, and the log says so.
    expect(log).toMatchObject({ keeps: 'every', refusals: true, entries: [{ service: 'api', outcome: 'signed-in' }] });
  });

  it('is the names of app passwords', async () => {
    const mailbox = await anna();
    const told = value(await app.calls['atProvider.appPasswords']({ mailbox }, context));
    expect(calls['atProvider.appPasswords'].response.parse(told)).toMatchObject({
      appPasswords: [{ name: 'Tablet in the kitchen', protocols: ['imap'], active: true, lastUsedAt: null }],
    });
  });

  it('is told to an administrator as well, in whose name no sign-in of the mailbox is made', async () => {
    const mailbox = await anna();
    const { settings } = value(await app.calls['mailboxes.get']({ mailbox }, context));
    const draft = { ...settings, provider: { id: 'practice', settings: { mode: 'admin' } } };
    const secrets = { adminPassword: practiceAdministrator.password };
    value(await app.calls['mailboxes.update']({ mailbox, draft, secrets, confirmedHosts: [] }, context));
    const told = value(await app.calls['atProvider.appPasswords']({ mailbox }, context));
    expect(told.appPasswords).toMatchObject([{ name: 'Tablet in the kitchen' }]);
  });

  it('costs a sign-in that counts: with a wrong password three times, and then no more', async () => {
    const mailbox = await anna();
    value(await app.calls['mailboxes.setPassword']({ mailbox, password: 'Not-The-Right-One-5' }, context));
    const ask = () => app.calls['atProvider.signIns']({ mailbox }, context);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await ask()).toMatchObject({ ok: false, failure: { code: 'provider.wrong-current' } });
    }
    expect(await ask()).toMatchObject({ ok: false, failure: { code: 'mail.budget-spent' } });
    const other = app.calls['atProvider.appPasswords']({ mailbox }, context);
    expect(await other).toMatchObject({ ok: false, failure: { code: 'mail.budget-spent' } });
  });

  it('is nothing where the provider has no way to tell it', async () => {
    const mailbox = await computer.add(app);
    const none = { ok: false, failure: { code: 'request.not-found' } };
    expect(await app.calls['atProvider.signIns']({ mailbox }, context)).toMatchObject(none);
    expect(await app.calls['atProvider.appPasswords']({ mailbox }, context)).toMatchObject(none);
  });
});

describe('the mailboxes that an administrator may list', () => {
  const asked = (mode: string, adminPassword: string) => ({
    address: 'anna@practice.example',
    provider: { id: 'practice', settings: { mode } },
    secrets: { adminPassword },
    confirmedHosts: [],
  });
  const list = (mode: string, adminPassword: string) =>
    app.calls['atProvider.mailboxes'](asked(mode, adminPassword), context);

  it('are those of the domain', async () => {
    value(await app.spaces.enterPractice());
    const listing = value(await list('admin', practiceAdministrator.password));
    expect(calls['atProvider.mailboxes'].response.parse(listing)).toEqual({
      addresses: ['anna', 'new', 'office', 'scans'].map((local) => `${local}@practice.example`),
      complete: true,
    });
  });

  it('are told to nobody else', async () => {
    value(await app.spaces.enterPractice());
    const refused = { ok: false, failure: { code: 'provider.credential-refused' } };
    expect(await list('admin', 'wrong')).toMatchObject(refused);
    const incomplete = { ok: false, failure: { code: 'provider.settings-incomplete' } };
    expect(await list('self', practiceAdministrator.password)).toMatchObject(incomplete);
  });

  it('are asked from no host that nobody vouches for', async () => {
    const settings = { host: 'panel.elsewhere.example', port: '443' };
    const request = { address: 'anna@firm.example', provider: { id: 'mailcow', settings }, secrets: { apiKey: 'A1' } };
    const answer = await app.calls['atProvider.mailboxes']({ ...request, confirmedHosts: [] }, context);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'request.host-not-confirmed' } });
  });

  it('are not asked for where the provider cannot list them', async () => {
    const provider = { id: 'by-hand', settings: {} };
    const request = { address: 'anna@firm.example', provider, secrets: {}, confirmedHosts: [] };
    const answer = await app.calls['atProvider.mailboxes'](request, context);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'request.not-found' } });
  });
});
