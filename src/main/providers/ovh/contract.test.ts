import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { type HostedFake, hostedAccess, startHostedFake } from '../hosted.test-kit.ts';
import { createOvhProvider } from './adapter.ts';

// Self-consistent, never met the service: the fake is made from the same documents as the provider.

const applicationKey = 'Application-Ochre-4';
const applicationSecret = 'Application-Secret-Slate-61';
const consumerKey = 'Consumer-Secret-Umber-27';
const account = '/1.0/email/domain/example.test/account/anna';
const bodySchema = z.strictObject({ password: z.string() });

/** The interface's clock is years behind every computer's, so that nobody signs with their own unnoticed. */
const itsTime = () => 1_600_000_000 + Math.floor(performance.now() / 1_000);
/** Tasks of the mailbox that are under way. */
let underWay: readonly number[] = [];

const start = () =>
  startHostedFake({
    settings: { region: 'eu', applicationKey },
    credential: `${applicationSecret} ${consumerKey}`,
    wrongCredential: `Wrong-Secret-Teal-05 ${consumerKey}`,
    answerTo,
  });

testProvider({
  name: 'OVHcloud, a fake made from documents',
  create: (limits, door) => createOvhProvider(limits, () => door),
  changeMark: '/changePassword HTTP',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start,
});

describe('OVHcloud, beyond what every provider promises', () => {
  let fake: HostedFake;
  beforeAll(async () => {
    fake = await start();
    return () => fake.stop();
  });
  afterEach(() => {
    underWay = [];
  });
  const provider = () => createOvhProvider({ connect: 2_000, answer: 900 }, () => fake);
  const next = new Secret('Second-Ochre-Anvil-87');
  const changes = () => fake.requests.filter(({ method }) => method === 'POST').length;

  it('sends no change while an earlier one is still being carried out', async () => {
    underWay = [4711];
    expect(await provider().check(hostedAccess(fake))).toMatchObject({ failure: { code: 'provider.busy' } });
    const answer = await provider().changePassword(hostedAccess(fake), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.busy' });
    expect(changes()).toBe(0);
    underWay = [];
    expect(await provider().changePassword(hostedAccess(fake), next)).toEqual({ kind: 'accepted' });
    expect(changes()).toBe(1);
  });

  it.each(['', 'one', 'one two three', 'one tw\u00f6', '   '])(
    'asks for two secrets, which "%s" is not',
    async (text) => {
      const before = fake.requests.length;
      const answer = await provider().check(hostedAccess(fake, { credential: new Secret(text) }));
      expect(answer).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
      expect(fake.requests).toHaveLength(before);
    },
  );

  it.each([' Plum-Signal-52', 'Plum-Signal-52 '])('sends no password with a blank at an end', async (text) => {
    const before = fake.requests.length;
    const answer = await provider().changePassword(hostedAccess(fake), new Secret(text));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.policy' });
    expect(fake.requests).toHaveLength(before);
  });

  it('asks the interface of the region that was chosen', async () => {
    const asked: string[] = [];
    const of = createOvhProvider({ connect: 2_000, answer: 900 }, (region) => {
      asked.push(region);
      return fake;
    });
    await of.check(hostedAccess(fake, { settings: { region: 'canada', applicationKey } }));
    expect(asked).toEqual(['canada']);
  });
});

/** The domain example.test with the one mailbox anna. Unlike the real one, it carries every task out at once. */
function answerTo(request: FakeRequest, held: { password: string }): FakeAnswer {
  const { method, target, headers, text } = request;
  const said = (status: number, body: unknown): FakeAnswer => ({ status, text: JSON.stringify(body) });
  if (target === '/1.0/auth/time') return said(200, itsTime());
  if (headers['x-ovh-application'] !== applicationKey || headers['x-ovh-consumer'] !== consumerKey) {
    return said(403, { errorCode: 'INVALID_KEY', httpCode: '403 Forbidden', message: 'This key is not valid' });
  }
  if (!isSigned(request)) {
    return said(400, { errorCode: 'INVALID_SIGNATURE', httpCode: '400 Bad Request', message: 'Invalid signature' });
  }
  if (target === '/1.0/email/domain/example.test/task/account?name=anna') return said(200, underWay);
  if (target === account) return said(200, { accountName: 'anna', domain: 'example.test', size: 5_000_000_000 });
  if (method !== 'POST' || target !== `${account}/changePassword`) {
    return said(404, { class: 'Client::NotFound', message: 'The requested object does not exist' });
  }
  const { password } = bodySchema.parse(JSON.parse(text));
  if (password.length < 9) return said(400, { class: 'Client::BadRequest', message: 'Password is too short' });
  held.password = password;
  const date = '2026-11-22T10:00:00+01:00';
  return said(200, { id: 4711, action: 'changePassword', name: 'anna', domain: 'example.test', date });
}

function isSigned({ method, target, headers, text }: FakeRequest): boolean {
  const time = String(headers['x-ovh-timestamp']);
  const signed = [applicationSecret, consumerKey, method, `https://${headers.host}${target}`, text, time].join('+');
  const right = `$1$${createHash('sha1').update(signed).digest('hex')}`;
  return headers['x-ovh-signature'] === right && Math.abs(Number(time) - itsTime()) <= 2;
}
