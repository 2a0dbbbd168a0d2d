import * as z from 'zod';
import { type JournalEntry, type JournalFact, journalFactSchema } from '../../shared/journal.ts';
import { sameSignature, sign } from './integrity-key.ts';

/** A line longer than this is none of ours. */
const longestLine = 8_192;
const bodySchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(1),
  at: z.number().min(0),
  fact: journalFactSchema,
});
const linePattern = /^(\{.*),"mac":"([A-Za-z0-9_-]{43})"\}$/;

/** What the next line is chained to. `bytes` is where it begins. */
export interface Tail {
  readonly seq: number;
  readonly mac: string;
  readonly bytes: number;
}

export type JournalReading =
  | { readonly sound: true; readonly entries: readonly JournalEntry[]; readonly tail: Tail }
  | { readonly sound: false; readonly line: number };

/** The first line is chained to the mailbox, so that a journal cannot be passed off as another mailbox's. */
export const emptyTail = (mailbox: string): Tail => ({ seq: 0, mac: `journal of ${mailbox}`, bytes: 0 });

/** Writes the line that follows `tail`: JSON whose last member signs everything before it and the line before. */
export function writeLine(key: Uint8Array, tail: Tail, at: number, fact: JournalFact): { text: string; next: Tail } {
  const body = JSON.stringify({ v: 1, seq: tail.seq + 1, at, fact });
  const mac = sign(key, tail.mac, body);
  const text = `${body.slice(0, -1)},"mac":"${mac}"}\n`;
  return { text, next: { seq: tail.seq + 1, mac, bytes: tail.bytes + Buffer.byteLength(text) } };
}

function readLine(key: Uint8Array, tail: Tail, line: string): { entry: JournalEntry; mac: string } | null {
  if (line.length > longestLine) return null;
  const [, start, mac] = linePattern.exec(line) ?? [];
  if (start === undefined || mac === undefined) return null;
  const body = `${start}}`;
  if (!sameSignature(mac, sign(key, tail.mac, body))) return null;
  const parsed = bodySchema.safeParse(parseJson(body));
  return parsed.success && parsed.data.seq === tail.seq + 1 ? { entry: parsed.data, mac } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a journal. What a crash can leave at the end is left out: a line without its line break, or one that a disk gave
 * back as zero bytes. It was never acted upon, because acting waits for the disk. Any other line that is not ours or not
 * in its place makes the whole journal unsound: a person has to look, since leaving it out would change what is believed.
 */
export function readJournal(key: Uint8Array, mailbox: string, content: Uint8Array): JournalReading {
  const { entries, tail, isTorn } = readSoundPart(key, mailbox, content);
  return isTorn ? { sound: true, entries, tail } : { sound: false, line: tail.seq + 1 };
}

/** The lines up to the first that is not ours. `isTorn`: what follows them, if anything, is what a crash can leave. */
export function readSoundPart(
  key: Uint8Array,
  mailbox: string,
  content: Uint8Array,
): { readonly entries: readonly JournalEntry[]; readonly tail: Tail; readonly isTorn: boolean } {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: JournalEntry[] = [];
  let tail = emptyTail(mailbox);
  for (;;) {
    const end = bytes.indexOf(0x0a, tail.bytes);
    if (end < 0) return { entries, tail, isTorn: true };
    const line = bytes.subarray(tail.bytes, end);
    const read = readLine(key, tail, line.toString('utf8'));
    if (!read) {
      const isLast = end === bytes.length - 1;
      return { entries, tail, isTorn: isLast && line.includes(0) };
    }
    entries.push(read.entry);
    tail = { seq: read.entry.seq, mac: read.mac, bytes: end + 1 };
  }
}
