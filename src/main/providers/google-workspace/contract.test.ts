import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { briefly, checkOnce, type HostedFake, hostedAccess, notReady, startHostedFake } from '../hosted.test-kit.ts';
import type { Place } from '../hosted.ts';
import type { Limits } from '../outcome.ts';
import { createGoogleWorkspaceProvider } from './adapter.ts';
import { googleClient, googleSignedIn, readKeyFile } from './credential.ts';

// Self-consistent, never met the service: the fake of Google's token and directory services is made from the same
// documents as the provider.

const clientId = '123-office.apps.googleusercontent.com';
const clientSecret = 'Client-Secret-Slate-61';
const refreshToken = '1//refresh.Umber27';
const bySignIn = { way: 'signIn', clientId };
const byAccount = { way: 'serviceAccount', actAs: 'admin@example.test' };
const signedIn = (token = refreshToken) => JSON.stringify({ clientSecret, refreshToken: token });

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = (key = pair.privateKey) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const keyFile = {
  type: 'service_account',
  private_key_id: '0123456789abcdef',
  private_key: pem(),
  client_email: 'office@project.iam.gserviceaccount.com',
  token_uri: 'https://elsewhere.example/token',
};
const bytesOf = (file: object) => Buffer.from(JSON.stringify(file));
const ofKey = (file: object) => readKeyFile(bytesOf(file))?.credential.reveal() ?? '';
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;

const anna = { id: '107000000000000000001', primaryEmail: 'anna@example.test' };
const users = '/admin/directory/v1/users';
const bodySchema = z.strictObject({ password: z.string(), changePasswordAtNextLogin: z.literal(false) });
const access = { access_token: 'ya29.access_Teal-05', token_type: 'Bearer', expires_in: 3_599 };

const start = (user: object = anna, token: object = access) =>
  startHostedFake({
    settings: bySignIn,
    credential: signedIn(),
    wrongCredential: signedIn('1//refresh.Wrong'),
    answerTo: (request, held) => answerTo(request, held, user, token),
  });

const create = (limits: Limits, door: Place) =>
  createGoogleWorkspaceProvider(limits, { tokens: door, directory: door });

const shared = {
  create,
  changeMark: `PUT ${users}/`,
  wire: httpWire,
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
} as const;

testProvider({
  ...shared,
  name: 'Google Workspace after a sign-in, a fake made from documents',
  fixture: new URL('./fixture-sign-in.json', import.meta.url),
  start: () => start(),
});

testProvider({
  ...shared,
  name: 'Google Workspace with a service account, a fake made from documents',
  fixture: new URL('./fixture-service-account.json', import.meta.url),
  start: () =>
    startHostedFake({
      settings: byAccount,
      credential: ofKey(keyFile),
      wrongCredential: ofKey({ ...keyFile, private_key: pem(otherKey) }),
      answerTo: (request, held) => answerTo(request, held, anna, access),
    }),
});

const checkAt = (fake: HostedFake, given?: Partial<ProviderAccess>) => checkOnce(create(briefly, fake), fake, given);

describe('Google Workspace, beyond what every provider promises', () => {
  it('changes nobody whose alias the address is', async () => {
    const fake = await start({ ...anna, primaryEmail: 'boss@example.test' });
    expect(await checkAt(fake)).toMatchObject(notReady('provider.no-such-mailbox'));
  });

  it.each(['1/../2', '', 107, undefined])('asks for nobody without a proper number: %s', async (id) => {
    expect(await checkAt(await start({ ...anna, id }))).toMatchObject(notReady('provider.unreachable'));
  });

  it.each([
    [
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'provider.credential-refused',
    ],
    [{ error: 'unauthorized_client', error_description: 'Client is unauthorized' }, 'provider.credential-refused'],
    [{ error: 'invalid_scope' }, 'provider.unreachable'],
  ])('says of a refused token what it is: %j', async (token, code) => {
    const fake = await start(anna, { ...token, status: 400 });
    const answer = await checkAt(fake);
    expect(answer).toMatchObject(notReady(code));
    expect(answer).toMatchObject({ failure: { technical: expect.stringContaining(token.error) } });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    { ...access, error: 'invalid_grant' },
    { ...access, access_token: 'two words' },
    { ...access, token_type: 'mac' },
    { error: 'invalid_grant' },
    {},
  ])('takes %j with 200 for no token', async (token) => {
    const fake = await start(anna, token);
    expect(await checkAt(fake)).toMatchObject(notReady('provider.unreachable'));
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    { settings: { ...bySignIn, clientId: 'a&b' } },
    { settings: { ...bySignIn, clientId: '' } },
    { settings: { ...bySignIn, way: 'other' } },
    { settings: { ...byAccount, actAs: 'admin' } },
    { settings: byAccount },
    { credential: new Secret('typed by somebody') },
    { credential: new Secret('{"refreshToken":"x"}') },
    { settings: byAccount, credential: new Secret('{"email":"a@b","keyId":"c","key":"no key"}') },
  ])('asks for what is missing instead of sending anything: %#', async (given) => {
    const fake = await start();
    expect(await checkAt(fake, given)).toMatchObject(notReady('provider.settings-incomplete'));
    expect(fake.requests).toHaveLength(0);
  });

  it('sends the secrets of the sign-in to the token service alone, and in no address', async () => {
    const fake = await start();
    await create(briefly, fake).changePassword(hostedAccess(fake), new Secret('Second-Ochre-Anvil-87'));
    const [token, ...directory] = fake.requests;
    expect(token?.text).toContain(encodeURIComponent(refreshToken));
    expect(directory).toHaveLength(2);
    for (const request of directory) expect(JSON.stringify(request)).not.toMatch(/Secret-Slate|refresh/);
    for (const { target } of fake.requests) expect(target).not.toMatch(/Slate|refresh|ya29|Ochre/);
    await fake.stop();
  });

  it('hides a token that an error repeats', async () => {
    const fake = await start({
      error: { code: 404, message: `no: ${access.access_token} ${refreshToken}`, errors: [] },
    });
    const answer = await checkAt(fake);
    expect(answer).toMatchObject(notReady('provider.no-such-mailbox'));
    expect(JSON.stringify(answer)).not.toMatch(/ya29|refresh/);
  });
});

describe('a key file', () => {
  it('is kept without what is not needed, in one entry of any keychain, and its service is not the file’s to choose', () => {
    const kept = readKeyFile(bytesOf(keyFile));
    expect(kept?.email).toBe(keyFile.client_email);
    expect(Buffer.byteLength(kept?.credential.reveal() ?? '')).toBeLessThan(2_400);
    expect(kept?.credential.reveal()).not.toMatch(/elsewhere|BEGIN/);
  });

  it.each([
    ['of an application', { ...keyFile, type: 'authorized_user' }],
    ['without a key', { ...keyFile, private_key: 'none' }],
    ['with a key of another kind', { ...keyFile, private_key: pem(generateKeyPairSync('ed25519').privateKey) }],
    ['with more than an address', { ...keyFile, client_email: 'a@b, c@d' }],
  ])('is none %s', (_, file) => {
    expect(readKeyFile(bytesOf(file))).toBeNull();
  });

  it('is none that is no JSON, or no text', () => {
    expect(readKeyFile(Buffer.from('MZ'))).toBeNull();
    expect(readKeyFile(Uint8Array.of(255, 254))).toBeNull();
  });
});

it('signs in with an application that has a secret, and for nothing but users', () => {
  expect(googleClient(bySignIn, ' ')).toBeNull();
  expect(googleClient(byAccount, clientSecret)).toBeNull();
  expect(googleClient(bySignIn, ` ${clientSecret} `)).toMatchObject({
    page: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: { host: 'oauth2.googleapis.com', port: 443, path: '/token' },
    clientSecret,
    scope: 'https://www.googleapis.com/auth/admin.directory.user',
    more: { access_type: 'offline' },
  });
  expect(googleSignedIn(new Secret(refreshToken), clientSecret).reveal()).toBe(signedIn());
});

const claimsSchema = z.strictObject({
  iss: z.literal(keyFile.client_email),
  sub: z.literal(byAccount.actAs),
  scope: z.literal('https://www.googleapis.com/auth/admin.directory.user'),
  aud: z.literal('https://oauth2.googleapis.com/token'),
  iat: z.int(),
  exp: z.int(),
});

function isSigned(assertion: string): boolean {
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  const json = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
  expect(json(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: keyFile.private_key_id });
  const { iat, exp } = claimsSchema.parse(json(claims));
  expect(Math.abs(iat - Date.now() / 1_000)).toBeLessThan(60);
  expect(exp - iat).toBeLessThanOrEqual(3_600);
  return createVerify('sha256').update(`${head}.${claims}`).verify(pair.publicKey, signature, 'base64url');
}

const said = (body: object, status = 200): FakeAnswer => ({ status, text: JSON.stringify(body) });
const error = (code: number, reason: string) =>
  said({ error: { code, message: 'in its own words', errors: [{ domain: 'global', reason }] } }, code);

/** The organization example.test with the one user anna. */
function answerTo(request: FakeRequest, held: { password: string }, user: object, token: object): FakeAnswer {
  const { method, target, headers, text } = request;
  if (target === '/token') return tokenAnswer(new URLSearchParams(text), token);
  if (headers.authorization !== `Bearer ${access.access_token}`) return error(401, 'authError');
  if (method === 'GET') {
    if (target !== `${users}/anna@example.test`) return error(404, 'notFound');
    return 'error' in user ? said(user, 404) : said({ kind: 'admin#directory#user', ...user });
  }
  if (method !== 'PUT' || target !== `${users}/${anna.id}`) return error(404, 'notFound');
  const { password } = bodySchema.parse(JSON.parse(text));
  if (password.length < 8) return error(400, 'invalid');
  held.password = password;
  return said({ kind: 'admin#directory#user', ...anna });
}

function tokenAnswer(form: URLSearchParams, token: object): FakeAnswer {
  const assertion = form.get('assertion');
  const signedInRight = form.get('client_secret') === clientSecret && form.get('refresh_token') === refreshToken;
  const right = assertion === null ? signedInRight : isSigned(assertion);
  const status = 'status' in token && typeof token.status === 'number' ? token.status : 200;
  return right ? said(token, status) : said({ error: 'invalid_grant', error_description: 'Bad Request' }, 400);
}
