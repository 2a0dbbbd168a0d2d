import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { briefly, checkOnce, type HostedFake, hostedAccess, notReady, startHostedFake } from '../hosted.test-kit.ts';
import type { Place } from '../hosted.ts';
import type { Limits } from '../outcome.ts';
import { createMicrosoft365Provider } from './adapter.ts';
import { microsoftClient, microsoftSignedIn } from './credential.ts';

// Self-consistent, never met the service: the fake of Microsoft's token service and of Graph is made from the same
// documents as the provider.

const clientSecret = 'Client-Secret-Slate-61';
const refreshToken = '0.refresh.Umber27';
const settings = { way: 'signIn', tenant: 'firm.example', clientId: '00000000-1111-4222-8333-444444444444' };
const asApplication = { ...settings, way: 'application' };
const signedIn = (token = refreshToken) => JSON.stringify({ refreshToken: token });

const anna = {
  id: '5b0a3e0e-0000-4000-8000-000000000001',
  userPrincipalName: 'anna@example.test',
  mail: 'anna@example.test',
  onPremisesSyncEnabled: null,
};
const users = '/v1.0/users';
const asked = '?$select=id,userPrincipalName,mail,onPremisesSyncEnabled';
const bodySchema = z.strictObject({
  passwordProfile: z.strictObject({ password: z.string(), forceChangePasswordNextSignIn: z.literal(false) }),
});
const access = { access_token: 'eyJ0.access_Teal-05.sig', token_type: 'Bearer', expires_in: 3_599 };

const start = (user: object = anna, token: object = access) =>
  startHostedFake({
    settings,
    credential: signedIn(),
    wrongCredential: signedIn('0.refresh.Wrong'),
    answerTo: (request, held) => answerTo(request, held, user, token),
  });

const create = (limits: Limits, door: Place) => createMicrosoft365Provider(limits, { tokens: door, directory: door });

const shared = {
  create,
  changeMark: `PATCH ${users}/`,
  wire: httpWire,
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
} as const;

testProvider({
  ...shared,
  name: 'Microsoft 365 after a sign-in, a fake made from documents',
  fixture: new URL('./fixture-sign-in.json', import.meta.url),
  start: () => start(),
});

testProvider({
  ...shared,
  name: 'Microsoft 365 as an application, a fake made from documents',
  fixture: new URL('./fixture-application.json', import.meta.url),
  start: () =>
    startHostedFake({
      settings: asApplication,
      credential: clientSecret,
      answerTo: (request, held) => answerTo(request, held, anna, access),
    }),
});

const checkAt = (fake: HostedFake, given?: Partial<ProviderAccess>) => checkOnce(create(briefly, fake), fake, given);

describe('Microsoft 365, beyond what every provider promises', () => {
  it.each([
    ['has another address', { ...anna, mail: 'boss@example.test', userPrincipalName: 'boss@example.test' }],
    ['signs in with another name', { ...anna, userPrincipalName: 'boss@example.test' }],
  ])('changes nobody who %s', async (_, user) => {
    expect(await checkAt(await start(user))).toMatchObject(notReady('provider.no-such-mailbox'));
  });

  it('finds a user whose name to sign in is not the address', async () => {
    const user = { ...anna, userPrincipalName: 'a.lund@firm.example' };
    const given = { user: 'A.Lund@firm.example' };
    expect(await checkAt(await start(user), given)).toMatchObject({ kind: 'ready' });
  });

  it('leaves alone a user whose password a directory on the premises keeps, and says so', async () => {
    const answer = await checkAt(await start({ ...anna, onPremisesSyncEnabled: true }));
    expect(answer).toMatchObject(notReady('provider.not-allowed'));
    expect(answer).toMatchObject({ failure: { technical: expect.stringContaining('on the premises') } });
  });

  it.each(['1/../2', '', 7, undefined])('asks for nobody without a proper number: %s', async (id) => {
    expect(await checkAt(await start({ ...anna, id }))).toMatchObject(notReady('provider.unreachable'));
  });

  it.each([
    ['invalid_grant', 'AADSTS700082: The refresh token has expired due to inactivity.', 'provider.credential-refused'],
    ['invalid_client', 'AADSTS7000222: The provided client secret keys are expired.', 'provider.credential-refused'],
    ['interaction_required', 'AADSTS50076', 'provider.credential-refused'],
    ['invalid_request', 'AADSTS90002: Tenant not found', 'provider.unreachable'],
  ])('says of a refused token what it is: %s', async (error, error_description, code) => {
    const fake = await start(anna, { error, error_description, status: 400 });
    const answer = await checkAt(fake);
    expect(answer).toMatchObject(notReady(code));
    expect(answer).toMatchObject({ failure: { technical: expect.stringContaining(error_description) } });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    { settings: { ...settings, tenant: 'a/b' } },
    { settings: { ...settings, tenant: '..' } },
    { settings: { ...settings, clientId: '' } },
    { settings: { ...settings, way: 'other' } },
    { credential: new Secret(clientSecret) },
    { settings: asApplication },
    { settings: asApplication, credential: new Secret(' ') },
  ])('asks for what is missing instead of sending anything: %#', async (given) => {
    const fake = await start();
    expect(await checkAt(fake, given)).toMatchObject(notReady('provider.settings-incomplete'));
    expect(fake.requests).toHaveLength(0);
  });

  it('sends the secrets of the sign-in to the token service alone, and in no address', async () => {
    const fake = await start();
    await create(briefly, fake).changePassword(hostedAccess(fake), new Secret('Second-Ochre-Anvil-87'));
    const [token, ...graph] = fake.requests;
    expect(token?.text).toContain(refreshToken);
    expect(graph).toHaveLength(2);
    for (const request of graph) expect(JSON.stringify(request)).not.toContain('refresh');
    for (const { target } of fake.requests) expect(target).not.toMatch(/refresh|eyJ0|Ochre/);
    await fake.stop();
  });
});

it('signs in with an application that has no secret', () => {
  expect(microsoftClient(asApplication)).toBeNull();
  expect(microsoftClient({ ...settings, tenant: '' })).toBeNull();
  expect(microsoftClient(settings)).toMatchObject({
    page: 'https://login.microsoftonline.com/firm.example/oauth2/v2.0/authorize',
    token: { host: 'login.microsoftonline.com', port: 443, path: '/firm.example/oauth2/v2.0/token' },
    clientSecret: null,
    scope: expect.stringMatching(/User-PasswordProfile\.ReadWrite\.All .* offline_access$/),
  });
  expect(microsoftSignedIn(new Secret(refreshToken)).reveal()).toBe(signedIn());
});

/** The organization firm.example with the one user anna. */
function answerTo(
  { method, target, headers, text }: FakeRequest,
  held: { password: string },
  user: object,
  token: object,
): FakeAnswer {
  const said = (body: object, status = 200): FakeAnswer => ({ status, text: JSON.stringify(body) });
  const error = (status: number, code: string) => said({ error: { code, message: 'in its own words' } }, status);
  if (target === '/firm.example/oauth2/v2.0/token') {
    const form = new URLSearchParams(text);
    const right = form.get('refresh_token') === refreshToken || form.get('client_secret') === clientSecret;
    const status = 'status' in token && typeof token.status === 'number' ? token.status : 200;
    return right ? said(token, status) : said({ error: 'invalid_grant' }, 400);
  }
  if (headers.authorization !== `Bearer ${access.access_token}`) return error(401, 'InvalidAuthenticationToken');
  if (method === 'GET') {
    const known = [`anna%40example.test${asked}`, `A.Lund%40firm.example${asked}`];
    return known.includes(target.slice(users.length + 1)) ? said(user) : error(404, 'Request_ResourceNotFound');
  }
  if (method !== 'PATCH' || target !== `${users}/${anna.id}`) return error(404, 'Request_ResourceNotFound');
  const { password } = bodySchema.parse(JSON.parse(text)).passwordProfile;
  if (password.length < 8) return error(400, 'Request_BadRequest');
  held.password = password;
  return { status: 204, text: '' };
}
