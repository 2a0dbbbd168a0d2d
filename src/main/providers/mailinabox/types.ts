import * as z from 'zod';
import { hostSchema, portSchema } from '../../../shared/model.ts';

/** The form's values as a person typed them. */
export const mailinaboxSettingsSchema = z.object({
  host: hostSchema,
  port: z.coerce.number().pipe(portSchema),
  adminUser: z.string().trim().min(1).max(320),
});

/** `GET /mail/users?format=json` (`get_mail_users_ex` in management/mailconfig.py); archived ones are not `active`. */
export const usersSchema = z.array(z.object({ users: z.array(z.object({ email: z.string(), status: z.string() })) }));

/** What whoever is not let in is told (`authorized_personnel_only` in management/daemon.py). */
export const errorSchema = z.object({ status: z.literal('error'), reason: z.string() });
