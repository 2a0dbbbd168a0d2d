import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createMailinaboxProvider } from './adapter.ts';
import { adminPassword, adminUser, anna, type FakeBox, startFakeBox } from './fake-mailinabox.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same source as the provider.

async function start() {
  const fake = await startFakeBox();
  return backendOf(fake, fake, { settings: () => ({ adminUser }), credential: adminPassword });
}

testProvider({
  name: 'Mail-in-a-Box, a fake made from its source',
  create: (limits) => createMailinaboxProvider(limits),
  start,
  changeMark: 'POST /admin/mail/users/password',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Mail-in-a-Box, beyond what every provider promises', () => {
  const provider = createMailinaboxProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: FakeBox;
  beforeAll(async () => {
    fake = await startFakeBox();
    return () => fake.stop();
  });
  beforeEach(() => {
    Object.assign(fake, { password: 'First-Mauve-Kettle-41', barred: null, list: null });
    fake.requests.length = 0;
  });

  const accessTo = (more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: fake.authorities,
    current: null,
    credential: new Secret(adminPassword),
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(fake.port), adminUser },
    ...more,
  });

  it.each([
    ['You are not an administrator.', 'provider.not-allowed'],
    ['missing-totp-token', 'provider.not-allowed'],
    ['invalid-totp-token', 'provider.not-allowed'],
    ['Enter a password.', 'provider.credential-refused'],
  ])('says why the administrator is not let in: %s', async (reason, code) => {
    fake.barred = reason;
    const technical = expect.stringContaining(reason);
    expect(await provider.check(accessTo())).toMatchObject({ kind: 'not-ready', failure: { code, technical } });
    expect(await provider.changePassword(accessTo(), next)).toMatchObject({ kind: 'refused', code, technical });
  });

  it.each(['nobody@example.test', 'archived@example.test', 'Anna@example.test', 'anna@example'])(
    'finds no mailbox that is not exactly this one and in use: %s',
    async (address) => {
      const answer = await provider.check(accessTo({ address }));
      expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.no-such-mailbox' } });
    },
  );

  it.each(['', 'anna@example.test\n', '{}', '[{"domain":"example.test"}]', 'null'])(
    'takes nothing else for the list of mailboxes: %j',
    async (list) => {
      fake.list = list;
      expect(await provider.check(accessTo())).toMatchObject({ failure: { code: 'provider.unreachable' } });
    },
  );

  it('reads a list of ten thousand mailboxes', async () => {
    const users = Array.from({ length: 10_000 }, (_, index) => ({
      email: `mailbox-${index}@example.test`,
      privileges: [],
      status: 'active',
    }));
    fake.list = JSON.stringify([{ domain: 'example.test', users }], null, 2);
    const access = accessTo({ address: 'mailbox-9999@example.test' });
    expect(await provider.check(access)).toEqual({ kind: 'ready', rules: null, warnings: [] });
  });

  it('sends no password of blanks alone', async () => {
    const answer = await provider.changePassword(accessTo(), new Secret('          '));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.too-short' });
    expect(fake.requests).toHaveLength(0);
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no credential', { credential: null }],
    ['an empty credential', { credential: new Secret('') }],
    ['a credential that is never read right', { credential: new Secret('Pässword-Umber-70') }],
    ['no name', { settings: { host: fakeHost, port: '1', adminUser: '' } }],
    ['a name that Basic cannot carry', { settings: { host: fakeHost, port: '1', adminUser: 'a:b' } }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    expect(await provider.check(accessTo(more))).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(accessTo(more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(fake.requests).toHaveLength(0);
  });
});
