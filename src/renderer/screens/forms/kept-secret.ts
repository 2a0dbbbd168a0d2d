import type { TFunction } from 'i18next';

/** What the keychain has for a provider's secret field: nothing, what may stay, or what was meant for other settings. */
export type Kept = 'nothing' | 'kept' | 'again';

/** What is said below a secret field. */
export function secretHelp(t: TFunction, kept: Kept, usual: string | undefined): string | undefined {
  switch (kept) {
    case 'nothing':
      return usual;
    case 'kept':
      return t('mailboxForm.secretKept');
    case 'again':
      return t('mailboxForm.secretAgain');
  }
}
