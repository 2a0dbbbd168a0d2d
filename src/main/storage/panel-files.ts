import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { failed, type Result, success } from '../../shared/result.ts';
import { writeAtomically } from './atomic-file.ts';
import { fileFailure } from './file-failure.ts';
import type { FileLayer } from './file-layer.ts';

/** Descriptions of control panels that were confirmed, each under its own hash. They hold no secret. */
export interface PanelStore {
  /** Keeps the bytes and gives their SHA-256, in hexadecimal. */
  keep(text: string): Promise<Result<string>>;
  /** Null if there are none, or if they are not those that were kept. */
  find(hash: string): Promise<Uint8Array | null>;
}

/** In bytes; whoever hands over more than this has not looked at it. */
const largest = 65_536;

/** Keeps each in `<folder>/<hash>.json`. Which one a mailbox uses, its record in the keychain says. */
export function createPanelStore(folder: string, files: FileLayer): PanelStore {
  const pathOf = (hash: string): string => join(folder, `${hash}.json`);
  return {
    async keep(text) {
      const hash = hashOf(Buffer.from(text, 'utf8'));
      try {
        await writeAtomically(files, pathOf(hash), text);
        return success(hash);
      } catch (error) {
        return failed(fileFailure(error));
      }
    },
    async find(hash) {
      try {
        const size = await files.size(pathOf(hash));
        const bytes = size === null || size > largest ? null : await files.read(pathOf(hash));
        return bytes !== null && hashOf(bytes) === hash ? bytes : null;
      } catch {
        return null;
      }
    },
  };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
