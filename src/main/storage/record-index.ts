import { join } from 'node:path';
import * as z from 'zod';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { writeAtomically } from './atomic-file.ts';
import type { FileLayer } from './file-layer.ts';
import { sameSignature, sign } from './integrity-key.ts';

const itemSchema = z.strictObject({ id: mailboxIdSchema, address: z.string().max(320) });
const indexSchema = z.strictObject({
  v: z.literal(1),
  items: z.array(itemSchema),
  /** A mailbox that was being saved or removed when this was written: ask the keychain about it. */
  unsure: mailboxIdSchema.nullable(),
});
const fileSchema = z.strictObject({ index: z.string(), mac: z.string().max(100) });

export type IndexItem = z.infer<typeof itemSchema>;
export type RecordIndex = z.infer<typeof indexSchema>;

const purpose = 'index of mailboxes';

/** Null if there is no index or it is not ours: then the keychain itself is asked. Throws as Node does. */
export async function readIndex(files: FileLayer, folder: string, key: Uint8Array): Promise<RecordIndex | null> {
  const content = await files.read(join(folder, 'index.json'));
  if (!content || content.length > 8 * 1_048_576) return null;
  const file = fileSchema.safeParse(parseJson(content.toString('utf8')));
  if (!file.success || !sameSignature(file.data.mac, sign(key, purpose, file.data.index))) return null;
  const index = indexSchema.safeParse(parseJson(file.data.index));
  return index.success ? index.data : null;
}

export async function writeIndex(files: FileLayer, folder: string, key: Uint8Array, index: RecordIndex): Promise<void> {
  const text = JSON.stringify(index);
  await writeAtomically(
    files,
    join(folder, 'index.json'),
    JSON.stringify({ index: text, mac: sign(key, purpose, text) }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
