import type { Secret } from '../secret.ts';
import type { AppHolding, KnownPasswords } from './mail-app.ts';

/** True if an app's store holds exactly this text. Unlike two secrets, they are compared as they stand, not as NFC. */
export function isText(kept: string, secret: Secret): boolean {
  const wanted = secret.reveal();
  let difference = kept.length ^ wanted.length;
  for (let i = 0; i < kept.length; i += 1) difference |= kept.charCodeAt(i) ^ wanted.charCodeAt(i);
  return difference === 0;
}

/** What an app that keeps `kept` holds; an empty text is none. */
export function compared(kept: string, known: KnownPasswords): AppHolding {
  if (kept === '') return { holds: 'none', why: null };
  if (known.right && isText(kept, known.right)) return { holds: 'new', why: null };
  return { holds: known.earlier.some((one) => isText(kept, one)) ? 'old' : 'another', why: null };
}
