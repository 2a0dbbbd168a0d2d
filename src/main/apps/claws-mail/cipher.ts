import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { inBytes, wordsIn } from '../byte-text.ts';

/** What Claws Mail takes where the person has set no passphrase; a constant of its build, not a secret. */
export const builtInPassphrase = 'passkey0';

const block = 16;
const step = 128;
/** Claws takes 50,000 by itself; far more would only keep this computer busy. */
const mostRounds = 500_000;

interface Sealed {
  readonly rounds: number;
  readonly bytes: Buffer;
}

/** Takes `{AES-256-CBC,50000}BASE64` apart; null for any other kind. */
function sealedIn(value: string): Sealed | null {
  const [, digits = '', text = ''] = /^\{AES-256-CBC,(\d{1,7})\}([A-Za-z0-9+/]+=*)$/.exec(value) ?? [];
  const rounds = Number(digits);
  const bytes = Buffer.from(text, 'base64');
  const fits = bytes.length >= block + step && (bytes.length - block) % step === 0;
  return rounds >= 1 && rounds <= mostRounds && fits ? { rounds, bytes } : null;
}

export const isSealed = (value: string): boolean => sealedIn(value) !== null;

/** How Claws turns a passphrase into keys: PBKDF2 with HMAC-SHA1 (`src/password.c`). */
export interface Passphrase {
  readonly words: string;
  readonly salt: Buffer;
}

const keyOf = ({ words, salt }: Passphrase, rounds: number, length = 32): Buffer =>
  pbkdf2Sync(words, salt, rounds, length, 'sha1');

/** The password in a sealed value, or null. The first block is random and stands in for the IV, which Claws does not keep. */
export function opened(value: string, passphrase: Passphrase): string | null {
  const sealed = sealedIn(value);
  if (!sealed) return null;
  const decipher = createDecipheriv('aes-256-cbc', keyOf(passphrase, sealed.rounds), Buffer.alloc(block));
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(sealed.bytes), decipher.final()]).subarray(block);
  const end = plain.indexOf(0);
  // Another key gives noise, which hardly ever ends in so many zeroes.
  return end > 0 && plain.subarray(end).every((byte) => byte === 0) ? wordsIn(plain.toString('latin1', 0, end)) : null;
}

/** A password as Claws would keep it, with as many rounds as `like`, or as Claws takes by itself. */
export function sealed(password: string, like: string, passphrase: Passphrase): string {
  const rounds = sealedIn(like)?.rounds ?? 50_000;
  const bytes = Buffer.from(inBytes(password), 'latin1');
  const plain = Buffer.alloc(block + step * (Math.floor(bytes.length / step) + 1));
  randomBytes(block).copy(plain);
  bytes.copy(plain, block);
  const cipher = createCipheriv('aes-256-cbc', keyOf(passphrase, rounds), randomBytes(block));
  cipher.setAutoPadding(false);
  return `{AES-256-CBC,${rounds}}${Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')}`;
}

/** Whether this is the person's own passphrase, by what Claws keeps of it: `{PBKDF2-HMAC-SHA1,50000}BASE64`. */
export function isPassphrase(passphrase: Passphrase, kept: string): boolean {
  const [, digits = '', text = ''] = /^\{PBKDF2-HMAC-SHA1,(\d{1,7})\}([A-Za-z0-9+/]+=*)$/.exec(kept) ?? [];
  const rounds = Number(digits);
  const wanted = Buffer.from(text, 'base64');
  if (rounds < 1 || rounds > mostRounds || wanted.length !== 64) return false;
  return timingSafeEqual(keyOf(passphrase, rounds, wanted.length), wanted);
}
