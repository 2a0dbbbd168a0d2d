import type { AppWritten } from '../../core/apps/mail-app.ts';
import type { AppTrouble } from '../../shared/apps.ts';

/** One app's file as it was read. */
export interface AppFile {
  /** As the app names it. */
  readonly path: string;
  /** Links resolved: the file that would be replaced. */
  readonly real: string;
  readonly bytes: Buffer;
  /** Says whether somebody has written since. */
  readonly stamp: string;
}

export type FileRead =
  | { readonly state: 'read'; readonly file: AppFile }
  | { readonly state: 'absent' }
  | { readonly state: 'refused'; readonly why: AppTrouble };

export interface ReplaceOptions {
  /** Keeps a copy (0600) beside the file until it is settled. Never for a store whose passwords stand there as they are. */
  readonly backup: boolean;
  /** Reads what was written, before it takes the file's place and again afterwards: is it what was meant? */
  readonly check: (bytes: Buffer) => boolean;
  /** Asked last thing before the file is replaced: what forbids it now, such as an app that was opened meanwhile. */
  readonly forbids?: () => Promise<AppTrouble | null>;
}

/** The one careful way to an app's own files. Nothing here throws. */
export interface AppFiles {
  /** The names in a folder; none if there is no such folder, or it may not be read. At most 10,000. */
  names(folder: string): Promise<string[]>;
  /**
   * The whole file, if it is an ordinary one of at most `longest` bytes that lies, links resolved, below the folder
   * `below` where that is given. Nothing else is ever opened.
   */
  read(path: string, longest: number, below?: string): Promise<FileRead>;
  /** What forbids that this file is replaced, as far as that can be told without trying; null if nothing does. */
  obstacle(file: AppFile): Promise<AppTrouble | null>;
  /** Replaces the file as a whole if it is still as it was read: after a crash it holds the old bytes or the new ones. */
  replace(file: AppFile, bytes: Buffer, options: ReplaceOptions): Promise<AppWritten>;
}
