import type { AppFiles } from './app-files.ts';
import type { Places } from './places.ts';

/** What every app is given to work with. */
export interface AppDesk {
  readonly places: Places;
  readonly files: AppFiles;
}
