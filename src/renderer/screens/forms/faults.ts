import type { TFunction } from 'i18next';
import { checkAddress, checkHost, checkPort, describeHost } from '../../../core/detect/address.ts';

/** Each returns one sentence, or null if the text is fine. Main checks all of it again. */

/** Longest text of a field, as `longestText` of the model says it; the window does not load the schemas. */
const longestText = 1_000;

export function textFault(t: TFunction, value: string, max: number, empty: string): string | null {
  if (value.trim() === '') return empty;
  return value.trim().length > max ? t('fault.tooLong', { max: max.toLocaleString('en-GB') }) : null;
}

export function hostFault(t: TFunction, value: string): string | null {
  const checked = checkHost(value);
  return checked.ok ? null : t(`fault.host.${checked.code}`);
}

export function portFault(t: TFunction, value: string): string | null {
  const checked = checkPort(value);
  return checked.ok ? null : t(`fault.port.${checked.code}`);
}

export function addressFault(t: TFunction, value: string): string | null {
  const checked = checkAddress(value);
  return checked.ok ? null : t(`fault.address.${checked.code}`);
}

/** What to say about a host that may be used but should be looked at: it is not plain English letters. */
export function hostNote(t: TFunction, value: string): string | null {
  if (!checkHost(value).ok) return null;
  const { ascii, unicode, mixedScripts } = describeHost(value);
  if (mixedScripts) return t('mailboxForm.hostMixed', { ascii });
  return ascii === unicode ? null : t('mailboxForm.hostWritten', { ascii });
}

/** What to say about a port that may be used but is not one of mail. */
export function portNote(t: TFunction, value: string): string | null {
  const checked = checkPort(value);
  return checked.ok && checked.value.warning ? t('mailboxForm.portUnusual') : null;
}

export function urlFault(t: TFunction, value: string): string | null {
  if (value.length > longestText) return t('fault.tooLong', { max: longestText.toLocaleString('en-GB') });
  return /^https:\/\/[^\s/]+/i.test(value.trim()) && isUrl(value.trim()) ? null : t('fault.urlBad');
}

/** `URL.canParse` is younger than the oldest runtime. */
function isUrl(text: string): boolean {
  try {
    new URL(text);
    return true;
  } catch {
    return false;
  }
}
