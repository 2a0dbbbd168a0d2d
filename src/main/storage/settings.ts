import * as z from 'zod';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { writeAtomically } from './atomic-file.ts';
import type { FileLayer } from './file-layer.ts';
import { createQueue } from './one-at-a-time.ts';

const boundsSchema = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });

/** What is remembered between starts and is not secret. Each part that cannot be read falls back by itself. */
const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** The version of the stand-in runtime whose holes somebody has accepted. */
  standInAccepted: z.string().max(40).nullable().catch(null),
  reminders: z.boolean().catch(true),
  /** When each mailbox was last spoken of by a reminder, wall-clock milliseconds. */
  reminded: z.record(mailboxIdSchema, z.number()).catch({}),
  bounds: boundsSchema.nullable().catch(null),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsFile {
  get(): Settings;
  /** Takes effect at once, and is on the disk when this resolves. A disk that refuses costs the memory, nothing else. */
  update(change: Partial<Settings>): Promise<void>;
}

/** Reads `path` once; a file that is missing, damaged or foreign counts as empty. */
export async function openSettings(path: string, files: FileLayer): Promise<SettingsFile> {
  let settings = settingsSchema.parse(await readJson(path, files));
  const inTurn = createQueue();
  return {
    get: () => settings,
    update: (change) => {
      settings = settingsSchema.parse({ ...settings, ...change });
      return inTurn(async () => {
        try {
          await writeAtomically(files, path, `${JSON.stringify(settings, null, 2)}\n`);
        } catch {
          return;
        }
      });
    },
  };
}

const anything = z.record(z.string(), z.unknown());

async function readJson(path: string, files: FileLayer): Promise<Record<string, unknown>> {
  try {
    const content = await files.read(path);
    if (!content || content.length > 65_536) return {};
    const parsed = anything.safeParse(JSON.parse(content.toString('utf8')));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
