import type { ProviderAccess } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createPostfixAdminProvider } from '../../../src/main/providers/postfixadmin/adapter.ts';
import type { KitCertificates } from '../../kits/kit-certificates.ts';
import { authorityFor } from '../../kits/probe-once.ts';
import { bendBytes } from './bend-bytes.ts';
import { bendHtml } from './bend-html.ts';
import { canaryFor, echoesOf, user } from './canaries.ts';
import {
  type PanelAnswer,
  type PanelAsker,
  type PanelStep,
  panelMeaning,
  panelOther,
  panelStepOf,
  panelYes,
} from './postfixadmin-answers.ts';
import { judgeChangeAnswer, judgeCheckAnswer } from './provider-judge.ts';
import { Random } from './random.ts';
import { type SecureTalk, startSecureServer } from './secure-server.ts';
import { settled } from './settled.ts';
import { strangers } from './transcripts.ts';

const limits = { connect: 5_000, answer: 600 };
const mostTaken = 16 * 1024 * 1024;
const statuses = [
  '201 Created',
  '301 Moved',
  '303 See',
  '401 No',
  '403 No',
  '404 No',
  '429 Slow',
  '500 Error',
  '503 Busy',
];
const headers = [
  ...[
    'content-encoding: gzip',
    'transfer-encoding: chunked',
    'content-length: 3',
    'content-length: 9999',
    'retry-after: 9',
  ],
  ...[
    'set-cookie: a',
    'set-cookie: =',
    'set-cookie: a=\u00fc',
    `set-cookie: a=${'x'.repeat(9_000)}`,
    'location: main.php',
  ],
  ...['refresh: 0;url=main.php', 'content-type: text/plain', 'content-type: text/html; charset=utf-16'],
];

/** PostfixAdmin's pages, with the answer to one of the steps bent, or all of them; and what they heard and said. */
class BentPanel {
  readonly heard: Record<PanelStep, number> = { page: 0, 'sign-in': 0, form: 0, change: 0, list: 0 };
  readonly #said = new Map<PanelStep, Buffer>();
  readonly #open = new WeakMap<SecureTalk, string>();
  readonly #random: Random;
  readonly #asker: PanelAsker;
  readonly #secrets: readonly [known: string, next: string];
  readonly #bent: PanelStep | 'all';

  constructor(random: Random, asker: PanelAsker, secrets: readonly [string, string]) {
    this.#random = random;
    this.#asker = asker;
    this.#secrets = secrets;
    const late: readonly PanelStep[] = asker === 'self' ? ['change', 'change'] : ['change', 'list'];
    this.#bent = random.pick(['page', 'sign-in', 'form', 'form', 'change', 'change', ...late, ...late, 'all']);
  }

  hear(bytes: Buffer, talk: SecureTalk): void {
    const heard = `${this.#open.get(talk) ?? ''}${bytes.toString('latin1')}`;
    this.#open.set(talk, heard);
    const step = panelStepOf(heard, this.#asker);
    if (step === null) return;
    this.#open.set(talk, '');
    this.heard[step] += 1;
    this.#answer(step, talk);
  }

  meaning(step: PanelStep): { readonly yes: boolean; readonly no: boolean } {
    return panelMeaning(step, this.#asker, this.#said.get(step) ?? Buffer.alloc(0));
  }

  #answer(step: PanelStep, talk: SecureTalk): void {
    const random = this.#random;
    const dice = this.#bent === 'all' || this.#bent === step ? random.below(100) : 100;
    if (dice < 3) talk.cut();
    else if (dice < 6) talk.end();
    else if (dice < 8) this.#flood(talk);
    else if (dice < 10) this.#say(step, talk, Buffer.from(random.pick(strangers)));
    else if (dice === 100) this.#say(step, talk, framed(panelYes(step, this.#asker), [], null), true);
    else this.#say(step, talk, this.#bentAnswer(step));
  }

  #bentAnswer(step: PanelStep): Buffer {
    const random = this.#random;
    // Only what has been heard can be sent back.
    const known = this.#secrets.slice(0, step === 'change' || step === 'list' ? 2 : step === 'page' ? 0 : 1);
    const words = [user, 'x', ...known.flatMap(echoesOf)];
    const answer = random.chance(0.4)
      ? panelYes(step, this.#asker)
      : panelOther(random, step, this.#asker, random.pick(words));
    const body = random.chance(0.4) ? null : bendHtml(random, answer.html, words);
    const more = random.chance(0.85) ? [] : [random.pick(headers)];
    const status = random.chance(0.9) ? answer.status : random.pick(statuses);
    const whole = framed({ ...answer, status }, more, body);
    return random.chance(0.1) ? bendBytes(random, whole) : whole;
  }

  #say(step: PanelStep, talk: SecureTalk, bytes: Buffer, whole = false): void {
    this.#said.set(step, bytes);
    if (whole) talk.send(bytes);
    else talk.deliver(bytes);
  }

  #flood(talk: SecureTalk): void {
    const unit = this.#random.pick(['<b>', '<b/>', 'x', ' ', '<a b="c">d</a>', '&amp;', '<!---->', '<p><b id=1>']);
    talk.flood(
      Buffer.from('HTTP/1.1 200 OK\r\n\r\n<!doctype html>'),
      Buffer.from(unit.repeat(Math.ceil(64_000 / unit.length))),
    );
  }
}

function framed({ status, location, html }: PanelAnswer, more: readonly string[], bent: Buffer | null): Buffer {
  const body = bent ?? Buffer.from(html);
  const lines = [...(location === null ? [] : [`location: ${location}`]), 'set-cookie: postfixadmin_session=1; path=/'];
  const head = [`HTTP/1.1 ${status}`, `content-length: ${body.length}`, ...lines, ...more].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** One call of the PostfixAdmin provider at pages that are bent. */
export async function fuzzHtml(run: number, seed: number, certificates: KitCertificates): Promise<string[]> {
  const random = new Random(seed, run);
  const [known, next] = [canaryFor(random, false), `Next-${canaryFor(random, false)}`];
  const asker = random.pick(['self', 'admin'] as const);
  const check = random.chance(0.2);
  const panel = new BentPanel(random, asker, [known, next]);
  const patience = random.chance(0.03) ? 3_000 : 40;
  const server = await startSecureServer(certificates.good, random, patience, (bytes, talk) => panel.hear(bytes, talk));
  const access = accessOf(server.port, asker, known, certificates);
  const provider = createPostfixAdminProvider(limits);
  try {
    const call = check ? provider.check(access) : provider.changePassword(access, new Secret(next));
    const outcome = await settled<Awaited<typeof call>>(call, limits.connect + 6 * limits.answer);
    if (outcome.kind !== 'done') return [`${outcome.kind} ${outcome.kind === 'threw' ? outcome.words : ''}`];
    const last = panel.meaning('change');
    const saidYes = check ? panel.meaning('form').yes : last.yes && (asker === 'self' || panel.meaning('list').yes);
    const truth = { changes: panel.heard.change, signIns: panel.heard['sign-in'], saidYes, saidNo: last.no };
    const wrong =
      outcome.value.kind === 'ready' || outcome.value.kind === 'not-ready'
        ? judgeCheckAnswer(outcome.value, truth, [known, next])
        : judgeChangeAnswer(outcome.value, truth, [known, next]);
    if (server.flooded() > mostTaken) wrong.push(`${server.flooded()} bytes were taken in`);
    return wrong.map((what) => `${what}: ${JSON.stringify(outcome.value)} ${JSON.stringify(truth)}`);
  } finally {
    await server.stop();
  }
}

function accessOf(port: number, mode: PanelAsker, known: string, certificates: KitCertificates): ProviderAccess {
  return {
    address: user,
    user,
    settings: {
      host: '127.0.0.1',
      port: String(port),
      path: '/postfixadmin/',
      mode,
      adminName: 'postmaster@example.test',
    },
    authorities: [authorityFor('127.0.0.1', certificates.authority)],
    current: mode === 'self' ? new Secret(known) : null,
    credential: mode === 'admin' ? new Secret(known) : null,
    signal: new AbortController().signal,
  };
}
