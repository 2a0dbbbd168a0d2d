import { join } from 'node:path';
import type { MailApp } from '../../core/apps/mail-app.ts';
import type { FileLayer } from '../storage/file-layer.ts';
import type { Places } from './places.ts';

/** The apps of this computer. */
export interface AppsHere {
  all(): Promise<readonly MailApp[]>;
  /** Removes what an earlier life left beside apps' files. Never throws. */
  sweep(): Promise<void>;
}

interface Parts {
  /** Keyround's own folder. */
  readonly folder: string;
  readonly files: FileLayer;
  /** Where apps keep their files; left out where that is this computer's home folder. */
  readonly places?: Places;
}

/** What it takes to read apps, from the first look on and not before: the first picture does not wait for it. */
export function lazyApps({ folder, files, places }: Parts): AppsHere {
  const list = join(folder, 'apps', 'left-over.json');
  const load = async () => {
    const [{ appDisk }, { createLeftOver }, { createAppFiles }, registry, { ownPlaces }] = await Promise.all([
      import('./app-disk.ts'),
      import('./left-over.ts'),
      import('./safe-write.ts'),
      import('./registry.ts'),
      import('./places.ts'),
    ]);
    const leftOver = createLeftOver(files, appDisk, list);
    const careful = createAppFiles({ disk: appDisk, leftOver, me: process.getuid?.() });
    return { leftOver, apps: registry.mailApps({ places: places ?? ownPlaces(), files: careful }) };
  };
  let loading: ReturnType<typeof load> | null = null;
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  return {
    all: async () => (await loaded()).apps,
    async sweep() {
      // Nearly always there is no such list, and nothing has to be loaded to know it.
      const isThere = await files.size(list).catch(() => null);
      if (isThere !== null) await (await loaded()).leftOver.sweep();
    },
  };
}
