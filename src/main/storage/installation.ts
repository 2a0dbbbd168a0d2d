import { join } from 'node:path';
import * as z from 'zod';
import { failed, type Result, success } from '../../shared/result.ts';
import { fileFailure } from './file-failure.ts';
import type { FileLayer } from './file-layer.ts';
import { createQueue } from './one-at-a-time.ts';

const installationSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[a-z0-9]{16}$/),
  /** What the file itself was when this was written: a copy of it is another file. */
  file: z.string().max(40).nullable(),
});

/**
 * The id of this installation, kept in `<folder>/installation.json`. A profile that was restored from a backup or copied
 * to another computer brings the file along as another file: then it gets a new id, and journals from before are noticed
 * to come from elsewhere. A whole disk cloned block by block keeps its files' identities, and is not noticed.
 */
export function createInstallation(
  files: FileLayer,
  folder: string,
  newId: () => string,
): () => Promise<Result<string>> {
  const path = join(folder, 'installation.json');
  const identity = async (): Promise<string | null> => (await files.identity?.(path)) ?? null;
  let known: string | null = null;
  const inTurn = createQueue();

  const readOrMake = async (): Promise<string> => {
    const stored = parse(await files.read(path));
    if (stored && stored.file === (await identity())) return stored.id;
    await files.makeFolder(folder);
    // it has to be there before it can be asked what file it is
    await files.write(path, new Uint8Array());
    const made = { v: 1, id: newId(), file: await identity() } as const;
    await files.write(path, Buffer.from(`${JSON.stringify(made)}\n`, 'utf8'));
    return made.id;
  };

  return () =>
    inTurn(async () => {
      try {
        known ??= await readOrMake();
        return success(known);
      } catch (error) {
        return failed(fileFailure(error));
      }
    });
}

function parse(content: Uint8Array | null): z.infer<typeof installationSchema> | null {
  if (!content || content.length > 4_096) return null;
  try {
    const parsed = installationSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
