import { dirname } from 'node:path';
import type { FileLayer } from './file-layer.ts';

/** Replaces a file as a whole: after a crash it holds the old text or the new one, never a part. Throws as Node does. */
export async function writeAtomically(files: FileLayer, path: string, text: string): Promise<void> {
  await files.makeFolder(dirname(path));
  const fresh = `${path}.new`;
  await files.write(fresh, Buffer.from(text, 'utf8'));
  await files.rename(fresh, path);
}
