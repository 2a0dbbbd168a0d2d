import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpWire, type ProviderBackend, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { Provider, ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createGroupOfficeProvider } from './adapter.ts';
import {
  type FakeGroupOffice,
  groupOfficeAdmin,
  groupOfficeAdminPassword,
  groupOfficeCode,
  groupOfficeUser,
  startFakeGroupOffice,
} from './fake-group-office.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

/** One for all cases: what a code has begun is in the provider that it was given to. */
let whole: Provider | null = null;

async function startBackend(): Promise<ProviderBackend> {
  const groupOffice = await startFakeGroupOffice();
  groupOffice.secondFactor = 'otpauthenticator';
  return {
    host: fakeHost,
    port: groupOffice.port,
    access: (door, given) => {
      const address = given.stranger === true ? 'nobody@example.test' : groupOfficeUser;
      whole?.secondFactor?.give(address, new Secret(groupOfficeCode));
      const { host, port, authorities } = door;
      const place = { host, port: String(port), path: 'office', mode: given.mode };
      return {
        ...{ address, user: address, authorities, current: given.current, signal: given.signal },
        settings: { ...place, signIn: 'password', adminUser: groupOfficeAdmin },
        credential: new Secret(given.wrongCredential === true ? 'wrong' : groupOfficeAdminPassword),
      };
    },
    holds: (text) => Promise.resolve(groupOffice.password === text),
    reset: async (text) => {
      groupOffice.password = text;
      await whole?.secondFactor?.endAll();
    },
    provoke: () => Promise.resolve(new Secret('Ab1-')),
    stop: () => groupOffice.stop(),
  };
}

testProvider({
  name: 'Group-Office with a second factor, a fake made from its sources',
  create: (limits) => {
    whole ??= createGroupOfficeProvider(limits);
    return whole;
  },
  start: startBackend,
  changeMark: '/set"',
  wire: httpWire,
  // A code is given for the address that somebody typed.
  knowsTyped: true,
  fixture: new URL('./fixture-second-factor.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Group-Office, where a user has a second factor', () => {
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let groupOffice: FakeGroupOffice;
  let provider: Provider;
  beforeEach(async () => {
    groupOffice = await startFakeGroupOffice();
    Object.assign(groupOffice, { password: first, secondFactor: 'otpauthenticator' });
    provider = createGroupOfficeProvider({ connect: 2_000, answer: 900 });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await groupOffice.stop();
  });

  const accessTo = (settings: Record<string, string> = {}): ProviderAccess => ({
    ...{ address: groupOfficeUser, user: groupOfficeUser, authorities: groupOffice.authorities },
    ...{ current: new Secret(first), credential: new Secret(groupOfficeAdminPassword) },
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(groupOffice.port), path: '/office/', mode: 'self', ...settings },
  });
  const asAdmin = { mode: 'admin', signIn: 'password', adminUser: groupOfficeAdmin };
  const give = (code = groupOfficeCode) => provider.secondFactor?.give(groupOfficeUser, new Secret(code));
  const notReady = (code: string) => ({ kind: 'not-ready', failure: { code } });
  const signIns = () => groupOffice.requests.filter(({ method, target }) => method === 'POST' && /auth/.test(target));

  it.each([
    ['a user', {}],
    ['an administrator', asAdmin],
  ])('asks %s for a code, and changes in the session that came of it', async (_, settings) => {
    const access = accessTo(settings);
    expect(await provider.check(access)).toMatchObject(notReady('provider.second-factor'));
    give();
    expect(await provider.check(access)).toMatchObject({ kind: 'ready', rules: { minLength: 6 } });
    expect(groupOffice.open.size).toBe(1);
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    expect([groupOffice.password, groupOffice.open.size]).toEqual([next.reveal(), 0]);
    expect(signIns()).toHaveLength(2);
  });

  it('sends the code in the body of one request, and nowhere else', async () => {
    give();
    await provider.check(accessTo());
    await provider.changePassword(accessTo(), next);
    const [signIn, ...others] = groupOffice.requests;
    expect(JSON.parse(signIn?.text ?? '')).toMatchObject({
      authenticators: { otpauthenticator: { otp_code: groupOfficeCode } },
    });
    expect(JSON.stringify([{ ...signIn, text: '' }, others])).not.toContain(groupOfficeCode);
  });

  it.each<[string, object]>([
    ['wrong, or of the half minute before', { otp_code: { code: 10, description: 'Invalid input' } }],
    ['for a set-up that has run out', { otp_code: { code: 5, description: 'Not found' } }],
    ['refused without a reason', ['otpauthenticator failed']],
  ])('says that a code is %s, and sends it once', async (_, about) => {
    groupOffice.aboutCode = about;
    give();
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.wrong-code'));
    groupOffice.aboutCode = null;
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.second-factor'));
    expect(signIns().map(({ text }) => text.includes(groupOfficeCode))).toEqual([true, false]);
    expect(groupOffice.open.size).toBe(0);
  });

  it('hides the code that an answer repeats', async () => {
    groupOffice.aboutCode = { otp_code: { code: 10, description: `not ${groupOfficeCode}` } };
    give();
    const answer = await provider.check(accessTo());
    expect(answer).toMatchObject({ failure: { technical: expect.stringContaining('10 not [hidden]') } });
  });

  it('sends no fourth code in ten minutes, whichever mailbox it is for, and then again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const tryFor = async (address: string) => {
      provider.secondFactor?.give(address, new Secret('000000'));
      return await provider.check({ ...accessTo(), address });
    };
    for (const who of ['anna', 'ann', 'an']) {
      expect(await tryFor(`${who}@example.test`)).toMatchObject(notReady('provider.wrong-code'));
    }
    expect(await tryFor(groupOfficeUser)).toMatchObject(notReady('provider.too-many-codes'));
    expect(signIns()).toHaveLength(3);
    // What asks without a code harms nobody.
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.second-factor'));
    vi.advanceTimersByTime(10 * 60_000);
    give();
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready' });
  });

  it('drops a code that has waited too long, and asks again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    give();
    vi.advanceTimersByTime(90_000);
    vi.useRealTimers();
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.second-factor'));
    expect(signIns()[0]?.text).not.toContain('authenticators');
  });

  it('sends nothing where the session has ended before the change, and is asked for a code again', async () => {
    give();
    await provider.check(accessTo());
    groupOffice.open.clear();
    const answer = await provider.changePassword(accessTo(), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.sign-in-ended' });
    expect(groupOffice.password).toBe(first);
    expect(await provider.changePassword(accessTo(), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.second-factor',
    });
    give();
    expect(await provider.changePassword(accessTo(), next)).toEqual({ kind: 'accepted' });
  });

  it('asks for a code at once where the session has ended before a second check', async () => {
    give();
    await provider.check(accessTo());
    groupOffice.open.clear();
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.second-factor'));
    expect(signIns()).toHaveLength(2);
  });

  it('keeps the session where the new password is refused, for the next one', async () => {
    give();
    await provider.check(accessTo());
    expect(await provider.changePassword(accessTo(), new Secret('short'))).toMatchObject({ kind: 'refused' });
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready' });
    expect(await provider.changePassword(accessTo(), next)).toEqual({ kind: 'accepted' });
    expect(signIns()).toHaveLength(1);
  });

  it.each<[string, () => ProviderAccess]>([
    ['another current password', () => ({ ...accessTo(), current: new Secret('Wrong-Teal-Ladder-13') })],
    ['another user', () => accessTo({ userName: 'bert' })],
    ['an administrator', () => accessTo(asAdmin)],
    ['another mailbox', () => ({ ...accessTo(), address: 'bert@example.test' })],
  ])('uses the session for nobody else: %s', async (_, other) => {
    give();
    await provider.check(accessTo());
    expect((await provider.changePassword(other(), next)).kind).toBe('refused');
    expect(signIns()).toHaveLength(2);
    expect(groupOffice.password).toBe(first);
  });

  it('ends the session at the server when it is no longer wanted', async () => {
    give();
    await provider.check(accessTo());
    await provider.secondFactor?.end(groupOfficeUser.toUpperCase());
    expect(groupOffice.open.size).toBe(0);
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.second-factor'));
  });

  it('ends a session that nobody has used for an hour', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    give();
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready' });
    vi.advanceTimersByTime(59 * 60_000);
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready' });
    vi.advanceTimersByTime(59 * 60_000);
    expect(groupOffice.open.size).toBe(1);
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(groupOffice.open.size).toBe(0), { timeout: 5_000 });
    expect(signIns()).toHaveLength(1);
  });

  it('needs no code where none is asked for, and keeps no session then', async () => {
    groupOffice.secondFactor = null;
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'ready' });
    expect(groupOffice.open.size).toBe(0);
    expect(await provider.changePassword(accessTo(), next)).toEqual({ kind: 'accepted' });
  });

  it('says that it cannot go on where something else is wanted than a one-time code', async () => {
    groupOffice.secondFactor = 'googleauthenticator';
    expect(await provider.check(accessTo())).toMatchObject(notReady('provider.not-allowed'));
  });
});
