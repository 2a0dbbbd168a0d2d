import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const settingsSchema = z.object({ host: hostSchema, port: z.coerce.number().pipe(portSchema) });

/** What the server says, parsed and never cast: anything else is an odd answer. */
export const accountSchema = z.object({ shortest: z.int().min(1).max(1_000) });
export const changedSchema = z.object({ changed: z.literal(true) });
export const errorSchema = z.object({ error: z.enum(['bad-token', 'no-account', 'too-short', 'locked', 'too-soon']) });
