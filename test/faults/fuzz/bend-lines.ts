import type { Protocol } from '../../../src/shared/model.ts';
import { bendBytes } from './bend-bytes.ts';
import type { Random } from './random.ts';
import { strangers, transcripts } from './transcripts.ts';

/** What a bend may draw on. */
export interface LineSources {
  readonly protocol: Protocol;
  /** The tag of the command that is answered; empty where the protocol has none. */
  readonly tag: string;
  /** The password as a server could send it back, once it has it. */
  readonly echoes: readonly string[];
}

type Bend = (random: Random, lines: string[], sources: LineSources) => string[];

/** Words that change the meaning of an answer when they change places. */
const words =
  /\b(OK|NO|BAD|BYE|PREAUTH|ERR|CAPABILITY|PLAIN|LOGIN|AUTH|STARTTLS|STLS|USER|SASL|235|250|220|334|535|454|421)\b/g;
const replacements =
  'OK NO BAD BYE PREAUTH ERR CAPABILITY PLAIN LOGIN AUTH STLS USER 235 250 220 334 535 454 421 999'.split(' ');

/** One line of the world's servers, of this protocol four times out of five. */
function anyLine(random: Random, { protocol, tag }: LineSources): string {
  const of = random.chance(0.8) ? protocol : random.pick(['imap', 'pop3', 'smtp'] as const);
  const { greetings, yes, no, nearYes, others } = transcripts[of];
  return random.pick(random.pick([greetings, yes, no, nearYes, others])).replaceAll('%', tag);
}

const bends: readonly Bend[] = [
  (random, lines, sources) => lines.toSpliced(random.below(lines.length + 1), 0, anyLine(random, sources)),
  (random, lines, sources) => lines.toSpliced(random.below(lines.length), 1, anyLine(random, sources)),
  (random, lines, { protocol, tag }) =>
    lines.toSpliced(random.below(lines.length), 1, random.pick(transcripts[protocol].nearYes).replaceAll('%', tag)),
  (random, lines) => lines.toSpliced(random.below(lines.length), 1),
  (random, lines) => [...lines, ...lines.slice(random.below(lines.length))],
  (_random, lines) => lines.toReversed(),
  (random, lines) =>
    lines.map((line) => line.replace(words, (word) => (random.chance(0.5) ? random.pick(replacements) : word))),
  (random, lines) =>
    lines.map((line) =>
      line.replace(/^(\S+)/, () => random.pick(['*', '+', 'K1', 'K2', 'K3', '', '250-', '235-', '+OK'])),
    ),
  (random, lines) => lines.map((line) => (random.chance(0.5) ? line.toLowerCase() : line.toUpperCase())),
  (random, lines) => lines.map((line) => line.replaceAll(' ', () => random.pick([' ', '  ', '\t', '', '\u00a0']))),
  (random, lines) => [...lines, ...Array.from({ length: random.pick([2, 200, 3_000]) }, () => lines.at(-1) ?? '')],
  (random, lines) => lines.map((line) => `${line} ${'y'.repeat(random.pick([300, 9_000, 66_000]))}`),
  (random, lines, { echoes }) => lines.map((line) => (echoes.length > 0 ? `${line} ${random.pick(echoes)}` : line)),
  (random, lines, { echoes }) =>
    lines.map((line) => `${line} ${echoes.map((echo) => (random.chance(0.5) ? echo : '')).join(' ')}`),
  (random, _lines) => [random.pick(strangers)],
  (_random, _lines) => [''],
];

/** Bends a right answer by what lines mean, then now and then also as bare bytes. Always ends in some line break or none. */
export function bendLines(random: Random, right: string, sources: LineSources): Buffer {
  let lines = right.replace(/\r\n$/, '').split('\r\n');
  for (let count = 1 + random.below(3); count > 0 && lines.length > 0; count -= 1) {
    lines = random.pick(bends)(random, lines, sources);
  }
  const lineBreak = random.chance(0.85) ? '\r\n' : random.pick(['\n', '\r', '\r\r\n', '\n\r', '\0\r\n']);
  const text = lines.map((line) => `${line}${lineBreak}`).join('');
  const bytes = Buffer.from(random.chance(0.9) ? text : text.slice(0, -lineBreak.length));
  return random.chance(0.25) ? bendBytes(random, bytes) : bytes;
}
