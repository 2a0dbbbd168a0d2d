import { describe, expect, it } from 'vitest';
import type { MailFailureCode } from '../../shared/failures.ts';
import type { NotProved } from '../../shared/findings.ts';
import type { Endpoint } from '../../shared/model.ts';
import { looksBlocked } from './blocked.ts';
import type { VerifyDeps } from './types.ts';

const at = (host: string, port: number): Endpoint => ({ protocol: 'imap', host, port, security: 'tls' });
const imap = at('mail.example.test', 993);
const smtp = at('Mail.example.test', 465);
const other = at('smtp.other.test', 465);

const fail = (
  endpoint: Endpoint,
  code: MailFailureCode,
  stage: NotProved['stage'] = 'connecting',
  took = 10_000,
): NotProved => ({ ok: false, ...endpoint, at: 0, took, code, stage, passwordSent: false, serverText: '' });

type Answer = 'open' | readonly [MailFailureCode, NotProved['stage']?, number?];

/** Servers by `host:port`; what is not named times out like the first. */
function deps(refusals: number, answers: Readonly<Record<string, Answer>> = {}) {
  const knocked: string[] = [];
  const all: Partial<VerifyDeps> = {
    authorities: [],
    signal: new AbortController().signal,
    ledger: {
      reserve: () => Promise.reject(new Error('nothing may be reserved')),
      standing: () => Promise.resolve({ inTenMinutes: 0, inSevenDays: refusals }),
    },
    probe: {
      open: (endpoint) => {
        const name = `${endpoint.host.toLowerCase()}:${endpoint.port}`;
        knocked.push(name);
        const answer = answers[name] ?? ['mail.timed-out'];
        const signIn = () => Promise.reject(new Error('no sign-in may be tried'));
        if (answer === 'open') return Promise.resolve({ open: true, connection: { signIn, close: () => undefined } });
        return Promise.resolve({ open: false, finding: fail(endpoint, ...answer) });
      },
    },
  };
  return { deps: all as VerifyDeps, knocked };
}

const timedOut = fail(imap, 'mail.timed-out');

describe('a blocked address', () => {
  it('is suspected after refusals when every port is shut and another host answers', async () => {
    const scene = deps(1, { 'smtp.other.test:465': 'open' });
    expect(await looksBlocked(scene.deps, [imap, smtp, other, imap], timedOut)).toBe(true);
    expect(scene.knocked).toEqual(['mail.example.test:465', 'smtp.other.test:465']);
  });

  it('is suspected without another host where packets are dropped or refused', async () => {
    expect(await looksBlocked(deps(2).deps, [imap, smtp], timedOut)).toBe(true);
    expect(await looksBlocked(deps(2).deps, [imap], fail(imap, 'mail.nothing-listens', 'connecting', 3))).toBe(true);
  });

  it('is believed when the greeting says so, without any refusal known', async () => {
    const said = fail(imap, 'mail.too-many-attempts', 'greeting');
    expect(await looksBlocked(deps(0).deps, [imap], said)).toBe(true);
  });

  it.each<[string, number, NotProved, Readonly<Record<string, Answer>>]>([
    ['nothing was refused: the server is down for everybody', 0, timedOut, { 'smtp.other.test:465': 'open' }],
    ['another port of the server answers', 1, timedOut, { 'mail.example.test:465': 'open' }],
    ['another port says something', 1, timedOut, { 'mail.example.test:465': ['mail.server-busy', 'greeting'] }],
    ['no other host answers either: no network', 3, timedOut, {}],
    ['the name is not resolved', 3, fail(imap, 'mail.name-not-found', 'resolving'), { 'smtp.other.test:465': 'open' }],
    ['resolving took too long', 3, fail(imap, 'mail.timed-out', 'resolving'), { 'smtp.other.test:465': 'open' }],
    ['it broke off later', 3, fail(imap, 'mail.timed-out', 'greeting'), { 'smtp.other.test:465': 'open' }],
    ['too many connections only', 3, fail(imap, 'mail.too-many-connections', 'greeting'), {}],
    ['a password was on its way', 3, { ...timedOut, passwordSent: true }, { 'smtp.other.test:465': 'open' }],
  ])('is not claimed when %s', async (_name, refusals, finding, answers) => {
    expect(await looksBlocked(deps(refusals, answers).deps, [imap, smtp, other], finding)).toBe(false);
  });

  it('is not claimed without a network and without another host: that answer comes at once', async () => {
    const atOnce = fail(imap, 'mail.timed-out', 'connecting', 2);
    expect(await looksBlocked(deps(3).deps, [imap], atOnce)).toBe(false);
  });

  it('is not looked for where a sign-in was answered', async () => {
    const scene = deps(3);
    expect(await looksBlocked(scene.deps, [imap, smtp], fail(imap, 'mail.server-busy', 'signing-in'))).toBe(false);
    expect(scene.knocked).toEqual([]);
  });
});
