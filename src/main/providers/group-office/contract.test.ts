import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createGroupOfficeProvider } from './adapter.ts';
import {
  type FakeGroupOffice,
  groupOfficeAdmin,
  groupOfficeAdminPassword,
  groupOfficeKey,
  groupOfficeToken,
  groupOfficeUser,
  startFakeGroupOffice,
} from './fake-group-office.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

async function startBackend(): Promise<ProviderBackend> {
  const groupOffice = await startFakeGroupOffice();
  const nobody = 'nobody@example.test';
  return {
    host: fakeHost,
    port: groupOffice.port,
    access: (door, given) => ({
      address: given.stranger === true ? nobody : groupOfficeUser,
      user: given.stranger === true ? nobody : groupOfficeUser,
      settings: { host: door.host, port: String(door.port), path: 'office', mode: given.mode, signIn: 'key' },
      authorities: door.authorities,
      current: given.current,
      credential: new Secret(given.wrongCredential === true ? 'wrong' : groupOfficeKey),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(groupOffice.password === text),
    reset: (text) => {
      groupOffice.password = text;
      return Promise.resolve();
    },
    provoke: () => Promise.resolve(new Secret('Ab1-')),
    stop: () => groupOffice.stop(),
  };
}

testProvider({
  name: 'Group-Office, a fake made from its sources',
  create: (limits) => createGroupOfficeProvider(limits),
  start: startBackend,
  changeMark: '/set"',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Group-Office, beyond what every provider promises', () => {
  const provider = createGroupOfficeProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let groupOffice: FakeGroupOffice;
  beforeAll(async () => {
    groupOffice = await startFakeGroupOffice();
    groupOffice.password = first;
    return () => groupOffice.stop();
  });
  afterEach(() => {
    const usual = { secondFactor: null, closed: null, remembers: null, error: null, tells: true };
    Object.assign(groupOffice, { password: first, refusal: null, ...usual });
    groupOffice.requests.length = 0;
    groupOffice.open.clear();
  });

  const accessTo = (settings: Record<string, string>, more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: groupOfficeUser,
    user: groupOfficeUser,
    authorities: groupOffice.authorities,
    current: new Secret(first),
    credential: new Secret(groupOfficeKey),
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(groupOffice.port), path: '/office/', mode: 'self', ...settings },
    ...more,
  });
  const asAdmin = { mode: 'admin', signIn: 'password', adminUser: groupOfficeAdmin };
  const withPassword = { credential: new Secret(groupOfficeAdminPassword) };

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['a user', {}, {}],
    ['a user of another name', { userName: groupOfficeUser }, { user: 'anna' }],
    ['an administrator with a key', { mode: 'admin' }, {}],
    ['an administrator with a password', asAdmin, withPassword],
  ])('changes as %s, and leaves no session behind', async (_, settings, more) => {
    const access = accessTo(settings, more);
    expect(await provider.check(access)).toMatchObject({ kind: 'ready', rules: { minLength: 6, maxBytes: 255 } });
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect(groupOffice.password).toBe(next.reveal());
    expect(groupOffice.open.size).toBe(0);
  });

  it('ends its session also where the change is refused', async () => {
    groupOffice.refusal = { field: 'password', code: 10, description: 'x' };
    await provider.changePassword(accessTo({}), next);
    expect(groupOffice.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE']);
    expect(groupOffice.open.size).toBe(0);
  });

  it('is ready without rules where this user is not told the settings', async () => {
    groupOffice.tells = false;
    expect(await provider.check(accessTo({}))).toEqual({ kind: 'ready', rules: null, warnings: [] });
  });

  it.each<[string, Partial<FakeGroupOffice>, string]>([
    ['a second factor is wanted', { secondFactor: 'otpauthenticator' }, 'provider.second-factor'],
    ['the account is switched off', { closed: 403 }, 'provider.not-allowed'],
    ['the server is being looked after', { closed: 503 }, 'provider.busy'],
  ])('goes no further where %s', async (_, state, code) => {
    for (const [settings, more] of [[{}, {}] as const, [asAdmin, withPassword] as const]) {
      Object.assign(groupOffice, state);
      groupOffice.requests.length = 0;
      const access = accessTo(settings, more);
      expect(await provider.check(access)).toMatchObject({ failure: { code } });
      expect(await provider.changePassword(access, next)).toMatchObject({ kind: 'refused', code });
      expect(groupOffice.requests).toHaveLength(2);
      expect(groupOffice.requests.map(({ text }) => text).join('')).not.toContain(next.reveal());
    }
  });

  it('knows a wrong current password also where the server signed in with one that it remembers', async () => {
    groupOffice.remembers = 'Wrong-Teal-Ladder-13';
    const answer = await provider.changePassword(accessTo({}, { current: new Secret(groupOffice.remembers) }), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.wrong-current' });
  });

  it.each<[FakeGroupOffice['refusal'], string]>([
    [{ field: 'password', code: 10, description: 'Maximum password length is 255 chars' }, 'provider.too-long'],
    [
      { field: 'password', code: 10, description: 'The new password is invalid because it has been breached.' },
      'provider.policy',
    ],
    [{ field: 'quota', code: 12, description: 'You are not allowed to disable mailbox quota' }, 'provider.not-allowed'],
  ])('says in a code of its own what is wrong: %j', async (refusal, code) => {
    groupOffice.refusal = refusal;
    const answer = await provider.changePassword(accessTo({ mode: 'admin' }), next);
    expect(answer).toMatchObject({
      kind: 'refused',
      code,
      technical: expect.stringContaining(refusal?.description ?? ''),
    });
  });

  it.each<[FakeGroupOffice['error'], string]>([
    [{ type: 'unauthorized', message: 'Unauthorized' }, 'provider.credential-refused'],
    [{ type: 'forbidden', message: 'Forbidden' }, 'provider.not-allowed'],
    [{ type: 'serverFail', message: 'Could not obtain lock' }, 'provider.busy'],
    [{ message: 'Entity type "MailBox" not found' }, 'provider.unreachable'],
  ])('is not ready where a method fails with %j', async (error, code) => {
    groupOffice.error = error;
    expect(await provider.check(accessTo({ mode: 'admin' }))).toMatchObject({ failure: { code } });
  });

  it("sets no other mailbox's password that the database takes for the same", async () => {
    const answer = await provider.changePassword(accessTo({ mode: 'admin' }, { address: 'ann@example.test' }), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.no-such-mailbox' });
    expect(groupOffice.password).toBe(first);
  });

  it('hides a password that the reason repeats, and keeps the reason', async () => {
    groupOffice.refusal = { field: 'password', code: 10, description: `${next.reveal()} is like ${first}` };
    expect(await provider.changePassword(accessTo({}), next)).toMatchObject({
      technical: expect.stringMatching(/User\/set: invalidProperties password 10 \[hidden\] is like \[hidden\]$/),
    });
  });

  it('hides the token that the server has given out', async () => {
    groupOffice.error = { type: 'forbidden', message: `Not with ${groupOfficeToken}.` };
    expect(await provider.changePassword(accessTo({}), next)).toMatchObject({
      technical: expect.stringMatching(/User\/set: forbidden Not with \[hidden\]\.$/),
    });
  });

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['no current password', {}, { current: null }],
    ['no name', {}, { user: '' }],
    ['no key', { mode: 'admin' }, { credential: null }],
    ['a key that a header cannot carry', { mode: 'admin' }, { credential: new Secret('a\r\nb: c') }],
    ['no name of an administrator', { ...asAdmin, adminUser: '' }, withPassword],
    ['a folder outside', { path: '../x' }, {}],
  ])('asks for what is missing instead of sending anything: %s', async (_, settings, more) => {
    const access = accessTo(settings, more);
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(groupOffice.requests).toHaveLength(0);
  });
});
