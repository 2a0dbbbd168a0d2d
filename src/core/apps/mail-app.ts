import type { AppSecurity, AppTrouble, Holding, MailAppId, StorePart } from '../../shared/apps.ts';
import type { Protocol } from '../../shared/model.ts';
import type { Secret } from '../secret.ts';
import type { Unlock } from './unlock.ts';

/** What is true of an app wherever it runs. */
export interface MailAppManifest {
  readonly id: MailAppId;
  /** As its makers write it. */
  readonly name: string;
  /** Its kind in the catalogue of clients, for the guide. */
  readonly clientKind: string;
  /** `plain`: the password stands in a file as it is; `encrypted`: in a file of ciphertext; `keyring`: in the keychain. */
  readonly store: 'plain' | 'encrypted' | 'keyring';
  /** What an app that is running would do: overwrite the change, go on with the old password, or notice by itself. */
  readonly whileOpen: 'close-first' | 'restart-after' | 'fine';
}

/** One sign-in that an app keeps settings for. Host and user are the app's own words and are believed by nobody. */
export interface AppAccount {
  readonly app: MailAppId;
  /** Names this sign-in among all that were found, for as long as the app's files stay where they are. */
  readonly key: string;
  /** What the person calls it: a profile, a section, an account. */
  readonly profile: string;
  readonly protocol: Protocol;
  readonly host: string;
  /** Null where the app takes the protocol's usual port. */
  readonly port: number | null;
  readonly security: AppSecurity;
  readonly user: string;
  /** The file that names the account, as the person finds it. */
  readonly place: string;
  /** What discovery alone has shown: no password can be written whatever the store holds. Null where there may be one. */
  readonly fixed: { readonly holds: 'oauth' | 'unsupported' | 'none'; readonly why: AppTrouble | null } | null;
}

/** All that was found, and the files that could not be read or understood. */
export interface AppDiscovery {
  readonly accounts: readonly AppAccount[];
  readonly troubles: readonly { readonly place: string; readonly why: AppTrouble }[];
}

/** The passwords that a store is compared with. Neither leaves the comparison. */
export interface KnownPasswords {
  /** The one that signs in, or will. */
  readonly right: Secret | null;
  /** Those that did, newest first. */
  readonly earlier: readonly Secret[];
}

export interface AppHolding {
  readonly holds: Holding;
  /** Why it is `locked`, `none` or `unsupported`. */
  readonly why: AppTrouble | null;
}

/** One exchange: `to` is written only where `from` stands now. Undoing is the same with the two changed over. */
export interface Swap {
  readonly from: Secret;
  readonly to: Secret;
}

/** What would be written, for the person to read before saying yes. */
export type AppPlan =
  | {
      readonly possible: true;
      /** The file that is replaced, links resolved; or the name of the keyring's entry. */
      readonly place: string;
      readonly part: StorePart;
      /** A copy of the file is kept beside it until the new password has proved itself. */
      readonly backup: boolean;
    }
  | { readonly possible: false; readonly why: AppTrouble };

export type AppWritten =
  | {
      readonly done: true;
      /** Puts back what was there, byte for byte if nobody has written since. */
      undo(): Promise<AppWritten>;
      /** It stays: what was kept for undoing goes. Never throws. */
      settle(): Promise<void>;
    }
  /** `none`: the store is as it was; `unknown`: it has to be read to know. */
  | { readonly done: false; readonly why: AppTrouble; readonly effect: 'none' | 'unknown' };

/**
 * An app on this computer whose store Keyround can read, and perhaps write. No act throws, runs a command that it found
 * in somebody's settings, or decrypts, returns or logs an entry of another account.
 */
export interface MailApp {
  readonly manifest: MailAppManifest;
  /** Looks where the app keeps its settings. Reads no password. */
  find(): Promise<AppDiscovery>;
  /** Whether the app runs now, in so far as that matters (`whileOpen`) and can be told. */
  isOpen(account: AppAccount): Promise<boolean>;
  /** Compares what the store holds for this account. `unlock` is what the person gave to open the store. */
  holds(account: AppAccount, known: KnownPasswords, unlock: Unlock | null): Promise<AppHolding>;
  /** Reads only. */
  plan(account: AppAccount, swap: Swap, unlock: Unlock | null): Promise<AppPlan>;
  /** Finds out again all that `plan` does, then writes, where that is by now. */
  write(account: AppAccount, swap: Swap, unlock: Unlock | null): Promise<AppWritten>;
}
