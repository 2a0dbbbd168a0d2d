import type { Random } from './random.ts';

type Bend = (random: Random, bytes: Buffer) => Buffer;

/** Characters that make half a text of one that looks whole, or turn it around. */
const traps = [
  '\0',
  '\r',
  '\n',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u001b[2J',
  '\u0085',
  '\u2028',
  '"',
  '\\',
  '\t',
  '\ud83d\ude00',
];

const place = (random: Random, bytes: Buffer): number => random.below(bytes.length + 1);
const insert = (bytes: Buffer, at: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

const bends: readonly Bend[] = [
  (random, bytes) => {
    const bent = Buffer.from(bytes);
    const at = random.below(bent.length);
    if (bent.length > 0) bent[at] = (bent[at] ?? 0) ^ (1 << random.below(8));
    return bent;
  },
  (random, bytes) => bytes.subarray(0, place(random, bytes)),
  (random, bytes) => {
    const [from, to] = [place(random, bytes), place(random, bytes)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (random, bytes) => insert(bytes, place(random, bytes), random.bytes(1 + random.below(40))),
  (random, bytes) => insert(bytes, place(random, bytes), Buffer.from(random.pick(traps))),
  (random, bytes) =>
    insert(
      bytes,
      place(random, bytes),
      Buffer.alloc(1 + random.below(70_000), random.pick(['x', '\0', ' ', '(', '{'])),
    ),
  (_random, bytes) => Buffer.concat([bytes, bytes]),
  (random) => random.bytes(random.below(400)),
  (_random, bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
];

/** Bends bytes without knowing what they mean: flips, cuts, repeats, puts in what has no place there. */
export function bendBytes(random: Random, bytes: Buffer): Buffer {
  return random.pick(bends)(random, bytes);
}
