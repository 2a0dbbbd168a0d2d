import * as z from 'zod';

/**
 * Why there is no square code: the format needs a server for receiving and one for sending; it takes ASCII alone; a longer
 * one is hard to scan.
 */
export const noCodeSchema = z.enum(['one-side', 'not-ascii', 'too-long']);
export type NoCode = z.infer<typeof noCodeSchema>;

/** A square code as rows from top to bottom, each of `1` (dark) and `0`, without the quiet zone around it. */
export const deviceCodeSchema = z.strictObject({
  rows: z
    .array(z.string().regex(/^[01]{21,177}$/))
    .max(177)
    .nullable(),
  /** Null where there is one. */
  why: noCodeSchema.nullable(),
});
