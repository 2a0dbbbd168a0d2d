import { expect, it } from 'vitest';
import * as z from 'zod';
import { httpWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import { hostedAccess, startHostedFake } from '../hosted.test-kit.ts';
import { createGandiProvider } from './adapter.ts';

// Self-consistent, never met the service: the fake is made from the same documents as the provider.

const token = 'pat_Cobalt-Drum-19';
const list = '/v5/email/mailboxes/example.test';
const bodySchema = z.strictObject({ password: z.string() });
/** As many as this come before the mailbox that is looked for. */
let before = 0;
/** Milliseconds that each page takes, and mailboxes that each has too many. */
let pause = 0;
let more = 0;

const start = () => startHostedFake({ settings: {}, credential: token, answerTo });

testProvider({
  name: 'Gandi, a fake made from documents',
  create: createGandiProvider,
  changeMark: 'PATCH /v5/email/',
  wire: httpWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.policy'] },
  stranger: ['provider.no-such-mailbox'],
  start,
});

it.each([
  [0, 'ready'],
  [450, 'ready'],
  [1_000_000, 'not-ready'],
])('reads the list page by page, and not for ever (%i before it)', async (count, kind) => {
  before = count;
  const fake = await start();
  try {
    const provider = createGandiProvider({ connect: 2_000, answer: 900 }, fake);
    expect(await provider.check(hostedAccess(fake))).toMatchObject({ kind });
  } finally {
    before = 0;
    await fake.stop();
  }
});

it('gives up on a list that is slow to end, and takes no page that is longer than it asked for', async () => {
  const fake = await start();
  before = 1_000_000;
  try {
    const provider = createGandiProvider({ connect: 2_000, answer: 900 }, fake);
    pause = 250;
    const started = performance.now();
    expect(await provider.check(hostedAccess(fake))).toMatchObject({ failure: { code: 'provider.unreachable' } });
    expect(performance.now() - started).toBeLessThan(5_000);
    [pause, more] = [0, 1];
    expect(await provider.check(hostedAccess(fake))).toMatchObject({ failure: { code: 'provider.unreachable' } });
    expect(fake.requests.at(-1)?.target).toContain('page=1&');
  } finally {
    [before, pause, more] = [0, 0, 0];
    await fake.stop();
  }
});

/** The domain example.test; the mailbox anna is the last one of its list. */
function answerTo({ method, target, headers, text }: FakeRequest, held: { password: string }): FakeAnswer {
  const said = (status: number, body: object): FakeAnswer => ({ status, text: JSON.stringify(body) });
  const error = (code: number, cause: string) => said(code, { object: 'HTTPError', cause, code, message: cause });
  if (headers.authorization !== `Bearer ${token}`) return error(401, 'Unauthorized');
  const url = new URL(target, 'https://api.gandi.net');
  if (method === 'GET' && url.pathname === list) {
    const [page, perPage] = ['page', 'per_page'].map((name) => Number(url.searchParams.get(name)));
    const from = ((page ?? 1) - 1) * (perPage ?? 0);
    const count = Math.max(0, Math.min((perPage ?? 0) + more, before + 1 - from));
    for (const until = performance.now() + pause; performance.now() < until; );
    return said(
      200,
      Array.from({ length: count }, (_, index) => mailbox(from + index)),
    );
  }
  if (method !== 'PATCH' || url.pathname !== `${list}/id-of-anna`) return error(404, 'Not Found');
  const { password } = bodySchema.parse(JSON.parse(text));
  if (password.length < 8) {
    const errors = [{ location: 'body', name: 'password', description: 'Shorter than minimum length 8' }];
    return said(400, { status: 'error', errors });
  }
  held.password = password;
  return said(202, { message: 'The mailbox is being updated.' });
}

function mailbox(number: number) {
  const login = number === before ? 'anna' : `anna${number}`;
  return { id: `id-of-${login}`, login, domain: 'example.test', address: `${login}@example.test` };
}
