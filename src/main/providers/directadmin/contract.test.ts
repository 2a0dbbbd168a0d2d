import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createDirectAdminProvider } from './adapter.ts';
import {
  directAdminPassword,
  directAdminUser,
  type FakeDirectAdmin,
  startFakeDirectAdmin,
} from './fake-directadmin.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same documents as the provider.

const anna = 'anna@example.test';

async function start() {
  const directAdmin = await startFakeDirectAdmin();
  const settings = ({ mode }: { mode: string }) => ({ mode, adminUser: directAdminUser });
  return backendOf(directAdmin, directAdmin, { settings, credential: directAdminPassword });
}

testProvider({
  name: 'DirectAdmin, a fake made from documents',
  create: (limits) => createDirectAdminProvider(limits),
  start,
  // The end of the names of the second password in both ways.
  changeMark: 'd2=',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('DirectAdmin, beyond what every provider promises', () => {
  const provider = createDirectAdminProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  const sent = { send_limit: '200', sent: '3' };
  let directAdmin: FakeDirectAdmin;
  beforeAll(async () => {
    directAdmin = await startFakeDirectAdmin();
    directAdmin.password = first;
    return () => directAdmin.stop();
  });
  afterEach(() => {
    Object.assign(directAdmin, { password: first, refusal: null, quota: '50', sent });
    directAdmin.requests.length = 0;
  });

  const accessTo = (settings: Record<string, string>, more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: directAdmin.authorities,
    current: new Secret(first),
    credential: new Secret(directAdminPassword),
    signal: new AbortController().signal,
    settings: {
      host: fakeHost,
      port: String(directAdmin.port),
      mode: 'admin',
      adminUser: directAdminUser,
      ...settings,
    },
    ...more,
  });

  it("leaves the mailbox's quota and limit as they are", async () => {
    expect(await provider.changePassword(accessTo({}), next)).toEqual({ kind: 'accepted' });
    expect(directAdmin).toMatchObject({ quota: '50', sent: { send_limit: '200' } });
  });

  it('says no limit where there is none to be said', async () => {
    directAdmin.sent = '3';
    directAdmin.quota = 0;
    expect(await provider.changePassword(accessTo({}), next)).toEqual({ kind: 'accepted' });
    expect(directAdmin.requests.at(-1)?.text).toContain('&quota=0&json=yes');
  });

  it.each(['unlimited', '1.5', -1, null])('changes nothing where a quota of %j could not be kept', async (quota) => {
    directAdmin.quota = quota;
    const answer = await provider.changePassword(accessTo({}), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.unreachable' });
    expect(directAdmin.requests).toHaveLength(1);
  });

  it.each(['unlimited', '1.5', -1, null])('changes nothing where a limit of %j could not be kept', async (limit) => {
    directAdmin.sent = { send_limit: limit, sent: '3' };
    const answer = await provider.changePassword(accessTo({}), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.unreachable' });
    expect(directAdmin.requests).toHaveLength(1);
  });

  it('names the mailbox as the server does, however it was typed', async () => {
    expect(await provider.changePassword(accessTo({}, { address: 'Anna@Example.test' }), next)).toEqual({
      kind: 'accepted',
    });
    expect(directAdmin.requests.at(-1)?.text).toContain('user=anna&');
  });

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['a wrong current password', { mode: 'self' }, { current: new Secret('Wrong-Teal-Ladder-13') }],
    ['no such mailbox', {}, { address: 'ann@example.test' }],
    ['no such domain', {}, { address: 'anna@other.test' }],
    ['a wrong credential', {}, { credential: new Secret('wrong') }],
  ])('signs in once and sends no new password with %s', async (_, settings, more) => {
    expect((await provider.changePassword(accessTo(settings, more), next)).kind).toBe('refused');
    expect(directAdmin.requests).toHaveLength(1);
    expect(directAdmin.requests[0]?.text).not.toContain(next.reveal());
  });

  it('hides a password that the reason repeats, and keeps the reason', async () => {
    directAdmin.refusal = `Not "${next.reveal()}" nor "${first}"`;
    for (const mode of ['self', 'admin']) {
      expect(await provider.changePassword(accessTo({ mode }), next)).toMatchObject({
        kind: 'refused',
        technical: expect.stringMatching(/DirectAdmin: (Cannot Modify )?Not "\[hidden\]" nor "\[hidden\]"$/),
      });
    }
  });

  it.each<[string, Record<string, string>, Partial<ProviderAccess>]>([
    ['no name', { adminUser: '' }, {}],
    ['no credential', {}, { credential: null }],
    ['a credential that Basic cannot carry', {}, { credential: new Secret('a\u0000b') }],
    ['no current password', { mode: 'self' }, { current: null }],
    ['an address without a domain', { mode: 'self' }, { address: 'anna' }],
  ])('asks for what is missing instead of sending anything: %s', async (_, settings, more) => {
    const access = accessTo(settings, more);
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(directAdmin.requests).toHaveLength(0);
  });
});
