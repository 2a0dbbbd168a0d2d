import * as z from 'zod';

/** The ways of Keyround that are measured. */
export const keyroundWays = ['proven', 'unproven', 'check-up', 'parked', 'no-rules'] as const;
export type KeyroundWay = (typeof keyroundWays)[number];

export const accountSchema = z.strictObject({ user: z.string(), password: z.string() });
export type Account = z.infer<typeof accountSchema>;

export const portsSchema = z.strictObject({ imaps: z.int(), submissions: z.int() });
export type Ports = z.infer<typeof portsSchema>;

export const engineAskSchema = z.strictObject({
  way: z.enum(keyroundWays),
  host: z.string(),
  ports: portsSchema,
  /** PEM of the authority to trust for `host`. */
  authority: z.string(),
  accounts: z.array(accountSchema),
});
export type EngineAsk = z.infer<typeof engineAskSchema>;

/** One measured run. It counts only if everything signed in. */
export const runSchema = z.strictObject({
  milliseconds: z.number(),
  signedIn: z.int(),
  /** What the others ended with. */
  otherwise: z.array(z.string()),
});
export type Run = z.infer<typeof runSchema>;
