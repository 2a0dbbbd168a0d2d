import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { device, idOf } from '../../src/core/evidence/evidence.test-kit.ts';
import { type Reading, readLog, type Watched } from '../../src/core/evidence/read-log.ts';
import { Secret } from '../../src/core/secret.ts';
import { RememberingProbe } from '../../src/main/mail/own-sign-ins.ts';
import { createMailProbe } from '../../src/main/mail/probe.ts';
import type { Endpoint } from '../../src/shared/model.ts';
import { makeTestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { signInLogOf } from '../servers/dovecot-sign-ins.ts';
import { homeFor, mailPrograms, passwordOfPrograms, personOfPrograms } from '../servers/mail-programs.ts';

// Real mail programs and our own probes sign in to one Dovecot; whose sign-in is whose is read from its log.

const fresh = 'New-Ochre-Anvil-87';
let dovecot: Dovecot;
let probe: RememberingProbe;
/** From then on only the new password is taken. */
let changedAt = 0;

beforeAll(async () => {
  const certificates = await makeTestCertificates();
  const passwords = { [personOfPrograms]: passwordOfPrograms };
  dovecot = await startDovecot({ certificates, passwords, failureDelay: 0, penalty: false });
  dovecot.setPassword(personOfPrograms, fresh);
  // Dovecot looks at its file once a second.
  await wait(1_500);
});
afterAll(async () => {
  await dovecot.stop();
});
beforeEach(async () => {
  await wait(1_100);
  changedAt = Date.now();
  probe = new RememberingProbe(createMailProbe(), Date.now);
  // the log is written to the second
  await wait(2_100);
});

/** Runs a program once, with the password that it has in its settings or with the new one. */
async function signsIn(is: string, password: 'old' | 'new'): Promise<void> {
  const program = mailPrograms.find((one) => one.is === is);
  if (!program) throw new Error(`no ${is}`);
  const { home, run, remove } = homeFor(program, dovecot);
  try {
    for (const name of Object.keys(program.settings(dovecot, home))) {
      const text = readFileSync(join(home, name), 'utf8');
      if (password === 'new') writeFileSync(join(home, name), text.replaceAll(passwordOfPrograms, fresh));
    }
    await run();
  } finally {
    remove();
  }
}

async function checkAll(password: string): Promise<void> {
  const { host, ports, authorityFile } = dovecot;
  const authorities = [{ host, pem: readFileSync(authorityFile, 'utf8'), fingerprint: '', subject: '' }];
  const endpoints: Endpoint[] = [
    { protocol: 'imap', host, port: ports.imaps, security: 'tls' },
    { protocol: 'pop3', host, port: ports.pop3s, security: 'tls' },
    { protocol: 'smtp', host, port: ports.submissions, security: 'tls' },
  ];
  for (const endpoint of endpoints) {
    const options = { authorities, signal: new AbortController().signal, onStage: () => undefined, read: false };
    const opened = await probe.open(endpoint, options);
    if (!opened.open) throw new Error('not open');
    await opened.connection.signIn(personOfPrograms, new Secret(password));
  }
}

const clients = [
  device('mbsync', { kind: 'mail-fetcher', sends: false }),
  device('offlineimap', { kind: 'offlineimap', sends: false, goneSince: 0 }),
  device('msmtp', { receiving: null }),
  device('fetchmail', { receiving: 'pop3', sends: false }),
];

async function read(more: Partial<Watched> = {}): Promise<Reading> {
  await dovecot.signIns();
  const now = Date.now();
  const own = probe.made.map(({ to, ...one }) => ({ ...one, to: to ?? now }));
  const names = new Map([['offlineimap', ['imaplib2', 'OfflineIMAP']]]);
  const asked = { from: now, to: now };
  const log = signInLogOf(dovecot.log(), personOfPrograms, now);
  return readLog(log, { clients, changedAt, own, names, near: true, onHost: true, setForward: 0, asked, ...more });
}

const told = ({ sights }: Reading): string[] =>
  sights.map(({ client, side, as }) => `${client.replace(/0+$/, '')} ${side} ${as}`).sort();

it('shows each program by itself, and nobody for our own sign-ins around them', async () => {
  await checkAll(fresh);
  expect(await read()).toEqual({ sights: [], unclear: [], knocking: null });
  await signsIn('mbsync', 'new');
  await checkAll(fresh);
  await signsIn('msmtp', 'new');
  await signsIn('fetchmail over pop3', 'old');
  await checkAll('Not-The-Right-One-5');
  const seen = await read();
  expect(told(seen)).toEqual([
    'fetchmail receiving tried-old',
    'mbsync receiving signed-in',
    'msmtp sending signed-in',
  ]);
  expect(seen.unclear).toEqual([]);
  expect(seen.knocking?.clients).toEqual([idOf('fetchmail')]);
  // without that memory our own sign-ins would pass for devices
  expect(told(await read({ own: [] }))).not.toEqual(told(seen));
});

it('says nothing of two programs with one protocol until one of them gives its name', async () => {
  const both = clients.map((one) => ({ ...one, goneSince: null }));
  await signsIn('mbsync', 'new');
  const first = await read({ clients: both });
  expect(first.sights).toEqual([]);
  expect(first.unclear).toMatchObject([{ protocol: 'imap', clients: [idOf('mbsync'), idOf('offlineimap')] }]);
  await signsIn('OfflineIMAP', 'new');
  expect(told(await read({ clients: both }))).toEqual(['offlineimap receiving signed-in']);
});
