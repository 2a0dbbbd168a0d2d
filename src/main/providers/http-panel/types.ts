import * as z from 'zod';
import { hostSchema } from '../../../shared/model.ts';
import { panelHashSchema } from '../../../shared/panel.ts';

/** Where the files lie that were confirmed. */
export interface PanelFiles {
  /** The bytes whose SHA-256 this is (hexadecimal), or null if there are none. */
  find(hash: string): Promise<Uint8Array | null>;
}

const text = z.string().trim().max(1_000).default('');

/** The form's values; `fields` are those that a description may name. */
export const panelSettingsSchema = z
  .object({
    panel: panelHashSchema,
    host: hostSchema,
    mode: z.enum(['self', 'admin']),
    fieldOne: text,
    fieldTwo: text,
    fieldThree: text,
    signInName: text,
  })
  .transform(({ panel, host, mode, signInName, ...fields }) => ({
    ...{ panel, host, mode },
    fields: { ...fields, adminName: signInName },
  }));
