import * as z from 'zod';

const id = z.string().regex(/^[0-9a-f]{16}$/);
const claimSchema = z.strictObject({ v: z.literal(1), claim: id, door: z.string().max(400) });
const grantSchema = z.strictObject({ v: z.literal(1), granted: id, epoch: z.int().min(1) });
const lineSchema = z.union([claimSchema, grantSchema]);

export type WriterClaim = z.infer<typeof claimSchema>;
type WriterLine = z.infer<typeof lineSchema>;

/** What the file of claims says. */
export interface WriterFile {
  readonly bytes: number;
  /** Claims in the order in which they stand in the file, which is the same for everyone. */
  readonly claims: readonly WriterClaim[];
  /** The last one that was granted. */
  readonly granted: { readonly claim: string; readonly epoch: number } | null;
}

/** Begins with a line break of its own, so that a line that was cut before it stays alone. */
export const writerText = (line: WriterLine): string => `\n${JSON.stringify(line)}\n`;

/** Reads what it can: a line that a crash cut gave nobody a right, because rights wait for the disk. */
export function readWriterFile(content: Uint8Array): WriterFile {
  const claims: WriterClaim[] = [];
  let granted: WriterFile['granted'] = null;
  for (const text of Buffer.from(content).toString('utf8').split('\n')) {
    const line = parseLine(text);
    if (!line) continue;
    if ('claim' in line) claims.push(line);
    else if (line.epoch > (granted?.epoch ?? 0)) granted = { claim: line.granted, epoch: line.epoch };
  }
  return { bytes: content.length, claims, granted };
}

function parseLine(text: string): WriterLine | null {
  if (text === '' || text.length > 1_000) return null;
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Whoever may still hold the right before this claim: the last one granted, and what was claimed between that and this.
 * Earlier ones were dead when that one was granted, and the dead stay dead. Null if the claim is not in the file.
 */
export function claimsBefore({ claims, granted }: WriterFile, claim: string): readonly WriterClaim[] | null {
  const own = claims.findIndex((one) => one.claim === claim);
  if (own < 0) return null;
  const holder = granted ? claims.findIndex((one) => one.claim === granted.claim) : -1;
  return claims.slice(Math.max(holder, 0), own);
}
