import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The form's values as a person typed them. */
export const openXchangeSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
});

/** After a sign-in. */
export const signedInSchema = z.object({
  session: z.string().regex(/^[\w-]{1,100}$/),
  error: z.undefined().optional(),
});

/** After a change: nothing to tell, and no error. */
export const changedSchema = z.object({ data: z.null(), error: z.undefined().optional() });

/** Every error: a text in the user's language, and a code that is the same in all of them. */
export const errorSchema = z.object({ error: z.string(), code: z.string().regex(/^[A-Z_]{2,20}-\d{4}$/) });
