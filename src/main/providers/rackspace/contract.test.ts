import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { hostedAccess, startHostedFake } from '../hosted.test-kit.ts';
import { createRackspaceProvider } from './adapter.ts';

// Self-consistent, never met the service: the fake is made from the same documents as the provider.

const userKey = 'eGbq9.Key';
const secretKey = 'Secret-Umber-Wicket-70';
/** Late in the evening at Greenwich and another day in the East, so that no local time passes for UTC. */
const now = () => new Date('2026-11-22T23:04:05.678Z');

const start = (product: string, account = 'me') =>
  startHostedFake({ settings: { product, account, userKey }, credential: secretKey, answerTo });

for (const [product, file, name] of [
  ['email', 'fixture-rs.json', 'Rackspace Email'],
  ['exchange', 'fixture-ex.json', 'Rackspace Hosted Exchange'],
] as const) {
  testProvider({
    name: `${name}, a fake made from documents`,
    create: (limits, door) => createRackspaceProvider(limits, door, now),
    changeMark: 'PUT /v1/customers/',
    wire: httpWire,
    silentYes: true,
    fixture: new URL(`./${file}`, import.meta.url),
    refusals: { policy: ['provider.policy'] },
    stranger: ['provider.no-such-mailbox'],
    start: () => start(product),
  });
}

describe('Rackspace, beyond what every provider promises', () => {
  it.each([
    ['12345678', 'email', '/v1/customers/12345678/domains/example.test/rs/mailboxes/anna'],
    ['me', 'exchange', '/v1/customers/me/domains/example.test/ex/mailboxes/anna'],
  ])('asks about the mailbox of account %s and product %s', async (account, product, target) => {
    const fake = await start(product, account);
    const provider = createRackspaceProvider({ connect: 2_000, answer: 900 }, fake, now);
    expect(await provider.check(hostedAccess(fake))).toMatchObject({ kind: 'ready' });
    expect(fake.requests.map((request) => request.target)).toEqual([target]);
    await fake.stop();
  });

  it.each([
    { account: '../admins' },
    { account: '' },
    { userKey: 'a:b' },
    { userKey: 'a\nb' },
    { product: 'calendar' },
  ])('asks for what is missing instead of sending anything: %j', async (wrong) => {
    const fake = await start('email');
    const provider = createRackspaceProvider({ connect: 2_000, answer: 900 }, fake, now);
    const settings = { ...hostedAccess(fake).settings, ...wrong };
    const answer = await provider.check(hostedAccess(fake, { settings }));
    expect(answer).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    expect(fake.requests).toHaveLength(0);
    await fake.stop();
  });
});

/** The domain example.test with the one mailbox anna, in both products. */
function answerTo({ method, target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  const refused = (status: number, reason: string) => ({ status, text: '', headers: { 'x-error-message': reason } });
  const signed = `${userKey}${headers['user-agent']}20261122230405${secretKey}`;
  const right = `${userKey}:20261122230405:${createHash('sha1').update(signed).digest('base64')}`;
  if (headers['x-api-signature'] !== right) return refused(403, 'Signature is not valid');
  if (!/^\/v1\/customers\/(me|12345678)\/domains\/example\.test\/(rs|ex)\/mailboxes\/anna$/.test(target)) {
    return refused(404, 'Mailbox does not exist');
  }
  if (method === 'GET') return { text: JSON.stringify({ name: 'anna', size: 10_240, enabled: true }) };
  const password = new URLSearchParams(text).get('password') ?? '';
  if (password.length < 8) return refused(400, 'Password must be at least 8 characters long');
  held.password = password;
  return { text: '' };
}
