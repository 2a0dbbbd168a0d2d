import { beforeEach, describe, expect, it } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createStalwartProvider } from './adapter.ts';
import {
  letsIn,
  stalwartAdmin,
  stalwartAdminPassword,
  stalwartUser,
  startFakeStalwart,
} from './fake-stalwart.test-kit.ts';
import { hashOf } from './hash.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

const start = (generation: '0.15' | '0.16') => async (): Promise<ProviderBackend> => {
  const fake = await startFakeStalwart(generation);
  return {
    host: fakeHost,
    port: fake.server.port,
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : stalwartUser,
      user: given.stranger === true ? 'nobody@example.test' : stalwartUser,
      settings: { host: door.host, port: String(door.port), mode: given.mode, adminUser: stalwartAdmin },
      authorities: door.authorities,
      current: given.current,
      credential: new Secret(given.wrongCredential === true ? 'wrong' : stalwartAdminPassword),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(letsIn(fake, text)),
    reset: (text) => {
      Object.assign(fake, { stored: text, setError: null });
      return Promise.resolve();
    },
    provoke: () => {
      fake.setError = { type: 'forbidden', description: 'Operation not allowed.' };
      return Promise.resolve(new Secret(generation === '0.16' ? 'Ab1-' : 'Another-Plum-Signal-52'));
    },
    stop: () => fake.server.stop(),
  };
};

testProvider({
  name: 'Stalwart 0.16, a fake made from its sources',
  create: (limits) => createStalwartProvider(limits),
  start: start('0.16'),
  changeMark: '/set"',
  wire: httpWire,
  fixture: new URL('./fixture-jmap.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.not-allowed'] },
  stranger: ['provider.no-such-mailbox'],
});

testProvider({
  name: 'Stalwart 0.15, a fake made from its sources',
  create: (limits) => createStalwartProvider(limits),
  start: start('0.15'),
  changeMark: '$scrypt$',
  wire: httpWire,
  fixture: new URL('./fixture-rest.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.not-allowed'] },
  stranger: ['provider.no-such-mailbox'],
});

const provider = createStalwartProvider({ connect: 2_000, answer: 900 });
const first = 'First-Mauve-Kettle-41';
const next = new Secret('Second-Ochre-Anvil-87');
type Fake = Awaited<ReturnType<typeof startFakeStalwart>>;

const accessTo = (fake: Fake, mode: 'self' | 'admin', more: Partial<ProviderAccess> = {}): ProviderAccess => ({
  ...{ address: stalwartUser, user: stalwartUser, authorities: fake.server.authorities },
  ...{ current: new Secret(first), credential: new Secret(stalwartAdminPassword) },
  ...{ signal: new AbortController().signal },
  settings: { host: fakeHost, port: String(fake.server.port), mode, adminUser: stalwartAdmin },
  ...more,
});

describe('Stalwart, beyond what every provider promises', () => {
  let fake: Fake;
  beforeEach(async () => {
    fake = await startFakeStalwart('0.16');
    fake.stored = first;
    return () => fake.server.stop();
  });

  it.each([
    ['Current secret is incorrect.', 'forbidden', 'provider.wrong-current'],
    ['Current OTP code is required to change the password or OTP auth.', 'forbidden', 'provider.not-allowed'],
    ['Your account does not support password changes', 'forbidden', 'provider.not-allowed'],
    ['Password must be at least 12 characters long.', 'invalidProperties', 'provider.too-short'],
    ['Password must be at most 128 characters long.', 'invalidProperties', 'provider.too-long'],
    ['Password is too weak. This is a top-10 common password.', 'invalidProperties', 'provider.too-simple'],
  ])('says in a code of its own why it was refused: %s', async (description, type, code) => {
    fake.setError = { type, description, ...(type === 'forbidden' ? {} : { properties: ['secret'] }) };
    expect(await provider.changePassword(accessTo(fake, 'self'), next)).toMatchObject({ kind: 'refused', code });
  });

  it('takes a key for programs where no administrator is named', async () => {
    const settings = { ...accessTo(fake, 'admin').settings, adminUser: '' };
    const access = accessTo(fake, 'admin', { settings, credential: new Secret('API_right-key') });
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect(fake.stored).toBe(next.reveal());
  });

  it('sets the password and nothing else that an account signs in with', async () => {
    fake.credentials = ['AppPassword', 'ApiKey', 'Password'];
    expect(await provider.changePassword(accessTo(fake, 'admin'), next)).toEqual({ kind: 'accepted' });
    expect(fake.server.requests.at(-1)?.text).toContain('"credentials/2/secret"');
    fake.credentials = ['AppPassword'];
    expect(await provider.changePassword(accessTo(fake, 'admin'), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.not-allowed',
    });
  });

  it.each([
    ['self', '****'],
    ['admin', '****'],
    ['admin', '$6$salt$hash'],
    ['admin', '{SSHA}hash'],
  ] as const)('sends nothing as %s that would be taken for something else: %s', async (mode, text) => {
    expect(await provider.changePassword(accessTo(fake, mode), new Secret(text))).toMatchObject({
      kind: 'refused',
      code: 'provider.policy',
    });
    expect(fake.stored).toBe(first);
    expect(fake.server.requests.map((request) => request.text).join('')).not.toContain('/set"');
  });

  it('goes no further where a second factor is wanted', async () => {
    fake.secondFactor = true;
    expect(await provider.check(accessTo(fake, 'self'))).toMatchObject({ failure: { code: 'provider.not-allowed' } });
    expect(fake.server.requests).toHaveLength(1);
  });
});

describe('Stalwart until 0.15', () => {
  let fake: Fake;
  beforeEach(async () => {
    fake = await startFakeStalwart('0.15');
    fake.stored = first;
    return () => fake.server.stop();
  });

  it.each(['self', 'admin'] as const)('never sends a password that would be kept as it is (%s)', async (mode) => {
    expect(await provider.changePassword(accessTo(fake, mode), next)).toEqual({ kind: 'accepted' });
    expect(fake.stored).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(fake.server.requests.map(({ text }) => text).join('')).not.toContain(next.reveal());
  });

  it('hides the hash, from which the password could be guessed, where the reason repeats it', async () => {
    fake.setError = { type: 'forbidden', description: 'I do not take' };
    expect(await provider.changePassword(accessTo(fake, 'self'), next)).toMatchObject({
      kind: 'refused',
      technical: expect.stringMatching(/unsupported I do not take \[hidden\]$/),
    });
  });

  it('does not take app passwords away that nobody has given up', async () => {
    fake.appPasswords = ['phone'];
    expect(await provider.check(accessTo(fake, 'self'))).toMatchObject({ failure: { code: 'provider.not-allowed' } });
    expect(await provider.changePassword(accessTo(fake, 'self'), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.not-allowed',
    });
    expect(fake.stored).toBe(first);
  });

  it('sets no password of an account that has another address', async () => {
    const access = accessTo(fake, 'admin', { address: 'berta@example.test' });
    expect(await provider.changePassword(access, next)).toMatchObject({
      kind: 'refused',
      code: 'provider.no-such-mailbox',
    });
    expect(fake.stored).toBe(first);
  });

  it('makes the hash that scrypt is known to make', async () => {
    const hash = await hashOf(new Secret('pleaseletmein'), Buffer.from('SodiumChloride'));
    // RFC 7914 section 12: N = 16384, r = 8, p = 1; the first half of its 64 bytes.
    const known = '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2';
    expect(hash).toBe(
      `$scrypt$ln=14,r=8,p=1$${Buffer.from('SodiumChloride').toString('base64').replaceAll('=', '')}$${Buffer.from(known, 'hex').toString('base64').replaceAll('=', '')}`,
    );
  });
});
