import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type JournalEntry, journalFactSchema } from '../../../src/shared/journal.ts';

const entrySchema = z.object({ v: z.literal(1), seq: z.int(), at: z.number(), fact: journalFactSchema });

export const journalPath = (folder: string, mailbox: string): string =>
  join(folder, 'home', 'journal', `${mailbox}.jsonl`);

/** The journal as it lies on the disk just now, whole lines only, whoever wrote them. */
export function journalOnDisk(folder: string, mailbox: string): JournalEntry[] {
  const text = readOrEmpty(journalPath(folder, mailbox));
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => entryOf(line) ?? []);
}

/** Lines that were read before: a journal is looked at many times, and grows by a line at a time. */
const known = new Map<string, JournalEntry | null>();
const mostKnown = 10_000;

function entryOf(line: string): JournalEntry | null {
  const before = known.get(line);
  if (before !== undefined) return before;
  const parsed = entrySchema.safeParse(parseJson(line));
  const entry = parsed.success ? parsed.data : null;
  if (known.size >= mostKnown) known.clear();
  known.set(line, entry);
  return entry;
}

/** Rights to a sign-in on the disk that are not answered yet. */
export function openClaims(folder: string): number {
  const attempts = join(folder, 'attempts');
  const claims = new Set<string>();
  for (const name of namesIn(attempts)) {
    const text = readOrEmpty(join(attempts, name));
    for (const [, claim] of text.matchAll(/"claim":"([0-9a-f]{16})"/g)) if (claim) claims.add(claim);
    for (const [, of] of text.matchAll(/"of":"([0-9a-f]{16})"/g)) if (of) claims.delete(of);
  }
  return claims.size;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
