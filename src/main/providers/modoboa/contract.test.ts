import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createModoboaProvider } from './adapter.ts';
import {
  accountOf,
  anna,
  apiToken,
  clientId,
  type FakeModoboa,
  resetFakeModoboa,
  startFakeModoboa,
} from './fake-modoboa.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same source as the provider.

async function start() {
  const fake = await startFakeModoboa();
  const tidy = () => resetFakeModoboa(fake, '');
  return backendOf(fake, fake, { settings: ({ mode }) => ({ mode, clientId }), credential: apiToken, tidy });
}

testProvider({
  name: 'Modoboa, a fake made from its source',
  create: (limits) => createModoboaProvider(limits),
  start,
  changeMark: '"password":"',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Modoboa, beyond what every provider promises', () => {
  const provider = createModoboaProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: FakeModoboa;
  beforeAll(async () => {
    fake = await startFakeModoboa();
    return () => fake.stop();
  });
  beforeEach(() => {
    resetFakeModoboa(fake, first);
    fake.requests.length = 0;
  });

  const accessTo = (
    mode: 'self' | 'admin',
    more: Partial<ProviderAccess> = {},
    settings: Record<string, string> = {},
  ): ProviderAccess => ({
    address: anna,
    user: anna,
    authorities: fake.authorities,
    current: new Secret(first),
    credential: new Secret(apiToken),
    signal: new AbortController().signal,
    settings: { host: fakeHost, port: String(fake.port), mode, clientId, ...settings },
    ...more,
  });

  const page = (results: readonly object[], more: object = {}) => ({
    count: 1,
    next: null,
    previous: null,
    results,
    ...more,
  });
  it.each<[string, object, string]>([
    ['nothing but an address that begins alike', page([accountOf(3, `${anna}.example`)]), 'provider.no-such-mailbox'],
    [
      'an account of that name without a mailbox',
      page([{ ...accountOf(1, null), username: anna }]),
      'provider.no-such-mailbox',
    ],
    ['two of the same address', page([accountOf(2, anna), accountOf(4, anna)]), 'provider.unreachable'],
    [
      'more than one page',
      page([accountOf(3, `${anna}.example`)], { next: 'https://modoboa.test/?page=2' }),
      'provider.unreachable',
    ],
    ['no list', { detail: 'what' }, 'provider.unreachable'],
    ['a list that is no page', [accountOf(2, anna)], 'provider.unreachable'],
  ])('takes no other account for this mailbox’s: %s', async (_, found, code) => {
    fake.found = found;
    expect(await provider.check(accessTo('admin'))).toMatchObject({ kind: 'not-ready', failure: { code } });
    expect(await provider.changePassword(accessTo('admin'), next)).toMatchObject({ kind: 'refused' });
    expect(fake.requests.map(({ method }) => method)).not.toContain('PATCH');
  });

  it('finds an address whatever its case', async () => {
    fake.found = page([accountOf(3, `${anna}.example`), accountOf(2, 'Anna@Example.test')]);
    expect(await provider.check(accessTo('admin'))).toMatchObject({ kind: 'ready' });
  });

  it('does not change the mailbox of somebody else who signed in', async () => {
    fake.shows = 'other@example.test';
    const code = 'provider.no-such-mailbox';
    expect(await provider.check(accessTo('self'))).toMatchObject({ kind: 'not-ready', failure: { code } });
    expect(await provider.changePassword(accessTo('self'), next)).toMatchObject({ kind: 'refused', code });
    expect(fake.requests.map(({ text }) => text).join()).not.toContain(next.reveal());
  });

  it.each(['unauthorized_client', 'unsupported_grant_type', 'invalid_scope'])(
    'blames no password where the server lets no program sign in with one: %s',
    async (error) => {
      fake.barred = error;
      const answer = await provider.check(accessTo('self'));
      expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.not-allowed' } });
    },
  );

  it('hides the token that the server has given out', async () => {
    fake.repeats = true;
    expect(await provider.check(accessTo('self'))).toMatchObject({
      kind: 'not-ready',
      failure: { code: 'provider.not-allowed', technical: expect.stringMatching(/403 Not you, \[hidden\]\.$/) },
    });
  });

  it('finds an international domain in whichever form the server keeps it', async () => {
    for (const kept of ['anna@m\u00fcnchen.test', 'anna@xn--mnchen-3ya.test']) {
      fake.found = page([accountOf(3, 'anna@example.test'), accountOf(2, kept)]);
      for (const address of ['anna@m\u00fcnchen.test', 'anna@xn--mnchen-3ya.test']) {
        expect(await provider.check(accessTo('admin', { address }))).toMatchObject({ kind: 'ready' });
      }
    }
    expect(fake.requests.at(-1)?.target).toContain('?search=anna@&');
  });

  it.each(['self', 'admin'] as const)('gives the reason of a refusal, and its kind (%s)', async (mode) => {
    const answer = await provider.changePassword(accessTo(mode), new Secret('Second-Ochre-Anvil'));
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'provider.too-simple',
      technical: expect.stringContaining('Password must contain at least 1 digit.'),
    });
  });

  it.each([' Plum-Signal-52', 'Plum-Signal-52 ', 'Plum-Signal-52\u00a0', '\u001cPlum-Signal-52'])(
    'sends no password whose end would be cut off: %j',
    async (text) => {
      const answer = await provider.changePassword(accessTo('admin'), new Secret(text));
      expect(answer).toMatchObject({ kind: 'refused', code: 'provider.policy' });
      expect(fake.requests).toHaveLength(0);
    },
  );

  it.each<[string, 'self' | 'admin', Partial<ProviderAccess>, Record<string, string>]>([
    ['no token', 'admin', { credential: null }, {}],
    ['a token that could end a header', 'admin', { credential: new Secret('a\nb') }, {}],
    ['no current password', 'self', { current: null }, {}],
    ['no client', 'self', {}, { clientId: '' }],
    ['another mode', 'admin', {}, { mode: 'both' }],
  ])('asks for what is missing instead of sending anything: %s', async (_, mode, more, settings) => {
    const access = accessTo(mode, more, settings);
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const answer = await provider.changePassword(access, next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(fake.requests).toHaveLength(0);
  });
});
