import type { Random } from '../../core/ports.ts';
import type { Failure } from '../../shared/failures.ts';
import type { Result } from '../../shared/result.ts';
import type { ClientKindView, Status } from '../../shared/views.ts';
import type { AppsHere } from '../apps/lazy-apps.ts';
import type { Detector } from '../detect/detector.ts';
import type { HeldPasswords } from './held-passwords.ts';
import type { KeychainWatch } from './keychain-watch.ts';
import type { Native } from './native.ts';
import type { ReminderMemory, Reminders } from './reminders.ts';
import type { Say } from './say.ts';
import type { Spaces } from './spaces.ts';
import type { Unlocks } from './unlocks.ts';

export type Theme = Status['theme'];

/** What is remembered between starts and is not secret. */
export interface Preferences extends ReminderMemory {
  theme(): Theme;
  setTheme(theme: Theme): Promise<void>;
  /** The runtime whose holes somebody has accepted before the first real mailbox. */
  standInAccepted(): boolean;
  acceptStandIn(): Promise<void>;
}

export interface Runtime {
  readonly version: string;
  readonly electron: string;
  readonly standIn: boolean;
  readonly platform: string;
}

/** Everything the handlers work with. */
export interface App {
  readonly runtime: Runtime;
  readonly spaces: Spaces;
  readonly held: HeldPasswords;
  readonly native: Native;
  readonly keychain: KeychainWatch;
  readonly preferences: Preferences;
  readonly reminders: Pick<Reminders, 'look' | 'showing'>;
  readonly random: Random;
  readonly catalogue: readonly ClientKindView[];
  /** Finds servers from an address; loaded with the first search. */
  readonly detector: () => Promise<Detector>;
  /** Apps on this computer; loaded with the first look. */
  readonly apps: AppsHere;
  /** What opens those apps' own stores, where somebody has typed it. */
  readonly unlocks: Unlocks;
  readonly say: Say;
  /** What an earlier run left has been looked for. Without a keychain that has to wait. */
  begun(): boolean;
  /** Rotations between sending and promoting that are this process's own. An onlooker's view of them may be out of date. */
  changing(): Status['unfinished'];
  /** Why this process must not change anything, or null if it may. */
  readOnly(): Failure | null;
  /** Helpdesk sessions that a crash left behind. */
  leftOver(): Status['leftOver'];
  wipeLeftOver(): Promise<void>;
  /** How many mailboxes have notes here that the keychain knows nothing of. */
  lost(): number;
  /** Puts their notes aside: nothing is deleted, and they are not spoken of again. */
  setLostAside(): Promise<Result<void>>;
  /** Looks again for what is left over, after a session has ended. */
  sessionEnded(): Promise<void>;
  appChanged(): void;
  mailboxesChanged(): void;
}
