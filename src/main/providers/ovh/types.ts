import * as z from 'zod';

export const ovhSettingsSchema = z.object({
  region: z.enum(['eu', 'canada']),
  applicationKey: z.string().trim().min(1).max(100),
});
export type OvhRegion = z.infer<typeof ovhSettingsSchema>['region'];

/** Seconds since 1970 by the interface's clock. */
export const timeSchema = z.int().min(0).max(100_000_000_000);

/** `email.domain.Account`, what is looked at. */
export const accountSchema = z.object({ accountName: z.string(), domain: z.string() });

/** Numbers of the tasks that are not done yet. */
export const tasksSchema = z.array(z.int());

/** `email.domain.TaskPop`: a change that was taken in and is carried out later. */
export const taskSchema = z.object({
  id: z.int(),
  action: z.literal('changePassword'),
  name: z.string(),
  domain: z.string(),
  message: z.never().optional(),
});

/** What goes with every error; `errorCode` where the call did not get as far as the e-mail service. */
export const errorSchema = z.object({
  message: z.string(),
  errorCode: z.string().optional(),
  id: z.never().optional(),
});
