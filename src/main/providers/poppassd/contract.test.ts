import { beforeEach, describe, expect, it } from 'vitest';
import { type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { createPoppassdProvider } from './adapter.ts';
import { type FakePoppassd, fakeHost, fakeUser, startFakePoppassd } from './fake-poppassd.test-kit.ts';

// The same contract is kept on Debian's poppassd in test/integration/poppassd.test.ts; this one is scripted.

const first = 'First-Mauve-Kettle-41';
const next = new Secret('Second-Ochre-Anvil-87');
const refusal = '500 Server error, password not changed';

async function startBackend(): Promise<ProviderBackend> {
  const fake = await startFakePoppassd({ tls: true });
  return {
    host: fakeHost,
    port: fake.server.port,
    access: (door, given) => ({
      address: 'anna@example.test',
      user: given.stranger === true ? 'nobody' : fakeUser,
      settings: { host: door.host, port: String(door.port), security: 'tls', account: 'user' },
      authorities: door.authorities,
      current: given.mode === 'self' ? given.current : null,
      credential: null,
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(fake.password === text),
    reset: (text) => {
      Object.assign(fake, { password: text, refusal: [] });
      return Promise.resolve();
    },
    provoke: () => {
      fake.refusal = ['500 PAM error: Another-Plum-Signal-52 is not allowed', refusal];
      return Promise.resolve(new Secret('Another-Plum-Signal-52'));
    },
    stop: () => fake.server.close(),
  };
}

testProvider({
  name: 'poppassd, scripted',
  create: (limits) => createPoppassdProvider(limits),
  start: startBackend,
  changeMark: 'newpass ',
  // A line without end.
  wire: { http: false, endless: Buffer.from('200 ') },
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('poppassd, beyond what every provider promises', () => {
  const provider = createPoppassdProvider({ connect: 2_000, answer: 900 });
  let fake: FakePoppassd;
  beforeEach(async () => {
    fake = await startFakePoppassd({ tls: false });
    fake.password = first;
    return () => fake.server.close();
  });
  const sent = () => fake.server.lines;
  const accessTo = (more: Partial<ProviderAccess> = {}, settings: Readonly<Record<string, string>> = {}) => ({
    ...{ address: 'anna@example.test', user: fakeUser, authorities: [], credential: null },
    ...{ current: new Secret(first), signal: new AbortController().signal },
    ...more,
    settings: { host: fakeHost, port: String(fake.server.port), security: 'loopback', account: 'user', ...settings },
  });

  it('changes the password in the clear where it does not leave this computer', async () => {
    expect(await provider.changePassword(accessTo(), next)).toEqual({ kind: 'accepted' });
    expect(fake.password).toBe(next.reveal());
  });

  it.each([
    '192.0.2.7',
    'poppassd.example.test',
    'localhost',
    '127.example.test',
    '0.0.0.0',
    '::',
    '::ffff:192.0.2.7',
    '[::1]',
  ])('says nothing at all in the clear to %s', async (host) => {
    const access = accessTo({}, { host });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused' });
    expect(answer.kind === 'refused' && ['provider.needs-encryption', 'provider.settings-incomplete']).toContain(
      answer.kind === 'refused' ? answer.code : '',
    );
    expect(await provider.check(access)).toMatchObject({ kind: 'not-ready' });
    expect(sent()).toEqual([]);
  });

  it('goes no further than the current password when it checks', async () => {
    expect(await provider.check(accessTo())).toEqual({ kind: 'ready', rules: null, warnings: [] });
    await expect.poll(sent).toEqual([`user ${fakeUser}`, `pass ${first}`, 'quit']);
    expect(fake.password).toBe(first);
  });

  it('can ask for what stands before the @', async () => {
    const access = accessTo({ user: 'anna@example.test' }, { account: 'local' });
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect(sent()).toContain('user anna');
  });

  it.each([
    ['a message before the yes', ['500 PAM error: this one is easy to guess'], [], { kind: 'accepted' }],
    ['a message and nothing after it', [], ['500 PAM error: no'], { kind: 'unknown', code: 'provider.no-answer' }],
    [
      'a message and a no',
      [],
      ['500 PAM error: BAD PASSWORD: it is shorter than 8 characters', refusal],
      { kind: 'refused', code: 'provider.too-short' },
    ],
    [
      'one that was used before',
      [],
      ['500 PAM error: Password has been already used.', refusal],
      { kind: 'refused', code: 'provider.used-before' },
    ],
    ['a no without a reason', [], [refusal], { kind: 'refused', code: 'provider.policy' }],
    ['a word that nobody knows', [], ['Password changed'], { kind: 'unknown', code: 'provider.odd-answer' }],
    ['a wish to hear more', [], ['300 and now?'], { kind: 'unknown', code: 'provider.odd-answer' }],
    ['a number that is none of its own', [], ['420 later'], { kind: 'unknown', code: 'provider.odd-answer' }],
    ['a number that only begins like one', [], ['2000 changed'], { kind: 'unknown', code: 'provider.odd-answer' }],
  ])('reads the last word about a new password: %s', async (_, message, said, wanted) => {
    Object.assign(fake, { message, refusal: said });
    expect(await provider.changePassword(accessTo(), next)).toMatchObject(wanted);
    expect(fake.password).toBe(wanted.kind === 'accepted' ? next.reveal() : first);
  });

  it.each([
    ['longer than it is kept', 'a'.repeat(124), 'provider.too-long'],
    ['longer than that in bytes', '\u00e9'.repeat(62), 'provider.too-long'],
    ['with a blank before it', ' Second-Ochre-Anvil-87', 'provider.policy'],
    ['with a line of its own', 'Second\r\nquit', 'provider.policy'],
  ])('sends no new password that would be kept as another: %s', async (_, text, code) => {
    expect(await provider.changePassword(accessTo(), new Secret(text))).toMatchObject({ kind: 'refused', code });
    expect(sent()).toEqual([]);
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no current password', { current: null }],
    ['one with a line of its own', { current: new Secret('a\nnewpass b') }],
    ['no name', { user: '' }],
    ['a name with a blank in it', { user: 'anna b' }],
    ['a name with a line of its own', { user: 'anna\npass a' }],
    ['a name that is cut', { user: 'a'.repeat(60) }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    const answer = await provider.changePassword(accessTo(more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(sent()).toEqual([]);
  });

  it('goes on where other servers say 300', async () => {
    fake.greeting = '300 hello';
    expect(await provider.changePassword(accessTo(), next)).toEqual({ kind: 'accepted' });
  });

  it.each(['500 busy', 'SSH-2.0-OpenSSH', '+OK POP3 ready'])('sends no password to what says %s', async (greeting) => {
    fake.greeting = greeting;
    expect(await provider.changePassword(accessTo(), next)).toMatchObject({ code: 'provider.unreachable' });
    expect(sent().filter((line) => line !== 'quit')).toEqual([]);
  });

  it('takes no answer that was there before the question', async () => {
    fake.unasked = '200 Password changed, thank-you.\r\n';
    expect(await provider.changePassword(accessTo(), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.unreachable',
    });
    expect(fake.password).toBe(first);
  });
});
