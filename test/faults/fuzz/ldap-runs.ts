import type { ProviderAccess } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createLdapProvider } from '../../../src/main/providers/ldap/adapter.ts';
import type { KitCertificates } from '../../kits/kit-certificates.ts';
import { authorityFor } from '../../kits/probe-once.ts';
import { canaryFor, echoesOf, user } from './canaries.ts';
import {
  answerTags,
  bentAnswer,
  entry,
  type LdapRequest,
  reference,
  requestsIn,
  result,
  resultsIn,
} from './ldap-answers.ts';
import { judgeChangeAnswer, judgeCheckAnswer } from './provider-judge.ts';
import { Random } from './random.ts';
import { type SecureTalk, startSecureServer } from './secure-server.ts';
import { settled } from './settled.ts';
import { strangers } from './transcripts.ts';

const limits = { connect: 5_000, answer: 600 };
const mostTaken = 16 * 1024 * 1024;
const bind = 0x60;
const search = 0x63;
const modify = 0x77;

/** A directory that bends its answers from some step on, and what it heard and said. */
class BentDirectory {
  readonly counts = { binds: 0, modifies: 0 };
  readonly #random: Random;
  readonly #secrets: readonly [current: string, next: string];
  readonly #from: number;
  readonly #said = new Map<number, { readonly id: number; readonly parts: Buffer[] }>();
  #current = 0;

  constructor(random: Random, secrets: readonly [string, string]) {
    this.#random = random;
    this.#secrets = secrets;
    this.#from = random.pick([0, bind, modify, modify, modify, -1]);
  }

  hear(bytes: Buffer, talk: SecureTalk): void {
    for (const request of this.#requests(bytes)) {
      if (request.operation === bind) this.counts.binds += 1;
      if (request.operation === modify) this.counts.modifies += 1;
      if (answerTags[request.operation] === undefined) return;
      this.#current = request.operation;
      this.#said.set(request.operation, { id: request.id, parts: [] });
      this.#answer(request, talk);
    }
  }

  /** Every result that was said in answer to the last request of a kind. */
  results(operation: number): number[] {
    const { id, parts } = this.#said.get(operation) ?? { id: 0, parts: [] };
    return resultsIn(Buffer.concat(parts), id, answerTags[operation] ?? 0);
  }

  /** Only what has been heard can be sent back. */
  #echoes(): string[] {
    const [current, next] = this.#secrets;
    return [...(this.counts.binds > 0 ? echoesOf(current) : []), ...(this.counts.modifies > 0 ? echoesOf(next) : [])];
  }

  #requests(bytes: Buffer): LdapRequest[] {
    try {
      return requestsIn(bytes);
    } catch {
      return [];
    }
  }

  #answer(request: LdapRequest, talk: SecureTalk): void {
    const { operation, id } = request;
    const bends = this.#from === 0 || operation === this.#from;
    const dice = bends ? this.#random.below(100) : 100;
    const answerTag = answerTags[operation] ?? 0;
    const found = operation === search ? [entry(id, 'uid=anna,dc=test', [['objectClass', 'person']])] : [];
    const right = Buffer.concat([...found, result(id, answerTag, 0)]);
    if (dice === 100) this.#say(talk, right, true);
    else if (dice < 3) talk.cut();
    else if (dice < 6) talk.end();
    else if (dice < 8) this.#flood(talk, request);
    else if (dice < 10) this.#say(talk, Buffer.from(this.#random.pick(strangers)), false);
    else if (dice < 16) this.#say(talk, Buffer.concat([right, result(id + 1, 0x78, 0), result(id + 2, 0x78, 0)]), true);
    else if (dice < 20) this.#say(talk, right, false);
    else this.#say(talk, bentAnswer(this.#random, request, this.#echoes()), false);
  }

  #say(talk: SecureTalk, bytes: Buffer, whole: boolean): void {
    this.#said.get(this.#current)?.parts.push(bytes);
    if (whole) talk.send(bytes);
    else talk.deliver(bytes);
  }

  #flood(talk: SecureTalk, { id }: LdapRequest): void {
    const units = [
      reference(id),
      entry(id, 'uid=x,dc=test', []),
      Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]),
      Buffer.alloc(1),
    ];
    const unit = this.#random.pick(units);
    // Whole messages only, so that none is cut where one piece follows the other.
    talk.flood(Buffer.alloc(0), Buffer.concat(Array.from({ length: Math.ceil(64_000 / unit.length) }, () => unit)));
  }
}

/** One call of the LDAP provider at a directory that bends its answers. */
export async function fuzzLdap(run: number, seed: number, certificates: KitCertificates): Promise<string[]> {
  const random = new Random(seed, run);
  const [current, next] = [canaryFor(random, false), `Next-${canaryFor(random, false)}`];
  const directory = new BentDirectory(random, [current, next]);
  const check = random.chance(0.3);
  const patience = random.chance(0.03) ? 3_000 : 40;
  const server = await startSecureServer(certificates.good, random, patience, (bytes, talk) =>
    directory.hear(bytes, talk),
  );
  const access = accessOf(random, server.port, current, certificates);
  const provider = createLdapProvider(limits);
  try {
    const call = check ? provider.check(access) : provider.changePassword(access, new Secret(next));
    const outcome = await settled<Awaited<typeof call>>(call, limits.connect + 8 * limits.answer);
    if (outcome.kind !== 'done') return [`${outcome.kind} ${outcome.kind === 'threw' ? outcome.words : ''}`];
    const { binds, modifies } = directory.counts;
    const codes = directory.results(check ? bind : modify);
    const truth = {
      changes: modifies,
      signIns: binds,
      saidYes: codes.includes(0),
      saidNo: codes.some((code) => code !== 0),
    };
    const wrong =
      outcome.value.kind === 'ready' || outcome.value.kind === 'not-ready'
        ? judgeCheckAnswer(outcome.value, truth, [current, next])
        : judgeChangeAnswer(outcome.value, truth, [current, next]);
    if (server.flooded() > mostTaken) wrong.push(`${server.flooded()} bytes were taken in`);
    return wrong.map((what) => `${what}: ${JSON.stringify(outcome.value)} ${JSON.stringify(truth)}`);
  } finally {
    await server.stop();
  }
}

function accessOf(random: Random, port: number, current: string, certificates: KitCertificates): ProviderAccess {
  const named = random.chance(0.7);
  return {
    address: user,
    user,
    settings: {
      host: '127.0.0.1',
      port: String(port),
      security: 'tls',
      mode: random.pick(['self', 'admin']),
      adminDn: 'cn=admin,dc=test',
      ...(named ? { userDn: 'uid={local},dc=test' } : { searchBase: 'dc=test', searchFilter: '(mail={address})' }),
    },
    authorities: [authorityFor('127.0.0.1', certificates.authority)],
    current: new Secret(current),
    credential: new Secret(current),
    signal: new AbortController().signal,
  };
}
