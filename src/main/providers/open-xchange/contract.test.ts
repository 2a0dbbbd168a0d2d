import { beforeEach, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import { backendOf } from '../backend.test-kit.ts';
import { fakeHost } from '../fake-server.test-kit.ts';
import { createOpenXchangeProvider } from './adapter.ts';
import { openXchangeUser, startFakeOpenXchange } from './fake-open-xchange.test-kit.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

async function start() {
  const fake = await startFakeOpenXchange();
  return backendOf(fake, fake.server, {
    settings: () => ({ path: '/ajax/' }),
    credential: null,
    tidy: () => Object.assign(fake, { refusal: null, signInRefusal: null }),
    provoke: (refusal) => {
      if (refusal === 'locked') fake.signInRefusal = 'LGI-0001';
    },
  });
}

testProvider({
  name: 'Open-Xchange, a fake made from its sources',
  create: (limits) => createOpenXchangeProvider(limits),
  start,
  changeMark: 'new_password',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'] },
  stranger: ['provider.no-such-mailbox'],
});

describe('Open-Xchange, beyond what every provider promises', () => {
  const provider = createOpenXchangeProvider({ connect: 2_000, answer: 900 });
  const first = 'First-Mauve-Kettle-41';
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: Awaited<ReturnType<typeof startFakeOpenXchange>>;
  beforeEach(async () => {
    fake = await startFakeOpenXchange();
    fake.password = first;
    return () => fake.server.stop();
  });
  const access = (more: Partial<ProviderAccess> = {}): ProviderAccess => ({
    ...{ address: openXchangeUser, user: openXchangeUser, authorities: fake.server.authorities, credential: null },
    ...{ current: new Secret(first), signal: new AbortController().signal },
    settings: { host: fakeHost, port: String(fake.server.port), path: '/ajax/' },
    ...more,
  });
  const targets = () => fake.server.requests.map(({ target }) => target.replace(/&session=.*/, ''));

  it('takes no error for a refusal that may have come after the change', async () => {
    Object.assign(fake, { refusal: 'SRV-0001', setsAllTheSame: true });
    expect(await provider.changePassword(access(), next)).toMatchObject({ kind: 'unknown' });
    expect(fake.password).toBe(next.reveal());
  });

  it('ends the session whose name stands in addresses', async () => {
    await provider.check(access());
    await provider.changePassword(access(), new Secret('Ab1-'));
    await provider.changePassword(access(), next);
    Object.assign(fake, { password: first, refusal: 'SRV-0001' });
    expect(await provider.changePassword(access(), next)).toMatchObject({ kind: 'unknown' });
    const change = 'passwordchange?action=update';
    const [enter, leave] = ['login?action=login', 'login?action=logout'];
    const each = [enter, change, leave];
    const all = [enter, leave, ...each, ...each, ...each];
    expect(targets()).toEqual(all.map((target) => `/ajax/${target}`));
  });

  it('hides the name of the session', async () => {
    for (const refusal of ['SRV-0001', 'USR-0013']) {
      Object.assign(fake, { password: first, refusal });
      expect(await provider.changePassword(access(), next)).toMatchObject({
        technical: expect.stringContaining(`It is ${refusal} in [hidden].`),
      });
    }
  });

  it('tries a wrong password once, and sends no new one after it', async () => {
    expect(await provider.changePassword(access({ current: new Secret('Wrong-1') }), next)).toMatchObject({
      code: 'provider.wrong-current',
    });
    expect(targets()).toEqual(['/ajax/login?action=login']);
  });

  it.each<[string, Partial<ProviderAccess>]>([
    ['no current password', { current: null }],
    ['no name', { user: '' }],
    ['a folder outside the server', { settings: { host: fakeHost, port: '443', path: '/../' } }],
  ])('asks for what is missing instead of sending anything: %s', async (_, more) => {
    const answer = await provider.changePassword(access(more), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.settings-incomplete' });
    expect(targets()).toEqual([]);
  });
});
