import * as z from 'zod';

/** So many mailboxes are asked for at once, and a page that brings more is none. */
export const perPage = 200;

/** One page of a domain's mailboxes (go-gandi/go-gandi email/types.go), what is looked at. */
export const mailboxesSchema = z
  .array(z.object({ id: z.string().regex(/^[\w-]{1,100}$/), address: z.string().max(400) }))
  .max(perPage);

/** What goes with an error (go-gandi/go-gandi types/types.go); `message` alone goes with a success, too. */
const errorFields = {
  object: z.string().optional(),
  cause: z.string().optional(),
  code: z.int().optional(),
  status: z.string().optional(),
  errors: z.array(z.object({ name: z.string().optional(), description: z.string().optional() })).optional(),
};
export const answerSchema = z.object({ message: z.string().optional(), ...errorFields });
export type GandiAnswer = z.infer<typeof answerSchema>;
