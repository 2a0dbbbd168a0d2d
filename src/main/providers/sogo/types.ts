import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';
import { folderSchema } from '../folder.ts';

/** The form's values as a person typed them. */
export const sogoSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  path: folderSchema,
  domain: z.string().trim().max(253).default(''),
});

/** After a sign-in. `expire` and `grace` are seconds and sign-ins that are left, -1 where nothing is known to end. */
export const connectedSchema = z.object({
  cn: z.string(),
  expire: z.int(),
  grace: z.int(),
});

/** After a change: nothing (5.8), or the name (since 5.9). */
export const changedSchema = z.object({ username: z.string().min(1) });

/** Every refusal of a password (`SOGoPasswordPolicyError`). */
export const policyErrorSchema = z.object({ LDAPPasswordPolicyError: z.int() });
