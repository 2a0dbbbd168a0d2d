import * as z from 'zod';

export const guideIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/**
 * How a password is changed on one kind of page, as data. `place`: somewhere at any provider. `program`: a webmail or panel
 * that many providers have. `service`: one mail service. `administrator`: only somebody else can do it. The words stand in
 * the catalogue under `byHandGuide.<id>`: `1` to `steps`, and `note` where there is one.
 */
export const guideSchema = z.strictObject({
  id: guideIdSchema,
  group: z.enum(['place', 'program', 'service', 'administrator']),
  /** Ids of the known services that it is for. */
  services: z.array(z.string().max(40)),
  /** The page to begin at; null where every provider has its own. */
  page: z
    .url({ protocol: /^https$/ })
    .max(200)
    .nullable(),
  steps: z.int().min(2).max(6),
  note: z.boolean(),
  checked: z.strictObject({
    how: z.enum(['documentation', 'built-in']),
    on: z.iso.date(),
    sources: z.array(z.url({ protocol: /^https$/ })),
  }),
});
export type GuideView = z.infer<typeof guideSchema>;
