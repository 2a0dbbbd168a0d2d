import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createMailcowProvider } from './adapter.ts';
import {
  anHourAgo,
  anna,
  apiKey,
  type FakeMailcow,
  oldTablet,
  readOnlyKey,
  resetFakeMailcow,
  startFakeMailcow,
  zoned,
} from './fake-mailcow.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same source as the provider.

async function start() {
  const fake = await startFakeMailcow();
  const tidy = () => resetFakeMailcow(fake, '');
  return backendOf(fake, fake, { settings: () => ({}), credential: apiKey, tidy });
}

testProvider({
  name: 'mailcow, a fake made from its source',
  create: (limits) => createMailcowProvider(limits),
  start,
  changeMark: 'POST /api/v1/edit/mailbox',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('mailcow, beyond what every provider promises', () => {
  const provider = createMailcowProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: FakeMailcow;
  beforeAll(async () => {
    fake = await startFakeMailcow();
    return () => fake.stop();
  });
  beforeEach(() => resetFakeMailcow(fake, 'First-Mauve-Kettle-41'));
  afterEach(() => {
    fake.requests.length = 0;
  });

  const accessTo = (more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: fake.authorities,
    current: null,
    credential: new Secret(apiKey),
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(fake.port) },
    ...more,
  });

  it.each(['ldap', 'keycloak', 'generic-oidc'])(
    'believes no yes about a password that is kept elsewhere (%s)',
    async (source) => {
      fake.authsource = source;
      const technical = expect.stringContaining(`kept by ${source}`);
      expect(await provider.check(accessTo())).toMatchObject({ failure: { code: 'provider.not-allowed', technical } });
      const answer = await provider.changePassword(accessTo(), next);
      expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed', technical });
      expect(fake.requests.map(({ method }) => method)).not.toContain('POST');
    },
  );

  it('sends no password that PHP would call empty, because it would be left alone and called a success', async () => {
    expect(await provider.changePassword(accessTo(), new Secret('0'))).toMatchObject({ kind: 'refused' });
    expect(fake.requests).toHaveLength(0);
  });

  it('does not take the mailbox of another address for this one', async () => {
    fake.shows = 'annabel@example.test';
    expect(await provider.check(accessTo())).toMatchObject({ failure: { code: 'provider.unreachable' } });
    expect(await provider.changePassword(accessTo(), next)).toMatchObject({ kind: 'refused' });
    expect(fake.requests.map(({ method }) => method)).not.toContain('POST');
  });

  it.each<[string, Partial<FakeMailcow['policy']>, object]>([
    ['the default', {}, { minLength: 6, upper: false, lower: false, digit: false, special: false }],
    [
      'everything',
      { lowerupper: '1', numbers: '1', special_chars: '1' },
      { upper: true, lower: true, digit: true, special: true },
    ],
    ['nothing that was ever set', { length: false, numbers: false }, { minLength: 1, digit: false }],
  ])('reads the rules: %s', async (_, policy, rules) => {
    fake.policy = { ...fake.policy, ...policy };
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready', rules: { ...rules, source: 'server' } });
  });

  it('asks for no rules of a form that it does not know', async () => {
    fake.policy = { ...fake.policy, length: 'long' };
    expect(await provider.check(accessTo())).toEqual({ kind: 'ready', rules: null, warnings: [] });
  });

  it('warns of app passwords in use, which a change leaves as they are', async () => {
    const phone = { ...oldTablet, id: 1, name: 'phone', active: 1 };
    fake.appPasswords = [{ ...phone, active: 0 }];
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready', warnings: [] });
    fake.appPasswords = [phone, { ...phone, id: 2, active: 0 }, { ...phone, id: 3, mailbox: 'other@example.test' }];
    const technical = expect.stringContaining('app-passwd: 1 in use');
    expect(await provider.check(accessTo())).toMatchObject({
      kind: 'ready',
      warnings: [{ code: 'provider.app-passwords', technical }],
    });
  });

  it('tells sign-ins in our time, and nothing of other mailboxes', async () => {
    const log = await provider.signIns?.(accessTo(), 0);
    expect(log).toMatchObject({
      ok: true,
      value: { keeps: 'latest-of-each-source', refusals: false, entries: [{ protocol: 'imap', address: '192.0.2.7' }] },
    });
    // Its tables are an hour ahead of UTC.
    expect(log?.ok && log.value.entries[0]?.at).toBe(anHourAgo);
    expect(fake.requests.map(({ target }) => target)).not.toContain(expect.stringContaining('last-login'));
  });

  it('tells sign-ins since a time, with what kind of password, and how far back nothing is missing', async () => {
    const hour = 3_600_000;
    const line = (hours: number, more: object = {}) => ({
      ...{ service: 'SOGO', app_password: 3, username: anna, real_rip: 'not an address' },
      ...{ datetime: zoned(anHourAgo - hours * hour), ...more },
    });
    const many = Array.from({ length: 999 }, () => line(2, { username: 'b@example.test' }));
    fake.log = [line(0), line(3, { service: 'imap' }), ...many].slice(0, 1_000);
    const since = anHourAgo - hour;
    const log = await provider.signIns?.(accessTo(), since);
    expect(log).toMatchObject({
      value: {
        reachesBackTo: since,
        entries: [{ protocol: null, service: 'SOGO', address: null, secret: 'app-password' }],
      },
    });
    const earlier = await provider.signIns?.(accessTo(), 0);
    expect(earlier).toMatchObject({ value: { reachesBackTo: anHourAgo - 3 * hour } });
  });

  it('tells no sign-ins where it cannot tell when they were', async () => {
    fake.clock = 'noon';
    const unreachable = { ok: false, failure: { code: 'provider.unreachable' } };
    expect(await provider.signIns?.(accessTo(), 0)).toMatchObject(unreachable);
    expect(await provider.appPasswords?.(accessTo())).toMatchObject({ ok: true, value: [{ createdAt: null }] });
  });

  it('tells app passwords by name, and never their hashes', async () => {
    fake.appPasswords = [oldTablet, { ...oldTablet, mailbox: 'b@example.test' }];
    const told = await provider.appPasswords?.(accessTo());
    const createdAt = Date.UTC(2026, 10, 1, 9, 0, 0);
    const tablet = { name: "Anna's old tablet", protocols: ['imap'], active: false, createdAt, lastUsedAt: null };
    expect(told).toEqual({ ok: true, value: [tablet] });
    fake.appPasswords = [];
    expect(await provider.appPasswords?.(accessTo())).toEqual({ ok: true, value: [] });
  });

  it('lists the mailboxes of the domain', async () => {
    const listed = { ok: true, value: { addresses: [anna, 'b@example.test'], complete: true } };
    expect(await provider.listMailboxes?.(accessTo())).toEqual(listed);
  });

  it('says that a key may only read, and that nothing was changed', async () => {
    const access = accessTo({ credential: new Secret(readOnlyKey) });
    expect(await provider.changePassword(access, next)).toMatchObject({
      kind: 'refused',
      code: 'provider.not-allowed',
      technical: expect.stringContaining('API read/write access denied'),
    });
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no key', { credential: null }],
    ['an empty key', { credential: new Secret('') }],
    ['a key that a header cannot carry', { credential: new Secret('a\nHost: b') }],
    ['an address that would end its part of a path', { address: 'a/b@example.test' }],
    ['an address without a domain', { address: 'anna@' }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    expect(await provider.check(accessTo(more))).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(accessTo(more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(fake.requests).toHaveLength(0);
  });
});
