import * as z from 'zod';

/** SHA-256 of a description's bytes, in lower-case hexadecimal: its name, and the proof that it is the confirmed one. */
export const panelHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

const label = { label: z.string().max(60), help: z.string().max(200) };

/** What the form needs to know of a control panel that a file describes. */
export const panelViewSchema = z.strictObject({
  hash: panelHashSchema,
  name: z.string().max(60),
  /** Its one server, as it was confirmed. */
  origin: z.string().max(300),
  host: z.string().max(253),
  self: z.boolean(),
  /** Null where no administrator can change a password; `name` is null where a secret alone is asked for. */
  admin: z.strictObject({ name: z.strictObject(label).nullable(), secret: z.strictObject(label) }).nullable(),
  fields: z.array(z.strictObject({ key: z.string().max(40), ...label })).max(3),
});
export type PanelView = z.infer<typeof panelViewSchema>;
