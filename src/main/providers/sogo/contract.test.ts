import { beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createSogoProvider } from './adapter.ts';
import { sogoUser, startFakeSogo } from './fake-sogo.test-kit.ts';

// The same contract is kept on the real SOGo in test/integration/sogo.test.ts; this one is scripted.

async function start() {
  const fake = await startFakeSogo();
  return backendOf(fake, fake.server, {
    settings: () => ({ path: '/SOGo/' }),
    credential: null,
    tidy: () => Object.assign(fake, { refusal: null, signInRefusal: null }),
    provoke: (refusal) => {
      if (refusal === 'locked') fake.signInRefusal = 1;
      if (refusal === 'too-soon') fake.refusal = 7;
    },
  });
}

testProvider({
  name: 'SOGo, scripted',
  create: (limits) => createSogoProvider(limits),
  start,
  changeMark: 'newPassword',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('SOGo, beyond what every provider promises', () => {
  const provider = createSogoProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: Awaited<ReturnType<typeof startFakeSogo>>;
  beforeEach(async () => {
    fake = await startFakeSogo();
    fake.password = first;
    return () => fake.server.stop();
  });
  const access = (
    more: Partial<ProviderAccess> = {},
    settings: Readonly<Record<string, string>> = {},
  ): ProviderAccess => ({
    ...{ address: sogoUser, user: sogoUser, authorities: fake.server.authorities, credential: null },
    ...{ current: new Secret(first), signal: new AbortController().signal },
    settings: { host: fakeHost, port: String(fake.server.port), path: 'SOGo', ...settings },
    ...more,
  });
  const bodies = () => fake.server.requests.map(({ text }) => text);

  it('knows the answer of newer versions', async () => {
    fake.names = true;
    expect(await provider.changePassword(access(), next)).toEqual({ kind: 'accepted' });
    expect(fake.password).toBe(next.reveal());
  });

  it.each([0, 2, 5])(
    'changes a password that has to be changed, although nobody is let in with it (%i)',
    async (error) => {
      fake.signInRefusal = error;
      expect(await provider.check(access())).toMatchObject({
        kind: 'ready',
        warnings: [{ code: 'provider.must-change' }],
      });
      expect(await provider.changePassword(access(), next)).toEqual({ kind: 'accepted' });
      expect(fake.server.requests.at(-1)?.headers.cookie).toBeUndefined();
    },
  );

  it.each([
    [{ expire: -1, grace: 2 }, 'provider.grace-running-out'],
    [{ expire: 86_400, grace: -1 }, 'provider.must-change'],
  ])('warns of what a sign-in says: %o', async (said, code) => {
    Object.assign(fake, said);
    expect(await provider.check(access())).toMatchObject({ kind: 'ready', warnings: [{ code }] });
  });

  it('goes no further where a second factor is wanted', async () => {
    fake.secondFactor = true;
    expect(await provider.check(access())).toMatchObject({ failure: { code: 'provider.not-allowed' } });
    expect(await provider.changePassword(access(), next)).toMatchObject({
      kind: 'refused',
      code: 'provider.not-allowed',
    });
    expect(fake.server.requests).toHaveLength(2);
  });

  it('tries a wrong password once, and sends no new one after it', async () => {
    expect(await provider.changePassword(access({ current: new Secret('Wrong-1') }), next)).toMatchObject({
      code: 'provider.wrong-current',
    });
    expect(bodies()).toHaveLength(1);
    expect(bodies().join('')).not.toContain('newPassword');
  });

  it('names the domain only where one was entered', async () => {
    await provider.changePassword(access({}, { domain: 'example.test' }), next);
    expect(bodies().map((body) => JSON.parse(body))).toEqual([
      expect.objectContaining({ domain: 'example.test' }),
      expect.objectContaining({ domain: 'example.test' }),
    ]);
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no current password', { current: null }],
    ['an empty one', { current: new Secret('') }],
    ['no name', { user: '' }],
    ['a folder outside the server', { settings: { host: fakeHost, port: '443', path: '/../' } }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    const answer = await provider.changePassword(access(more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(bodies()).toEqual([]);
  });
});
