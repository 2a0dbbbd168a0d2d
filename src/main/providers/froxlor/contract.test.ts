import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import { Secret } from '../../../core/secret.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { type HostedFake, hostedAccess } from '../hosted.test-kit.ts';
import { startPanelFake } from '../panel.test-kit.ts';
import { createFroxlorProvider } from './adapter.ts';

// Self-consistent, never met a server: the fake is made from the same sources as the provider.

const apiKey = 'b1946ac92492d2347c6235b4d2611184';
const apiSecret = 'Reseller-Umber-Wicket-70';
const right = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
const startFake = () => startPanelFake({ settings: { path: '/froxlor/', apiKey }, credential: apiSecret, answerTo });

testProvider({
  name: 'Froxlor, a fake made from its sources',
  create: createFroxlorProvider,
  changeMark: 'EmailAccounts.update',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  calls: new URL('./calls.json', import.meta.url),
  carries: 'L\u00f8vet\u00e4nn \u2603 Zw\u00f6lf-12 "',
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start: startFake,
});

const callSchema = z.object({ command: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });
const no = (status: number, message: string): FakeAnswer => ({ status, text: JSON.stringify({ message }) });

/** The customer 7 with the mailbox anna and the mere forwarding info, both at example.test. */
function answerTo({ target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  if (target !== '/froxlor/api.php') return { status: 404, type: 'text/html', text: '<h1>Not Found</h1>' };
  if (headers.authorization !== right) return no(403, 'Invalid authorization credentials');
  const { command, params } = callSchema.parse(JSON.parse(text));
  const address = String(params['emailaddr']);
  const mailboxes: Readonly<Record<string, string>> = { 'anna@example.test': '12', 'info@example.test': '0' };
  const popaccountid = mailboxes[address];
  if (popaccountid === undefined) return no(404, `Email address with emailaddr '${address}' could not be found`);
  const said = { text: JSON.stringify({ data: { id: '3', email_full: address, customerid: '7', popaccountid } }) };
  if (command === 'Emails.get') return said;
  if (command !== 'EmailAccounts.update') return no(400, 'Unknown command');
  if (params['customerid'] !== 7) return no(404, 'Customer with id #0 could not be found');
  const next = String(params['email_password']);
  if (next.length < 8) return no(400, `The given password is too short: ${next}`);
  held.password = next;
  return said;
}

describe('Froxlor, beyond what every provider promises', () => {
  const provider = createFroxlorProvider({ connect: 2_000, answer: 900 });
  const next = new Secret('Second-Ochre-Anvil-87');
  let fake: HostedFake;
  beforeAll(async () => {
    fake = await startFake();
    return () => fake.stop();
  });
  beforeEach(() => fake.reset('First-Mauve-Kettle-41'));

  it('takes an address that is only forwarded for no mailbox', async () => {
    const answer = await provider.changePassword(hostedAccess(fake, { address: 'info@example.test' }), next);
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.no-such-mailbox' });
    expect(fake.requests.map(({ text }) => text).join('')).not.toContain(next.reveal());
  });

  it.each([
    'Plum\\x41-Signal-52',
    'Plum<b>-Signal-52',
    'Plum&lt;Signal-52',
    'Plum-Signal-onend',
    ' Plum-Signal-52',
    '0',
  ])('sends nothing at all where it would store another password: %s', async (text) => {
    const before = fake.requests.length;
    const answer = await provider.changePassword(hostedAccess(fake), new Secret(text));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.policy' });
    expect(fake.requests).toHaveLength(before);
  });
});
