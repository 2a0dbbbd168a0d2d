import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { type HostedFake, hostedAccess, startHostedFake } from '../hosted.test-kit.ts';
import { createZohoProvider } from './adapter.ts';

// Self-consistent, never met the service: the fake is made from the same documents as the provider.

const settings = { region: 'eu', organization: '1234567890', clientId: '1000.OFFICE' };
const clientSecret = 'Client-Secret-Slate-61';
const refreshToken = '1000.refresh.Umber27';
const accounts = '/api/organization/1234567890/accounts';
const anna = { zuid: 841_001, emailAddress: [{ mailId: 'anna@example.test', isPrimary: true, isAlias: false }] };
const bodySchema = z.strictObject({ password: z.string(), mode: z.literal('resetPassword') });

const start = (user: object = anna, token: object = { access_token: 'access.Teal05', expires_in: 3_600 }) =>
  startHostedFake({
    settings,
    credential: `${clientSecret} ${refreshToken}`,
    wrongCredential: `${clientSecret} 1000.refresh.Wrong`,
    answerTo: (request, held) => answerTo(request, held, user, token),
  });

testProvider({
  name: 'Zoho, a fake made from documents',
  create: (limits, door) => createZohoProvider(limits, () => door),
  changeMark: 'PUT /api/organization/',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start,
});

describe('Zoho, beyond what every provider promises', () => {
  const checkAt = async (fake: HostedFake, more: object = {}) => {
    const answer = await createZohoProvider({ connect: 2_000, answer: 900 }, () => fake).check(
      hostedAccess(fake, { settings: { ...settings, ...more } }),
    );
    await fake.stop();
    return answer;
  };
  const notReady = (code: string) => ({ kind: 'not-ready', failure: { code } });

  it('changes nobody whose alias the address is', async () => {
    const emailAddress = [
      { mailId: 'boss@example.test', isPrimary: true },
      { mailId: 'anna@example.test', isPrimary: false },
    ];
    expect(await checkAt(await start({ zuid: 1, emailAddress }))).toMatchObject(notReady('provider.no-such-mailbox'));
  });

  it.each([
    ['a number that JSON cannot carry', 2 ** 60],
    ['a way out of the path', '1/../2'],
    ['none', undefined],
  ])('asks for nobody without a proper number: %s', async (_, zuid) => {
    expect(await checkAt(await start({ ...anna, zuid }))).toMatchObject(notReady('provider.unreachable'));
  });

  it.each([
    [
      'as older documents show it',
      [{ zuid: '841001', emailAddress: [{ mailId: 'anna@example.test', isPrimary: 'true' }] }],
    ],
    ['with large letters', { ...anna, emailAddress: [{ mailId: 'Anna@Example.test', isPrimary: true }] }],
  ])('knows the user %s', async (_, user) => {
    expect(await checkAt(await start(user))).toMatchObject({ kind: 'ready' });
  });

  it.each([
    [{ error: 'invalid_client' }, 'provider.credential-refused'],
    [{ error: 'invalid_code', access_token: 'access.Teal05' }, 'provider.unreachable'],
    [{ error: 'Access Denied' }, 'provider.unreachable'],
    [{ access_token: 'two words' }, 'provider.unreachable'],
    [{}, 'provider.unreachable'],
  ])('takes %j with 200 for no token', async (token, code) => {
    const fake = await start(anna, token);
    expect(await checkAt(fake)).toMatchObject(notReady(code));
    expect(fake.requests).toHaveLength(1);
  });

  it.each([{ organization: '1/2' }, { organization: '' }, { region: 'com' }, { clientId: 'a&b' }])(
    'asks for what is missing instead of sending anything: %j',
    async (wrong) => {
      const fake = await start();
      expect(await checkAt(fake, wrong)).toMatchObject(notReady('provider.settings-incomplete'));
      expect(fake.requests).toHaveLength(0);
    },
  );

  it('asks both services of the region, and sends each what is its own', async () => {
    const fake = await start();
    const asked: string[] = [];
    const provider = createZohoProvider({ connect: 2_000, answer: 900 }, (service, region) => {
      asked.push(`${service} ${region}`);
      return fake;
    });
    await provider.changePassword(hostedAccess(fake), new Secret('Second-Ochre-Anvil-87'));
    expect(asked.sort()).toEqual(['accounts eu', 'mail eu']);
    const [token, ...mail] = fake.requests.map((request) => JSON.stringify(request));
    expect(token).toContain(refreshToken);
    expect(mail).toHaveLength(2);
    for (const text of mail) expect(text).not.toMatch(/Secret-Slate|refresh/);
    await fake.stop();
  });
});

/** The organization 1234567890 with the one user anna. */
function answerTo(
  { method, target, headers, text }: FakeRequest,
  held: { password: string },
  user: object,
  token: object,
): FakeAnswer {
  const said = (body: object, status = 200): FakeAnswer => ({ status, text: JSON.stringify(body) });
  const answer = (code: number, data: object) =>
    said({ status: { code, description: 'in its own words' }, data }, code);
  if (target === '/oauth/v2/token') {
    const form = new URLSearchParams(text);
    const right = form.get('client_secret') === clientSecret && form.get('refresh_token') === refreshToken;
    return said(right && form.get('client_id') === settings.clientId ? token : { error: 'invalid_code' });
  }
  if (headers.authorization !== 'Zoho-oauthtoken access.Teal05') return answer(401, {});
  if (method === 'GET') return target === `${accounts}/anna@example.test` ? answer(200, user) : answer(404, {});
  if (method !== 'PUT' || target !== `${accounts}/841001`) return answer(404, {});
  const { password } = bodySchema.parse(JSON.parse(text));
  if (password.length < 8) return answer(400, {});
  held.password = password;
  return said({ status: { code: 200, description: 'success' } });
}
