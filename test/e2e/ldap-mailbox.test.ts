import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/shared/texts/en/index.ts';
import { answerQuestions, type OpenApp } from './support/app.ts';
import { findSecret, type Trace, traceOfPage, tracesOf } from './support/canary.ts';
import { keychainEntries } from './support/keychain.ts';
import { type MailPlace, sandboxOf, startMailPlace } from './support/mail-place.ts';
import {
  addClient,
  addMailbox,
  deviceRow,
  getReady,
  press,
  trustAuthority,
  typePassword,
} from './support/mailbox-acts.ts';
import { photographFailures } from './support/photograph.ts';

const address = 'anna@example.test';
const before = 'Marker-Before-Quartz-83';
const after = 'Marker-After-Walnut-27';

describe('a mailbox on a mail server whose passwords are in a directory', () => {
  let servers: MailPlace;
  let open: OpenApp;
  const traces: Trace[] = [];

  beforeAll(async () => {
    servers = await startMailPlace();
    await servers.slapd.addMailbox(address, before);
    open = await servers.open();
  });
  afterAll(() => servers.stop());
  photographFailures(() => open);

  it('runs as an ordinary account, its page in the whole sandbox', async () => {
    const { uid, seccomp } = await sandboxOf(open);
    expect(uid).toBe(servers.place.desktop.uid);
    expect(uid).not.toBe(0);
    expect(seccomp).toBe('2');
  });

  it('is added with three devices and its own certificate authority', async () => {
    const { page } = open;
    const { host, ports, authorityFile } = servers.dovecot;
    await answerQuestions(open, 'go');
    await addMailbox(page, servers, { address, password: before, provider: 'ldap' });
    traces.push(await traceOfPage(open, 'the mailbox'));
    const question = await trustAuthority(open, authorityFile, host);
    expect(question).toContain(new X509Certificate(servers.certificates.authority).fingerprint256);
    const sending = { use: 'smtp', host, port: ports.submission, security: 'starttls' } as const;
    await addClient(page, { kind: 'thunderbird', name: 'Laptop' });
    await addClient(page, {
      kind: 'outlook',
      name: 'Office computer',
      own: { receiving: { use: 'pop3', host, port: ports.pop3s, security: 'tls' }, sending },
    });
    await addClient(page, {
      kind: 'scanner',
      name: 'Hall scanner',
      own: { receiving: null, sending: { use: 'smtp', host, port: ports.submissions, security: 'tls' } },
    });
    expect(await servers.dovecot.signIns()).toEqual([]);
  });

  it('gets a new password, and every device is visited once', async () => {
    const { page } = open;
    await getReady(page);
    await typePassword(page, after);
    traces.push(await traceOfPage(open, 'the new password'));
    await press(page, en.choose.now);
    await page.getByRole('heading', { name: '0 of 3 devices are done', level: 1 }).waitFor({ timeout: 60_000 });
    traces.push(await traceOfPage(open, 'the round'), ...tracesOf(servers.place, open));
    for (const [name, receiving] of [
      ['Laptop', `${en.lamp.receiving}: ${en.lamp.works}`],
      ['Office computer', `${en.lamp.receiving}: ${en.lamp.works}`],
      ['Hall scanner', en.lamp.sendsOnly],
    ] as const) {
      const row = deviceRow(page, name).first();
      await row.getByText(`${en.lamp.sending}: ${en.lamp.works}`).waitFor();
      await row.getByText(receiving).waitFor();
      await row.getByText(en.grade['settings-proved'].short, { exact: true }).waitFor();
    }
    // Current and new on the mailbox's own two servers, and the new one on the two others: six, none of them refused.
    const signIns = await servers.dovecot.signIns();
    expect(signIns.map(({ protocol, ok }) => `${protocol} ${ok}`).sort()).toEqual([
      ...['imap true', 'imap true', 'pop3 true'],
      ...['submission true', 'submission true', 'submission true'],
    ]);
    // Looked once and changed once.
    expect((await servers.slapd.binds()).filter(({ door }) => door === 'ldap')).toHaveLength(2);
    expect(await servers.dovecot.plainTextTries()).toBe(0);
  });

  it('is true for the servers themselves', async () => {
    for (const door of ['imaps', 'pop3s', 'submission', 'submissions'] as const) {
      expect([door, await servers.signsIn(door, address, after)]).toEqual([door, 'accepted']);
      expect([door, await servers.signsIn(door, address, before)]).toEqual([door, 'refused']);
      // A success takes the failures off the account, so that four tries do not lock it.
      expect(await servers.signsIn(door, address, after)).toBe('accepted');
    }
  });

  it('leaves neither password anywhere but in the keychain', async () => {
    await open.close();
    traces.push(...tracesOf(servers.place, open));
    // The address is no secret; that it is found shows that the search is not blind.
    expect(findSecret(traces, address, [])).not.toEqual([]);
    for (const secret of [before, after]) expect(findSecret(traces, secret, [address])).toEqual([]);
    const kept = (await keychainEntries(servers.place, 'home', 'secrets')).map(({ password }) => password);
    expect(kept).toEqual(expect.arrayContaining([before, after]));
  });
});
