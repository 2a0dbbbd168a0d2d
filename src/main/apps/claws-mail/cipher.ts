import { createCipheriv, createDecipheriv, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { inBytes, wordsIn } from '../byte-text.ts';

/** What Claws Mail takes where the person has set no passphrase; a constant of its build, not a secret. */
export const builtInPassphrase = 'passkey0';

const block = 16;
const step = 128;
/** Claws takes 50,000 by itself; far more would only keep this computer busy. */
const mostRounds = 500_000;
/** Of one store, for all of its values together. */
const mostRoundsTogether = 1_000_000;
const derive = promisify(pbkdf2);

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

/** What Claws turns into keys: PBKDF2 with HMAC-SHA1 (`src/password.c`). */
export interface Passphrase {
  readonly words: string;
  readonly salt: Buffer;
}

const sealLength = 32;
const checkLength = 64;

/** What Claws keeps of a passphrase, to know it again: `{PBKDF2-HMAC-SHA1,50000}BASE64`. */
interface Check {
  readonly rounds: number;
  readonly wanted: Buffer;
}

export function checkIn(kept: string): Check | null {
  const [, digits = '', text = ''] = /^\{PBKDF2-HMAC-SHA1,(\d{1,7})\}([A-Za-z0-9+/]+=*)$/.exec(kept) ?? [];
  const rounds = Number(digits);
  const wanted = Buffer.from(text, 'base64');
  return rounds >= 1 && rounds <= mostRounds && wanted.length === checkLength ? { rounds, wanted } : null;
}

/**
 * Keys of one store, made before it is read: that takes a while, and must not keep everything else waiting. The numbers of
 * rounds stand in the store, so there is an end to it; what would need more is not understood.
 */
export class Keys {
  readonly #made = new Map<string, Buffer>();

  /** Makes what opens these values, and what tells whether it is the right passphrase. */
  async make(passphrase: Passphrase, values: Iterable<string>, check: Check | null): Promise<void> {
    const rounds = new Set([...values].map((value) => sealedIn(value)?.rounds ?? 0));
    let left = mostRoundsTogether;
    const add = async (count: number, length: number): Promise<void> => {
      left -= count;
      if (count < 1 || left < 0) return;
      const key = await derive(passphrase.words, passphrase.salt, count, length, 'sha1');
      this.#made.set(sign(passphrase, count, length), key);
    };
    if (check) await add(check.rounds, checkLength);
    for (const count of rounds) await add(count, sealLength);
  }

  /** Whether this is the person's own passphrase; null if that was not made out. */
  isRight(passphrase: Passphrase, { rounds, wanted }: Check): boolean | null {
    const key = this.#made.get(sign(passphrase, rounds, checkLength));
    return key ? timingSafeEqual(key, wanted) : null;
  }

  /** For a value of the form that Claws writes; null for any other, or where no key was made for it. */
  sealFor(value: string, passphrase: Passphrase): Seal | null {
    const found = sealedIn(value);
    const key = found && this.#made.get(sign(passphrase, found.rounds, sealLength));
    return found && key ? new Seal(found, key) : null;
  }
}

const sign = ({ words, salt }: Passphrase, rounds: number, length: number): string =>
  JSON.stringify([words, salt.toString('hex'), rounds, length]);

/** One sealed value with its key. */
export class Seal {
  readonly #sealed: Sealed;
  readonly #key: Buffer;

  constructor(found: Sealed, key: Buffer) {
    this.#sealed = found;
    this.#key = key;
  }

  /** Its password, or null. The first block is random and stands in for the IV, which Claws does not keep. */
  opened(): string | null {
    const decipher = createDecipheriv('aes-256-cbc', this.#key, Buffer.alloc(block));
    decipher.setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(this.#sealed.bytes), decipher.final()]).subarray(block);
    const end = plain.indexOf(0);
    // Another key gives noise, which hardly ever ends in so many zeroes.
    const isText = end > 0 && plain.subarray(end).every((byte) => byte === 0);
    return isText ? wordsIn(plain.toString('latin1', 0, end)) : null;
  }

  /** Another password as Claws would keep it, with as many rounds. */
  sealed(password: string): string {
    const bytes = Buffer.from(inBytes(password), 'latin1');
    const plain = Buffer.alloc(block + step * (Math.floor(bytes.length / step) + 1));
    randomBytes(block).copy(plain);
    bytes.copy(plain, block);
    const cipher = createCipheriv('aes-256-cbc', this.#key, randomBytes(block));
    cipher.setAutoPadding(false);
    const text = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
    return `{AES-256-CBC,${this.#sealed.rounds}}${text}`;
  }
}
