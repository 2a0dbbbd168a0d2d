import * as z from 'zod';
import type { MadeAttempt } from '../../core/ports.ts';
import type { AttemptRecord } from '../../core/rotation/budget.ts';
import { type MailboxId, mailboxIdSchema, versionIdSchema } from '../../shared/ids.ts';

const id = z.string().regex(/^[0-9a-f]{16}$/);
const hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const claimSchema = z.strictObject({
  v: z.literal(1),
  /** Names this attempt; the outcome refers to it. */
  claim: id,
  at: z.number(),
  /** The process that asked. */
  run: id,
  /** Which key the server's name was hashed with, so that a new key forgets nothing. */
  key: z.string().regex(/^[A-Za-z0-9_-]{8}$/),
  server: hash,
  mailbox: mailboxIdSchema,
  version: versionIdSchema,
  standing: z.enum(['proven', 'unproven']),
});
const outcomeSchema = z.strictObject({
  v: z.literal(1),
  of: id,
  /** When the answer was here: the server may have seen the password long after the claim. */
  at: z.number(),
  outcome: z.enum(['signed-in', 'refused', 'inconclusive', 'withdrawn']),
});
const lineSchema = z.union([claimSchema, outcomeSchema]);

export type Claim = z.infer<typeof claimSchema>;
type Settled = z.infer<typeof outcomeSchema>;
export type AttemptLine = z.infer<typeof lineSchema>;

/** Under which name the time of a claim's outcome is known. */
export const settledName = (one: Claim): string => `${one.claim}/settled`;

/** Reads what it can: a line that a crash cut never gave anyone a right, because rights wait for the disk. */
export function parseAttemptLines(text: string): AttemptLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '' || line.length > 1_000) return [];
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** Begins with a line break of its own, so that a line that was cut before it stays alone. */
export const attemptText = (line: AttemptLine): string => `\n${JSON.stringify(line)}\n`;

/** The lines of one file, in the order in which they stand there. */
export interface AttemptFile {
  readonly name: string;
  readonly lines: readonly AttemptLine[];
}

/** More than all time limits from a claim to the last moment at which a server may have seen the password, in ms. */
const longestAttempt = 5 * 60_000;

/** Every sign-in to this mailbox that may still have been going on at `since`, or was begun later. */
export function madeSince(files: readonly AttemptFile[], mailbox: MailboxId, since: number): MadeAttempt[] {
  const lines = files.flatMap((file) => file.lines);
  const outcomes = new Map(lines.flatMap((line) => ('of' in line ? [[line.of, line] as const] : [])));
  return lines.flatMap((line): MadeAttempt[] => {
    if ('of' in line || line.mailbox !== mailbox) return [];
    const settled = outcomes.get(line.claim);
    const to = settled?.at ?? line.at + longestAttempt;
    if (to < since || settled?.outcome === 'withdrawn') return [];
    const outcome = settled && settled.outcome !== 'inconclusive' ? settled.outcome : null;
    return [{ from: line.at, to, outcome }];
  });
}

/**
 * Everything that `claim` has to reckon with. Of the claims in its own file only those before it, because that order is
 * the same for every process that reads it; of other files all. A claim without an outcome is in flight if this very
 * process made it, and otherwise counts as refused: its process may have died, or be asking right now. A server counts from
 * when it refused, so an attempt is as old as its outcome, and without one no older than it can be. `atOf` places what was
 * noted under a name at a time. Throws if the claim is nowhere, which means that the disk lost it.
 */
export function historyFor(
  files: readonly AttemptFile[],
  run: string,
  claim: Claim | null,
  serverOf: (one: Claim) => string,
  atOf: (name: string, at: number) => number,
): AttemptRecord[] {
  const outcomes = new Map<string, Settled>();
  const claims: Claim[] = [];
  const isMine = (line: AttemptLine) => claim !== null && 'claim' in line && line.claim === claim.claim;
  if (claim !== null && !files.some(({ lines }) => lines.some(isMine))) throw new Error('a claim is lost');
  for (const { lines } of files) {
    const own = lines.findIndex(isMine);
    for (const [place, line] of lines.entries()) {
      if ('of' in line) outcomes.set(line.of, line);
      else if (own < 0 || place < own) claims.push(line);
    }
  }
  return claims.flatMap((one): AttemptRecord[] => {
    const { mailbox, version, standing } = one;
    const settled = outcomes.get(one.claim);
    const claimed = atOf(one.claim, one.at);
    // the later of the two: the wall clock may have been put back between them
    const at = settled ? Math.max(claimed, atOf(settledName(one), settled.at)) : claimed + longestAttempt;
    const outcome = settled?.outcome ?? (one.run === run ? 'in-flight' : 'refused');
    if (outcome !== 'in-flight' && outcome !== 'refused' && outcome !== 'signed-in') return [];
    return [{ at, server: serverOf(one), mailbox, version, standing, state: outcome }];
  });
}
