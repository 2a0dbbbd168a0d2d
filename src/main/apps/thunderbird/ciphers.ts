import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Der, objectId, partOf, readDer, writeDer } from './der.ts';

const aes256 = '2.16.840.1.101.3.4.1.42';
const tripleDes = '1.2.840.113549.3.7';
const pbes2 = '1.2.840.113549.1.5.13';
const pbeSha1TripleDes = '1.2.840.113549.1.12.5.1.3';

const ciphers = {
  [aes256]: { name: 'aes-256-cbc', key: 32, iv: 16 },
  [tripleDes]: { name: 'des-ede3-cbc', key: 24, iv: 8 },
} as const;

/** Mozilla's own number is 10,000; more than this is somebody wasting our time. */
const mostIterations = 1_000_000;
/** Of one store, for all of its values together. */
export const mostIterationsTogether = 2_000_000;
const pbkdf2Id = '1.2.840.113549.1.5.12';
const hmacSha256 = '1.2.840.113549.2.9';
const derive = promisify(pbkdf2);

/** The store is of a kind that is not known here: no password would open it. */
export class UnknownStore extends Error {}

const unknown = (what: string): never => {
  throw new UnknownStore(what);
};

/** A key of the store: its name there, and itself. */
export interface StoreKey {
  readonly id: string;
  readonly key: Buffer;
}

function decrypt(cipher: string, key: Buffer, iv: Buffer, text: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/** The hash that the primary password goes through follows from the length of the store's salt (NSS `sftkdb_passwordToKey`). */
const hashFor = (salt: Buffer): string => ({ 32: 'sha256', 48: 'sha384', 64: 'sha512' })[salt.length] ?? 'sha1';

/** A value of the key store, taken apart. */
export interface Wrapped {
  /** How often its password is hashed; 1 for a kind that does not repeat it. */
  readonly iterations: number;
  /** @throws Error if the password is another one */
  open(salt: Buffer, primary: string): Buffer | Promise<Buffer>;
}

function numberIn({ tag, body }: Der): number {
  return tag === 0x02 && body.length >= 1 && body.length <= 4 ? body.readUIntBE(0, body.length) : 0;
}

function wrappedNew(parameters: Der, text: Buffer): Wrapped {
  const derivation = partOf(parameters, 0, 1);
  const [saltPart, count, ...options] = derivation.parts;
  const iterations = count ? numberIn(count) : 0;
  const kind = options.find(({ tag }) => tag === 0x30);
  const length = options.find(({ tag }) => tag === 0x02);
  // The initial vector is the element with its tag and length: 2 bytes and 14.
  const { raw: iv } = partOf(parameters, 1, 1);
  if (objectId(partOf(parameters, 0, 0)) !== pbkdf2Id || !kind || objectId(partOf(kind, 0)) !== hmacSha256) {
    return unknown('derivation of the key store');
  }
  if (objectId(partOf(parameters, 1, 0)) !== aes256 || iv.length !== 16 || text.length % 16 !== 0) {
    return unknown('cipher of the key store');
  }
  if (!saltPart || iterations < 1 || iterations > mostIterations || (length && numberIn(length) !== 32)) {
    return unknown('derivation of the key store');
  }
  return {
    iterations,
    async open(salt, primary) {
      const password = createHash(hashFor(salt)).update(salt).update(primary, 'utf8').digest();
      const key = await derive(password, saltPart.body, iterations, 32, 'sha256');
      return decrypt('aes-256-cbc', key, iv, text);
    },
  };
}

/** As profiles from before 2020 have it: PKCS #12's pbeWithSHA1And3-KeyTripleDES-CBC the way NSS derives it. */
function wrappedOld(entrySalt: Buffer, text: Buffer): Wrapped {
  if (text.length % 8 !== 0) return unknown('cipher of the key store');
  return {
    iterations: 1,
    open(salt, primary) {
      const hashed = createHash('sha1').update(salt).update(primary, 'utf8').digest();
      const keyed = createHash('sha1').update(hashed).update(entrySalt).digest();
      const mac = (...parts: readonly Buffer[]) => createHmac('sha1', keyed).update(Buffer.concat(parts)).digest();
      const padded = Buffer.concat([entrySalt, Buffer.alloc(Math.max(0, 20 - entrySalt.length))]);
      const key = Buffer.concat([mac(padded, entrySalt), mac(mac(padded), entrySalt)]);
      return decrypt('des-ede3-cbc', key.subarray(0, 24), key.subarray(32, 40), text);
    },
  };
}

/**
 * Takes a value of the key store apart; `open` wants the primary password (empty where there is none).
 *
 * @throws UnknownStore if it is of a kind that is not known, or would take too long
 */
export function wrappedIn(value: Buffer): Wrapped {
  try {
    const whole = readDer(value);
    const text = partOf(whole, 1).body;
    const kind = objectId(partOf(whole, 0, 0));
    if (text.length === 0) return unknown('empty value of the key store');
    if (kind === pbes2) return wrappedNew(partOf(whole, 0, 1), text);
    if (kind === pbeSha1TripleDes) return wrappedOld(partOf(whole, 0, 1, 0).body, text);
    return unknown('kind of the key store');
  } catch (error) {
    if (error instanceof UnknownStore) throw error;
    return unknown('damaged key store');
  }
}

interface Entry {
  readonly id: Der;
  readonly algorithm: Der;
  readonly cipher: (typeof ciphers)[keyof typeof ciphers];
  readonly iv: Buffer;
  readonly text: Buffer;
  readonly key: Buffer;
}

function entryOf(base64: string, keys: readonly StoreKey[]): Entry {
  const whole = readDer(Buffer.from(base64, 'base64'));
  const algorithm = partOf(whole, 1, 0);
  const kind = objectId(algorithm);
  if (kind !== aes256 && kind !== tripleDes) throw new RangeError('cipher of the entry');
  const cipher = ciphers[kind];
  const id = partOf(whole, 0);
  const name = id.body.toString('hex');
  // Keys of both kinds bear the same name.
  const found = keys.find((one) => one.id === name && one.key.length === cipher.key);
  if (!found) throw new RangeError('key of the entry');
  return { id, algorithm, cipher, iv: partOf(whole, 1, 1).body, text: partOf(whole, 2).body, key: found.key };
}

/** The text of one value of `logins.json`. @throws Error if it is not understood, or its key is missing */
export function openValue(base64: string, keys: readonly StoreKey[]): string {
  const { cipher, key, iv, text } = entryOf(base64, keys);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decrypt(cipher.name, key, iv, text));
}

/** Another text in the form, cipher and key that `like` has, with an initial vector of its own. */
export function sealValue(text: string, like: string, keys: readonly StoreKey[]): string {
  const { cipher, key, id, algorithm } = entryOf(like, keys);
  const iv = randomBytes(cipher.iv);
  const sealing = createCipheriv(cipher.name, key, iv);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  const kind = writeDer(0x30, algorithm.raw, writeDer(0x04, iv));
  return writeDer(0x30, id.raw, kind, writeDer(0x04, sealed)).toString('base64');
}
