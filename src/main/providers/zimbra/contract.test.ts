import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { createZimbraProvider } from './adapter.ts';
import {
  type FakeZimbra,
  startFakeZimbra,
  zimbraAdmin,
  zimbraAdminPassword,
  zimbraHost,
} from './fake-zimbra.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

const anna = 'anna@example.test';

async function startBackend(): Promise<ProviderBackend> {
  const zimbra = await startFakeZimbra();
  return {
    host: zimbraHost,
    port: zimbra.port,
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : anna,
      user: given.stranger === true ? 'nobody@example.test' : anna,
      settings: { host: door.host, port: String(door.port), mode: given.mode, adminUser: zimbraAdmin },
      authorities: door.authorities,
      current: given.current,
      credential: new Secret(given.wrongCredential === true ? 'wrong' : zimbraAdminPassword),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(zimbra.password === text),
    reset: (text) => {
      zimbra.password = text;
      zimbra.refusal = null;
      return Promise.resolve();
    },
    provoke: (refusal) => {
      if (refusal === 'locked') zimbra.refusal = 'account.ACCOUNT_INACTIVE';
      if (refusal === 'too-soon') zimbra.refusal = 'account.PASSWORD_CHANGE_TOO_SOON';
      return Promise.resolve(new Secret(refusal === 'policy' ? 'Ab1-' : 'Another-Plum-Signal-52'));
    },
    stop: () => zimbra.stop(),
  };
}

testProvider({
  name: 'Zimbra, a fake made from its sources',
  create: (limits) => createZimbraProvider(limits),
  start: startBackend,
  changeMark: 'PasswordRequest',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Zimbra, beyond what every provider promises', () => {
  const provider = createZimbraProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let zimbra: FakeZimbra;
  beforeAll(async () => {
    zimbra = await startFakeZimbra();
    zimbra.password = first;
    return () => zimbra.stop();
  });
  afterEach(() => {
    Object.assign(zimbra, { password: first, refusal: null, signInRefusal: null, secondFactor: false });
    zimbra.requests.length = 0;
  });

  const accessTo = (mode: 'self' | 'admin', more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: [{ host: zimbraHost, pem: zimbra.authority, fingerprint: '', subject: 'Fake' }],
    current: new Secret(first),
    credential: new Secret(zimbraAdminPassword),
    signal: new AbortController().signal,
    settings: { host: zimbraHost, port: String(zimbra.port), mode, adminUser: zimbraAdmin },
    ...more,
  });

  it('changes a password that has to be changed, although nobody is let in with it', async () => {
    zimbra.signInRefusal = 'account.CHANGE_PASSWORD';
    expect(await provider.check(accessTo('self'))).toMatchObject({
      kind: 'ready',
      warnings: [{ code: 'provider.must-change' }],
    });
    expect(await provider.changePassword(accessTo('self'), next)).toEqual({ kind: 'accepted' });
    expect(zimbra.password).toBe(next.reveal());
  });

  it('goes no further where a second factor is wanted', async () => {
    zimbra.secondFactor = true;
    expect(await provider.check(accessTo('self'))).toMatchObject({ failure: { code: 'provider.not-allowed' } });
    expect(await provider.changePassword(accessTo('self'), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.not-allowed',
    });
    expect(zimbra.password).toBe(first);
  });

  it("sets no other account's password by an alias", async () => {
    const access = accessTo('admin', { address: 'ann@example.test' });
    expect(await provider.changePassword(access, next)).toMatchObject({
      kind: 'refused',
      code: 'provider.no-such-mailbox',
    });
    expect(zimbra.password).toBe(first);
  });

  it('never asks for a dry run, which a server that does not know it would take for the change', async () => {
    for (const mode of ['self', 'admin'] as const) {
      await provider.check(accessTo(mode));
      await provider.changePassword(accessTo(mode, { current: new Secret(zimbra.password) }), next);
    }
    expect(zimbra.requests.length).toBeGreaterThan(4);
    expect(zimbra.requests.join('')).not.toContain('dryRun');
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no current password', { current: null }],
    ['an empty one', { current: new Secret('') }],
    ['one that XML cannot carry', { current: new Secret('a\u0007b') }],
    ['no name', { user: '' }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    const answer = await provider.changePassword(accessTo('self', more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(zimbra.requests).toHaveLength(0);
  });
});
