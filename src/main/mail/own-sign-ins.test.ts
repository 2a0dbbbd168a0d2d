import { expect, it } from 'vitest';
import type { MailProbe, OpenConnection } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { Finding } from '../../shared/findings.ts';
import { RememberingProbe, remembering } from './own-sign-ins.ts';

const endpoint = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' } as const;
const where = { ...endpoint, at: 0, took: 0 };
const signedIn: Finding = { ok: true, ...where, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null };
const refused: Finding = {
  ...{ ok: false, ...where, code: 'mail.wrong-password', stage: 'signing-in', passwordSent: true, serverText: '' },
};
const secret = new Secret('Marker-Kiwi-71-lamp');

/** A probe whose sign-ins end as a test says, one second after they began. */
function scene(line: OpenConnection['line'] | null = { port: 50_001, peer: '203.0.113.1' }) {
  let now = 1_000;
  let finding: Finding = signedIn;
  const connection: OpenConnection = {
    signIn: () => {
      now += 1_000;
      return Promise.resolve(finding);
    },
    close: () => undefined,
    ...(line ? { line } : {}),
  };
  const inner: MailProbe = { open: () => Promise.resolve({ open: true, connection }) };
  const probe = remembering(inner, { now: () => now, elapsed: () => now - 700 });
  const options = { authorities: [], signal: new AbortController().signal, onStage: () => undefined, read: false };
  const open = async () => {
    const opened = await probe.open(endpoint, options);
    if (!opened.open) throw new Error('not open');
    return opened.connection;
  };
  const signIn = async (shows: Finding) => {
    finding = shows;
    return await (await open()).signIn('anna@example.test', secret);
  };
  return { probe, open, signIn };
}

it('remembers what was tried, when, from which port, and what came of it', async () => {
  const { probe, signIn } = scene();
  expect(await signIn(signedIn)).toBe(signedIn);
  await signIn(refused);
  const common = { protocol: 'imap', user: 'anna@example.test', port: 50_001, peer: '203.0.113.1', clockAt: 700 };
  expect(probe.made).toEqual([
    { ...common, from: 1_000, to: 2_000, outcome: 'signed-in' },
    { ...common, from: 2_000, to: 3_000, outcome: 'refused' },
  ]);
  expect(JSON.stringify(probe.made)).not.toContain('Kiwi');
});

it('has one that is under way, and none that sent no password', async () => {
  const { probe, open, signIn } = scene();
  const connection = await open();
  expect(probe.made).toEqual([]);
  const answer = connection.signIn('anna@example.test', secret);
  expect(probe.made).toMatchObject([{ to: null, outcome: null }]);
  await answer;
  await signIn({ ...refused, code: 'mail.timed-out', passwordSent: false });
  expect(probe.made).toHaveLength(1);
  await signIn({ ...refused, code: 'mail.timed-out' });
  expect(probe.made).toMatchObject([{ outcome: 'signed-in' }, { outcome: null }]);
});

it('knows nothing of ports where the connection does not', async () => {
  const { probe, signIn } = scene(null);
  await signIn(signedIn);
  expect(probe.made).toMatchObject([{ port: null, peer: null }]);
});

it('forgets the oldest, and says from when on nothing is missing', async () => {
  const { probe, signIn } = scene();
  const { since } = probe;
  for (let count = 0; count < 2_001; count += 1) await signIn(signedIn);
  expect(probe.made).toHaveLength(2_000);
  expect(probe.since).toBe(2_001);
  expect(since).toBe(1_000);
  expect(probe.made.every(({ from }) => from >= probe.since - 1_000)).toBe(true);
});

it('is one memory for all spaces', () => {
  const { probe } = scene();
  expect(remembering(probe, { now: () => 0 })).toBe(probe);
  expect(probe).toBeInstanceOf(RememberingProbe);
});
