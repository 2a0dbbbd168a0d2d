import type { Secret } from '../../core/secret.ts';

/** The clipboard as both generations of Electron have it: answers at once (25) or with a promise (44 and later). */
export interface TextClipboard {
  readText(): string | Promise<string>;
  writeText(text: string): unknown;
  clear(): unknown;
}

export interface SecretClipboard {
  /** Copies a secret and takes it back after `milliseconds`, if it is still there. A second copy replaces the first. */
  copy(secret: Secret, milliseconds: number): Promise<void>;
  /** Takes a copied secret back now, if it is still there: on quit, and when it is not needed any more. */
  takeBack(): Promise<void>;
}

export function createSecretClipboard(clipboard: TextClipboard): SecretClipboard {
  let copied: Secret | null = null;
  let timer: NodeJS.Timeout | undefined;

  const takeBack = async (): Promise<void> => {
    clearTimeout(timer);
    const mine = copied;
    copied = null;
    // What somebody else has copied meanwhile is theirs. Compared as text, because the clipboard holds text.
    if (mine && (await clipboard.readText()) === mine.reveal()) await clipboard.clear();
  };

  return {
    async copy(secret, milliseconds) {
      clearTimeout(timer);
      copied = secret;
      await clipboard.writeText(secret.reveal());
      timer = setTimeout(() => takeBack().catch(() => undefined), milliseconds);
    },
    takeBack,
  };
}
