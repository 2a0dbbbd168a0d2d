import type { ProviderAccess } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createPracticeProvider } from '../../../src/main/providers/practice/adapter.ts';
import type { KitCertificates } from '../../kits/kit-certificates.ts';
import { authorityFor } from '../../kits/probe-once.ts';
import { apiTruth } from './api-truth.ts';
import { bendBytes } from './bend-bytes.ts';
import { canaryFor, echoesOf, user } from './canaries.ts';
import { judgeChangeAnswer, judgeCheckAnswer } from './provider-judge.ts';
import { Random } from './random.ts';
import { type SecureTalk, startSecureServer } from './secure-server.ts';
import { settled } from './settled.ts';
import { strangers } from './transcripts.ts';

const limits = { connect: 5_000, answer: 800 };
const mostTaken = 16 * 1024 * 1024;

const rules = { minLength: 10, maxLength: 128 };
/** Bodies that an interface may answer, right and wrong; the first two are the schema's yes to a change and to a check. */
const bodies: readonly string[] = [
  JSON.stringify({ ok: true }),
  JSON.stringify({ ok: true, rules }),
  ...['locked', 'wrong-current', 'too-short', 'policy', 'used-before', 'what'].map((code) =>
    JSON.stringify({ ok: false, code }),
  ),
  ...[
    '{"ok":"true"}',
    '{"ok":1}',
    '{"ok":null}',
    '{"OK":true}',
    '[{"ok":true}]',
    '"ok"',
    'true',
    'null',
    '',
    ' ',
    '{}',
  ],
  '{"ok":false,"code":"locked","ok":true}',
  '{"__proto__":{"ok":true}}',
  '{"ok":true',
  '{"data":{"ok":true}}',
  '\ufeff{"ok":true}',
  '{"ok":true}{"ok":false}',
  '<?xml version="1.0"?><response><ok>true</ok></response>',
  '<!DOCTYPE html><title>Sign in</title><form action="/login"><input name="password"></form>',
  '<html><head><meta http-equiv="refresh" content="0;url=http://portal.example.test/"></head></html>',
  `${'['.repeat(30_000)}`,
  `{"ok":true,"x":"${'y'.repeat(60_000)}"}`,
  `{"ok":true,"x":"${'y'.repeat(70_000)}"}`,
];
const statuses = [
  ...['200 OK', '200', '201 Created', '204 No Content', '302 Found', '304 Not Modified', '400 Bad Request', '401 No'],
  ...['403 Forbidden', '404 Not Found', '422 Refused', '429 Slow', '500 Error', '502 Bad Gateway', '503 Busy'],
  ...['511 Network Authentication Required', '100 Continue', '101 Switching', '199 What', '999 What', '20 OK', ''],
];
const headers = [
  ...[
    'content-type: application/json',
    'content-type: text/html',
    'content-encoding: gzip',
    'location: https://elsewhere.example.test/',
  ],
  ...[
    'transfer-encoding: chunked',
    'content-length: 3',
    'content-length: 9999',
    'content-length: -1',
    'connection: keep-alive',
  ],
  ...['upgrade: h2c', 'set-cookie: a=b', 'x: \u0000', 'retry-after: 9', ': ', `x: ${'y'.repeat(20_000)}`],
];

interface ApiAnswer {
  readonly raw: Buffer;
  readonly status: number;
}

function makeAnswer(random: Random, check: boolean, echoes: readonly string[]): ApiAnswer {
  const usual = random.chance(0.25);
  const body = usual
    ? (bodies[check ? 1 : 0] ?? '')
    : random.pick([...bodies, ...echoes.map((echo) => `{"ok":false,"code":"${echo}"}`)]);
  const status = random.chance(0.5) ? '200 OK' : random.pick(statuses);
  const more = usual ? [] : Array.from({ length: random.below(3) }, () => random.pick(headers));
  const framed = random.chance(0.6) ? [`content-length: ${Buffer.byteLength(body)}`] : [];
  const head = [`HTTP/1.1 ${status}`, ...framed, ...more].join('\r\n');
  const right = Buffer.from(`${head}\r\n\r\n${body}`);
  const raw = random.chance(0.3) ? bendBytes(random, right) : right;
  return {
    raw: random.chance(0.05) ? Buffer.from(random.pick(strangers)) : raw,
    status: Number.parseInt(status, 10),
  };
}

/** One call of the practice provider at an interface that bends its answers. */
export async function fuzzApi(run: number, seed: number, certificates: KitCertificates): Promise<string[]> {
  const random = new Random(seed, run);
  const [current, next] = [canaryFor(random, false), `Next-${canaryFor(random, false)}`];
  const check = random.chance(0.3);
  const answer = makeAnswer(random, check, [...echoesOf(current), ...echoesOf(next)]);
  const heard = { changes: 0, requests: 0 };
  const dice = random.below(100);
  const onData = (bytes: Buffer, talk: SecureTalk) => {
    const text = bytes.toString('utf8');
    if (text.includes('POST /')) heard.requests += 1;
    if (text.includes('POST /change-password')) heard.changes += 1;
    if (dice < 3) talk.cut();
    else if (dice < 6) talk.end();
    else if (dice < 8)
      talk.flood(
        answer.raw,
        random.pick([Buffer.from(' '), Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), Buffer.from('x: y\r\n')]),
      );
    else if (dice > 9) talk.deliver(answer.raw);
  };
  const server = await startSecureServer(certificates.good, random, dice === 9 ? 3_000 : 40, onData);
  const door = {
    host: '127.0.0.1',
    port: server.port,
    authorities: [authorityFor('127.0.0.1', certificates.authority)],
  };
  const provider = createPracticeProvider({ ...door, token: 'token' }, limits);
  const access = accessOf(current);
  try {
    const call = check ? provider.check(access) : provider.changePassword(access, new Secret(next));
    const outcome = await settled<Awaited<typeof call>>(call, limits.connect + 2 * limits.answer);
    const told = `(${answer.raw.toString('latin1').slice(0, 300)})`;
    if (outcome.kind !== 'done') return [`${outcome.kind} ${outcome.kind === 'threw' ? outcome.words : ''} ${told}`];
    const truth = { ...apiTruth(answer.raw, answer.status, check), changes: heard.changes, signIns: heard.requests };
    const wrong =
      outcome.value.kind === 'ready' || outcome.value.kind === 'not-ready'
        ? judgeCheckAnswer(outcome.value, truth, [current, next])
        : judgeChangeAnswer(outcome.value, truth, [current, next]);
    if (server.flooded() > mostTaken) wrong.push(`${server.flooded()} bytes were taken in`);
    return wrong.map((what) => `${what}: ${JSON.stringify(outcome.value)} ${told}`);
  } finally {
    await server.stop();
  }
}

function accessOf(current: string): ProviderAccess {
  return {
    address: user,
    user,
    settings: { mode: 'self' },
    authorities: [],
    current: new Secret(current),
    credential: null,
    signal: new AbortController().signal,
  };
}
