import type { Secret } from '../../core/secret.ts';

/** What is saved where a person says: also the end of the file's name. */
export type SavedKind = 'pdf' | 'html' | 'json' | 'mobileconfig';

/** What the computer itself offers: native dialogs, clipboard, printer, browser. */
export interface Native {
  /** A native question with a safe default; resolves to true only if the person chose to go on. */
  confirm(question: {
    readonly title: string;
    readonly message: string;
    readonly go: string;
    readonly stay: string;
  }): Promise<boolean>;
  /** The bytes of a file the person chose, at most 64 KiB, or null. */
  chooseCertificate(): Promise<Uint8Array | null>;
  /** The same for the description of a control panel. */
  choosePanel(): Promise<Uint8Array | null>;
  /** The same for a service account's key. */
  chooseKeyFile(): Promise<Uint8Array | null>;
  /** Where to save, or null. The name is only a proposal. */
  chooseWhereToSave(name: string, kind: SavedKind): Promise<string | null>;
  saveFile(path: string, content: Uint8Array | string): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Copies a password and takes it back after `clearAfter` milliseconds, if it is still there. */
  copySecret(secret: Secret, clearAfter: number): Promise<void>;
  /** Takes a copied password back now, if it is still there. */
  takeBackSecret(): Promise<void>;
  /**
   * Opens an https page in the system's browser. Only ever given an address that a person has seen in full, or the page of
   * Keyround's own table at which an administrator signs in.
   */
  openPage(url: string): Promise<void>;
  /** Makes a PDF of a document of our own: no scripts, no network. */
  pdf(html: string): Promise<Uint8Array>;
  print(html: string): Promise<void>;
  /**
   * A message of the system, where the system has any; a click on it brings the window up first. It may stand on a locked
   * screen: nothing secret goes into it.
   */
  notify(message: { readonly title: string; readonly body: string }, onClick: () => void): void;
  /** The number at the app's icon, where the system shows one; 0 takes it away. */
  setBadge(count: number): void;
  /** A window of ours has the keyboard. */
  hasFocus(): boolean;
  setTheme(theme: 'system' | 'light' | 'dark'): void;
  /**
   * A one-use token for showing a secret, or null if no click or key press came just before. `confirmed`: the person has
   * just answered a native question, which is as good.
   */
  askToReveal(contents: number, confirmed: boolean): Promise<string | null>;
  /** True once for a token that was given and has not run out. */
  redeem(contents: number, token: string): boolean;
}
