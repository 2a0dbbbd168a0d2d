import { hasControls, spanText, withSpan } from './byte-text.ts';
import type { ConfigAccount, ConfigTexts, PasswordPlace, Reading } from './config-account.ts';

/** All accounts that take their password from this place. */
export function sharing(reading: Reading, place: PasswordPlace): ConfigAccount[] {
  return reading.accounts.filter(
    ({ held }) => held.is === 'password' && held.at.file === place.file && held.at.from === place.from,
  );
}

/**
 * The file with another password in its place; null if it cannot be written there. Believed only after reading it all
 * again: the same accounts, this place with just this password, and every other place as it was.
 */
export function exchanged(
  texts: ConfigTexts,
  place: PasswordPlace,
  password: string,
  read: (texts: ConfigTexts) => Reading,
): string | null {
  const text = texts.get(place.file) ?? null;
  if (text === null || password === '' || hasControls(password)) return null;
  const put = place.put(password);
  if (put === null) return null;
  const written = withSpan(text, place, put);
  const changed = new Map(texts).set(place.file, written);
  const change = { place, password, shift: put.length - (place.to - place.from) };
  return isExchange([texts, read(texts)], [changed, read(changed)], change) ? written : null;
}

interface Change {
  readonly place: PasswordPlace;
  readonly password: string;
  readonly shift: number;
}

type Read = readonly [texts: ConfigTexts, reading: Reading];

function isExchange([texts, before]: Read, [changed, after]: Read, change: Change): boolean {
  if (after.trouble !== before.trouble || after.accounts.length !== before.accounts.length) return false;
  return before.accounts.every((old, i) => {
    const now = after.accounts[i];
    if (now === undefined || !isAlike(old, now)) return false;
    if (old.held.is !== 'password' || now.held.is !== 'password') return true;
    const [was, is] = [old.held.at, now.held.at];
    if (!hasMoved(was, is, change)) return false;
    if (isSame(was, change.place)) return is.reveal() === change.password;
    return spanText(texts.get(was.file) ?? '', was) === spanText(changed.get(is.file) ?? '', is);
  });
}

const isAlike = (old: ConfigAccount, now: ConfigAccount): boolean =>
  old.name === now.name &&
  old.protocol === now.protocol &&
  old.host === now.host &&
  old.port === now.port &&
  old.security === now.security &&
  old.user === now.user &&
  old.held.is === now.held.is;

const isSame = (one: PasswordPlace, other: PasswordPlace): boolean =>
  one.file === other.file && one.from === other.from;

/** Whether a place is where it has to be after another one in the same file has grown or shrunk. */
function hasMoved(was: PasswordPlace, is: PasswordPlace, { place, shift }: Change): boolean {
  const behind = was.file === place.file && was.from > place.from;
  const grown = isSame(was, place) ? shift : 0;
  return (
    was.file === is.file && is.from === was.from + (behind ? shift : 0) && is.to - is.from === was.to - was.from + grown
  );
}
