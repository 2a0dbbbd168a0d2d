import { beforeAll, describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { type HostedFake, hostedAccess } from '../hosted.test-kit.ts';
import { startPanelFake } from '../panel.test-kit.ts';
import { createIredAdminProvider } from './adapter.ts';

// Self-consistent, never met a server: the fake is made from the same documents as the provider.

const adminUser = 'postmaster@example.test';
const adminPassword = 'Post-Umber-Wicket-70';
const startFake = () =>
  startPanelFake({ settings: { adminUser, path: '/iredadmin/' }, credential: adminPassword, answerTo });

testProvider({
  name: 'iRedAdmin-Pro, a fake made from documents',
  create: createIredAdminProvider,
  changeMark: 'PUT /iredadmin/api/user/',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start: startFake,
});

const yes: FakeAnswer = { text: JSON.stringify({ _success: true }) };
const no = (reason: string): FakeAnswer => ({ text: JSON.stringify({ _success: false, _msg: reason }) });

/** The domain example.test with the one mailbox anna. */
function answerTo({ method, target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  const fields = new URLSearchParams(text);
  if (target === '/iredadmin/api/login') {
    const right = fields.get('username') === adminUser && fields.get('password') === adminPassword;
    return right ? { ...yes, cookies: ['iRedAdmin-Pro=5f0e9a53; path=/iredadmin'] } : no('INVALID_CREDENTIALS');
  }
  if (headers.cookie !== 'iRedAdmin-Pro=5f0e9a53') return no('LOGIN_REQUIRED');
  if (target !== '/iredadmin/api/user/anna%40example.test') return no('NO_SUCH_ACCOUNT');
  if (method === 'GET') return { text: JSON.stringify({ _success: true, _data: { mail: 'anna@example.test' } }) };
  const next = fields.get('password') ?? '';
  if (next.length < 8) return no(`Password is too short: ${next}`);
  held.password = next;
  return yes;
}

describe('iRedAdmin-Pro, beyond what every provider promises', () => {
  const provider = createIredAdminProvider({ connect: 2_000, answer: 900 });
  let fake: HostedFake;
  beforeAll(async () => {
    fake = await startFake();
    return () => fake.stop();
  });

  it.each(['PERMISSION_DENIED', 'PERMISSION_DENIED_UPDATE_GLOBAL_ADMIN_PROFILE', 'LOGIN_REQUIRED'])(
    'blames neither credential nor mailbox nor password where an administrator may not: %s',
    async (reason) => {
      for (const when of ['login', 'user', 'PUT']) {
        const strict = await startPanelFake({
          ...fake.parts,
          answerTo: (request, held) =>
            request.target.includes(`/api/${when}`) || request.method === when
              ? no(reason)
              : fake.parts.answerTo(request, held),
        });
        const answer = await provider.changePassword(hostedAccess(strict), new Secret('Second-Ochre-Anvil-87'));
        await strict.stop();
        expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
      }
    },
  );

  it('signs in once for each change, and takes no session over to the next', async () => {
    for (const text of ['Second-Ochre-Anvil-87', 'Third-Plum-Signal-52']) {
      expect(await provider.changePassword(hostedAccess(fake), new Secret(text))).toEqual({ kind: 'accepted' });
    }
    expect(fake.requests.map(({ method, headers }) => [method, headers.cookie ?? ''])).toEqual([
      ['POST', ''],
      ['GET', 'iRedAdmin-Pro=5f0e9a53'],
      ['PUT', 'iRedAdmin-Pro=5f0e9a53'],
      ['POST', ''],
      ['GET', 'iRedAdmin-Pro=5f0e9a53'],
      ['PUT', 'iRedAdmin-Pro=5f0e9a53'],
    ]);
  });
});
