import type { ProviderAccess } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createPleskProvider } from '../../../src/main/providers/plesk/adapter.ts';
import type { KitCertificates } from '../../kits/kit-certificates.ts';
import { authorityFor } from '../../kits/probe-once.ts';
import { bendBytes } from './bend-bytes.ts';
import { bendXml } from './bend-xml.ts';
import { canaryFor, echoesOf, user } from './canaries.ts';
import { type PleskStep, pleskMeaning, pleskOther, pleskStepOf, pleskYes } from './plesk-answers.ts';
import { judgeChangeAnswer, judgeCheckAnswer } from './provider-judge.ts';
import { Random } from './random.ts';
import { type SecureTalk, startSecureServer } from './secure-server.ts';
import { settled } from './settled.ts';
import { strangers } from './transcripts.ts';

const limits = { connect: 5_000, answer: 600 };
/** The site, the site with the version said, the mailbox, the change: each has its own time. */
const mostCalls = 4;
const mostTaken = 16 * 1024 * 1024;

const statuses = [
  '201 Created',
  '302 Found',
  '400 Bad',
  '401 No',
  '403 No',
  '404 No',
  '429 Slow',
  '500 Error',
  '503 Busy',
];
const headers = [
  ...[
    'content-type: text/html',
    'content-encoding: gzip',
    'location: https://elsewhere.example.test/',
    'connection: close',
  ],
  ...['transfer-encoding: chunked', 'content-length: 3', 'content-length: 9999', 'retry-after: 9', 'set-cookie: a=b'],
];

/** A Plesk server that bends its answer to one of the steps, or to all, and what it heard and said. */
class BentPlesk {
  readonly heard: Record<PleskStep, number> = { site: 0, find: 0, set: 0 };
  readonly #said = new Map<PleskStep, Buffer>();
  readonly #open = new WeakMap<SecureTalk, string>();
  readonly #random: Random;
  readonly #way: 'xml' | 'rest';
  readonly #secrets: readonly [credential: string, next: string];
  readonly #bent: PleskStep | 'all';
  #wantsVersion = false;

  constructor(random: Random, way: 'xml' | 'rest', secrets: readonly [string, string]) {
    this.#random = random;
    this.#way = way;
    this.#secrets = secrets;
    this.#bent = random.pick(['site', 'find', 'set', 'set', 'set', 'set', 'all']);
  }

  hear(bytes: Buffer, talk: SecureTalk): void {
    const heard = `${this.#open.get(talk) ?? ''}${bytes.toString('latin1')}`;
    this.#open.set(talk, heard);
    const step = pleskStepOf(heard);
    if (step === null) return;
    this.#open.set(talk, '');
    this.heard[step] += 1;
    this.#answer(step, talk);
  }

  /** How the last answer to a step can be read. */
  meaning(step: PleskStep): { readonly yes: boolean; readonly no: boolean } {
    return pleskMeaning(this.#said.get(step) ?? Buffer.alloc(0), this.#way);
  }

  /** Looking for the site may be tried once more, with the version said, where the server wants it. */
  get wantsVersion(): boolean {
    return this.#wantsVersion;
  }

  #answer(step: PleskStep, talk: SecureTalk): void {
    const random = this.#random;
    const bends = this.#bent === 'all' || this.#bent === step;
    const dice = bends ? random.below(100) : 100;
    if (dice < 3) talk.cut();
    else if (dice < 6) talk.end();
    else if (dice < 8) this.#flood(step, talk);
    else if (dice < 10) this.#say(step, talk, Buffer.from(random.pick(strangers)));
    else if (dice === 100) this.#say(step, talk, framed('200 OK', [], Buffer.from(pleskYes(step, this.#way))), true);
    else this.#say(step, talk, this.#bentAnswer(step));
  }

  #bentAnswer(step: PleskStep): Buffer {
    const random = this.#random;
    // Only what has been heard can be sent back.
    const echoes = this.#secrets.slice(0, step === 'set' ? 2 : 1).flatMap(echoesOf);
    const text = random.chance(0.5) ? pleskYes(step, this.#way) : pleskOther(random, step, this.#way, echoes);
    const body = random.chance(0.3) ? Buffer.from(text) : bendXml(random, text, echoes);
    const status = random.chance(0.85) ? '200 OK' : random.pick(statuses);
    const more = random.chance(0.85) ? [] : [random.pick(headers)];
    const whole = framed(status, more, body);
    return random.chance(0.1) ? bendBytes(random, whole) : whole;
  }

  #say(step: PleskStep, talk: SecureTalk, bytes: Buffer, whole = false): void {
    this.#said.set(step, bytes);
    if (step === 'site' && bytes.includes('1017')) this.#wantsVersion = true;
    if (whole) talk.send(bytes);
    else talk.deliver(bytes);
  }

  #flood(step: PleskStep, talk: SecureTalk): void {
    const beginning = Buffer.from(`HTTP/1.1 200 OK\r\n\r\n${pleskYes(step, this.#way).slice(0, -9)}`);
    const unit = this.#random.pick(['<b>', '<b/>', 'x', ' ', '<b c="d">e</b>', '&amp;', '<!---->']);
    talk.flood(beginning, Buffer.from(unit.repeat(Math.ceil(64_000 / unit.length))));
  }
}

function framed(status: string, more: readonly string[], body: Buffer): Buffer {
  const head = [`HTTP/1.1 ${status}`, `content-length: ${body.length}`, ...more].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** One call of the Plesk provider at a server that bends its answers. */
export async function fuzzXml(run: number, seed: number, certificates: KitCertificates): Promise<string[]> {
  const random = new Random(seed, run);
  const [credential, next] = [canaryFor(random, false), `Next-${canaryFor(random, false)}`];
  const way = random.chance(0.85) ? 'xml' : 'rest';
  const plesk = new BentPlesk(random, way, [credential, next]);
  const check = random.chance(0.2);
  const patience = random.chance(0.03) ? 3_000 : 40;
  const server = await startSecureServer(certificates.good, random, patience, (bytes, talk) => plesk.hear(bytes, talk));
  const access = accessOf(server.port, way, credential, certificates);
  const provider = createPleskProvider(limits);
  try {
    const call = check ? provider.check(access) : provider.changePassword(access, new Secret(next));
    const outcome = await settled<Awaited<typeof call>>(call, mostCalls * (limits.connect + limits.answer));
    if (outcome.kind !== 'done') return [`${outcome.kind} ${outcome.kind === 'threw' ? outcome.words : ''}`];
    const meaning = plesk.meaning(check ? 'find' : 'set');
    const { site, find, set } = plesk.heard;
    const signIns = Math.max(site - (plesk.wantsVersion ? 1 : 0), find, set);
    const truth = { changes: set, signIns, saidYes: meaning.yes, saidNo: meaning.no };
    const wrong =
      outcome.value.kind === 'ready' || outcome.value.kind === 'not-ready'
        ? judgeCheckAnswer(outcome.value, truth, [credential, next])
        : judgeChangeAnswer(outcome.value, truth, [credential, next]);
    if (server.flooded() > mostTaken) wrong.push(`${server.flooded()} bytes were taken in`);
    return wrong.map((what) => `${what}: ${JSON.stringify(outcome.value)} ${JSON.stringify(truth)}`);
  } finally {
    await server.stop();
  }
}

function accessOf(
  port: number,
  way: 'xml' | 'rest',
  credential: string,
  certificates: KitCertificates,
): ProviderAccess {
  return {
    address: user,
    user,
    settings: { host: '127.0.0.1', port: String(port), interface: way, signIn: 'password', adminUser: 'admin' },
    authorities: [authorityFor('127.0.0.1', certificates.authority)],
    current: null,
    credential: new Secret(credential),
    signal: new AbortController().signal,
  };
}
