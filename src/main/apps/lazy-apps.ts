import { join } from 'node:path';
import type { MailApp } from '../../core/apps/mail-app.ts';
import type { Status } from '../../shared/views.ts';
import type { FileLayer } from '../storage/file-layer.ts';
import type { Places } from './places.ts';

/** The apps of this computer, as far as the space on screen may know of them. */
export interface AppsHere {
  /**
   * At home the apps of this person; when practising those of a made-up home folder; null in a helpdesk session, where
   * this computer is the agent's and its apps are nobody's business.
   */
  at(space: Status['space']): Promise<readonly MailApp[] | null>;
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

/**
 * The home folder that is made up for practising: `practice/home` in Keyround's own folder. It goes with the practice, and
 * whoever wants to try a real app puts its files there as they would lie in a real one (`practice/home/.thunderbird`).
 */
export const practiceHome = (folder: string): string => join(folder, 'practice', 'home');

/** What it takes to read apps, from the first look on and not before: the first picture does not wait for it. */
export function lazyApps({ folder, files, places }: Parts): AppsHere {
  const list = join(folder, 'apps', 'left-over.json');
  const load = async () => {
    const [{ appDisk }, { createLeftOver }, { createAppFiles }, registry, here] = await Promise.all([
      import('./app-disk.ts'),
      import('./left-over.ts'),
      import('./safe-write.ts'),
      import('./registry.ts'),
      import('./places.ts'),
    ]);
    const appsOf = (where: Places, noted: string) => {
      const leftOver = createLeftOver(files, appDisk, noted);
      const careful = createAppFiles({ disk: appDisk, leftOver, me: process.getuid?.() });
      return { leftOver, apps: registry.mailApps({ places: where, files: careful }) };
    };
    const own = places ?? here.ownPlaces();
    const madeUp = here.placesOf(practiceHome(folder), own.platform, {});
    return {
      home: appsOf(own, list),
      // nothing of it outlives the folder, its list of what is left over included
      practice: appsOf(madeUp, join(folder, 'practice', 'apps', 'left-over.json')),
    };
  };
  let loading: ReturnType<typeof load> | null = null;
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  return {
    at: async (space) => (space === 'helpdesk' ? null : (await loaded())[space].apps),
    async sweep() {
      // Nearly always there is no such list, and nothing has to be loaded to know it.
      const isThere = await files.size(list).catch(() => null);
      if (isThere !== null) await (await loaded()).home.leftOver.sweep();
    },
  };
}
