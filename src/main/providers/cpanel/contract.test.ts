import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createCpanelProvider } from './adapter.ts';
import { cpanelPassword, cpanelToken, cpanelUser, type FakeCpanel, startFakeCpanel } from './fake-cpanel.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same documents as the provider.

const anna = 'anna@example.test';

async function start() {
  const cpanel = await startFakeCpanel();
  const asked = { signIn: 'token', adminUser: cpanelUser };
  return backendOf(cpanel, cpanel, { settings: ({ mode }) => ({ mode, ...asked }), credential: cpanelToken });
}

testProvider({
  name: 'cPanel, a fake made from documents',
  create: (limits) => createCpanelProvider(limits),
  start,
  changeMark: '/execute/Email/passwd_pop',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-simple'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('cPanel, beyond what every provider promises', () => {
  const provider = createCpanelProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let cpanel: FakeCpanel;
  beforeAll(async () => {
    cpanel = await startFakeCpanel();
    cpanel.password = first;
    return () => cpanel.stop();
  });
  afterEach(() => {
    Object.assign(cpanel, { password: first, refusal: null, wrapped: false });
    cpanel.requests.length = 0;
  });

  const accessTo = (settings: Record<string, string>, more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: cpanel.authorities,
    current: new Secret(first),
    credential: new Secret(cpanelToken),
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(cpanel.port), mode: 'admin', adminUser: cpanelUser, ...settings },
    ...more,
  });

  it.each<[string, Record<string, string>, string]>([
    ['as the mailbox', { mode: 'self' }, first],
    ['as the account with a token', { signIn: 'token' }, cpanelToken],
    ['as the account with its password', { signIn: 'password' }, cpanelPassword],
  ])('reads both forms of an answer %s', async (_, settings, secret) => {
    for (const wrapped of [false, true]) {
      cpanel.wrapped = wrapped;
      cpanel.password = first;
      const access = accessTo(settings, { credential: new Secret(secret) });
      expect(await provider.check(access)).toEqual({ kind: 'ready', rules: null, warnings: [] });
      expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
      expect(cpanel.password).toBe(next.reveal());
    }
  });

  it('signs in only once as the mailbox, because too many refusals lock it out', async () => {
    const access = accessTo({ mode: 'self' }, { current: new Secret('Wrong-Teal-Ladder-13') });
    await provider.changePassword(access, next);
    expect(cpanel.requests).toHaveLength(1);
  });

  it('sends the new password as the account only once the mailbox was found', async () => {
    for (const more of [{ address: 'nobody@example.test' }, { credential: new Secret('wrong') }]) {
      await provider.changePassword(accessTo({}, more), next);
    }
    expect(cpanel.requests).toHaveLength(2);
    expect(cpanel.requests.map(({ text }) => text).join('')).toBe('');
  });

  it('finds and names the mailbox as the server does, however it was typed', async () => {
    const access = accessTo({}, { address: 'Anna@Example.test' });
    expect(await provider.check(access)).toMatchObject({ kind: 'ready' });
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect(cpanel.requests.at(-1)?.text).toContain('email=anna&');
  });

  it('takes the account itself, which the list has, for no mailbox', async () => {
    const answer = await provider.check(accessTo({}, { address: `${cpanelUser}@example.test` }));
    expect(answer).toMatchObject({ failure: { code: 'provider.no-such-mailbox' } });
  });

  it('lets no address widen the list that it asks for', async () => {
    await provider.check(accessTo({}, { address: 'a.*|(b)+&x=1@example.test' }));
    const [request] = cpanel.requests;
    const url = new URL(request?.target ?? '', 'https://fake.test');
    expect([...url.searchParams.keys()]).toEqual(['regex']);
    expect(url.searchParams.get('regex')).toBe(String.raw`(?i)^a\.\*\|\(b\)\+\&x\=1\@example\.test$`);
  });

  it('hides a password that the reason repeats, and keeps the reason', async () => {
    cpanel.refusal = `Das Kennwort ${next.reveal()} von ${cpanelToken} ist zu schwach.`;
    expect(await provider.changePassword(accessTo({}), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.policy',
      technical: expect.stringMatching(/UAPI: Das Kennwort \[hidden\] von \[hidden\] ist zu schwach\.$/),
    });
  });

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['no account', { adminUser: '' }, {}],
    ['an account that would be two parts', { adminUser: 'a:b' }, {}],
    ['no token', {}, { credential: null }],
    ['a token that a header cannot carry', {}, { credential: new Secret('a\r\nb: c') }],
    ['no current password', { mode: 'self' }, { current: null }],
    ['a current password that Basic cannot carry', { mode: 'self' }, { current: new Secret('a\u0000b') }],
    ['an address without a domain', {}, { address: 'anna' }],
  ])('asks for what is missing instead of sending anything: %s', async (_, settings, more) => {
    const access = accessTo(settings, more);
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(cpanel.requests).toHaveLength(0);
  });
});
