import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { createPleskProvider } from './adapter.ts';
import {
  adminPassword,
  adminUser,
  type FakePlesk,
  pleskHost,
  secretKey,
  startFakePlesk,
  tooSimple,
} from './fake-plesk.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same documents as the provider.

type Way = 'xml' | 'rest';
const anna = 'anna@example.test';

async function startBackend(way: Way): Promise<ProviderBackend> {
  const plesk = await startFakePlesk();
  const signIn = way === 'xml' ? 'password' : 'key';
  const right = way === 'xml' ? adminPassword : secretKey;
  return {
    host: pleskHost,
    port: plesk.port,
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : anna,
      user: anna,
      settings: { host: door.host, port: String(door.port), interface: way, signIn, adminUser },
      authorities: door.authorities,
      current: given.current,
      // Who asks as the mailbox's owner brings nothing that Plesk would take.
      credential: given.mode === 'self' ? null : new Secret(given.wrongCredential === true ? 'wrong' : right),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(plesk.password === text),
    reset: (text) => {
      plesk.password = text;
      plesk.refusal = null;
      return Promise.resolve();
    },
    provoke: () => Promise.resolve(new Secret('Ab1-')),
    stop: () => plesk.stop(),
  };
}

for (const [way, changeMark] of [
  ['xml', '<update>'],
  ['rest', '"--update"'],
] as const) {
  testProvider({
    name: `Plesk by ${way === 'xml' ? 'its XML interface' : 'REST'}, a fake made from documents`,
    create: (limits) => createPleskProvider(limits),
    start: () => startBackend(way),
    changeMark,
    wire: httpWire,
    fixture: new URL(`./fixture-${way}.json`, import.meta.url),
    refusals: { policy: ['provider.too-simple'] },
    stranger: ['provider.no-such-mailbox'],
  });
}

describe('Plesk, beyond what every provider promises', () => {
  const provider = createPleskProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  let plesk: FakePlesk;
  beforeAll(async () => {
    plesk = await startFakePlesk();
    return () => plesk.stop();
  });
  afterEach(() => {
    Object.assign(plesk, { password: '', refusal: null, old: false });
  });

  const accessTo = (settings: Record<string, string>, more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: [{ host: pleskHost, pem: plesk.authority, fingerprint: '', subject: 'Fake' }],
    current: null,
    credential: new Secret(adminPassword),
    signal: new AbortController().signal,
    settings: {
      host: pleskHost,
      port: String(plesk.port),
      interface: 'xml',
      signIn: 'password',
      adminUser,
      ...settings,
    },
    ...more,
  });

  it.each<[Way, 'password' | 'key']>([
    ['xml', 'password'],
    ['xml', 'key'],
    ['rest', 'password'],
    ['rest', 'key'],
  ])('signs in by %s with a %s', async (way, signIn) => {
    const credential = new Secret(signIn === 'key' ? secretKey : adminPassword);
    const access = accessTo({ interface: way, signIn }, { credential });
    expect(await provider.check(access)).toEqual({ kind: 'ready', rules: null, warnings: [] });
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect(plesk.password).toBe(next.reveal());
  });

  it('says the version of the packet to a server that wants it, and only there', async () => {
    plesk.old = true;
    plesk.requests.length = 0;
    expect(await provider.changePassword(accessTo({}), next)).toEqual({ kind: 'accepted' });
    expect(plesk.requests.map((text) => text.includes('version="1.6.3.0"'))).toEqual([false, true, true, true]);
  });

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['no name', { adminUser: '' }, {}],
    ['a name that Basic cannot carry', { interface: 'rest', adminUser: 'a:b' }, {}],
    ['no credential', {}, { credential: null }],
    ['an empty credential', {}, { credential: new Secret('') }],
    ['a credential that a header cannot carry', {}, { credential: new Secret('a\nKEY: b') }],
    ['a credential with a blank at its end', {}, { credential: new Secret('abc ') }],
    ['an address that looks like an option', { interface: 'rest' }, { address: '--help@example.test' }],
    ['an address without a domain', {}, { address: 'anna@' }],
    ['an address without a name', {}, { address: '@example.test' }],
    ['another interface', { interface: 'soap' }, {}],
  ])('asks for what is missing instead of sending anything: %s', async (_, settings, more) => {
    plesk.requests.length = 0;
    const access = accessTo(settings, more);
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(plesk.requests).toHaveLength(0);
  });

  it.each<[string, Way, string, string]>([
    ['what XML cannot carry', 'xml', 'Plum-\u0007-Signal-52', 'provider.policy'],
    ['half a character', 'rest', 'Plum-\ud800-Signal-52', 'provider.policy'],
    ['what looks like an option', 'rest', '-Plum-Signal-52', 'provider.policy'],
  ])('sends no password that would not arrive: %s', async (_, way, text, code) => {
    plesk.requests.length = 0;
    const answer = await provider.changePassword(accessTo({ interface: way }), new Secret(text));
    expect(answer).toMatchObject({ kind: 'refused', code });
    expect(plesk.requests).toHaveLength(0);
  });

  it.each<Way>(['xml', 'rest'])('sends the new password only once the mailbox was found (%s)', async (interface_) => {
    plesk.requests.length = 0;
    await provider.changePassword(accessTo({ interface: interface_ }, { address: 'nobody@example.test' }), next);
    await provider.changePassword(accessTo({ interface: interface_ }, { credential: new Secret('wrong') }), next);
    expect(plesk.requests.length).toBeGreaterThan(1);
    expect(plesk.requests.join('\n')).not.toContain(next.reveal());
  });

  it("hides a password that the server's reason repeats, and keeps the reason", async () => {
    plesk.refusal = { code: 1019, text: `${tooSimple} (${next.reveal()}, ${adminPassword})` };
    expect(await provider.changePassword(accessTo({}), next)).toMatchObject({
      kind: 'refused',
      technical: expect.stringMatching(
        /mail update: Plesk 1019 Your password .* is Strong\. \(\[hidden\], \[hidden\]\)$/,
      ),
    });
  });
});
