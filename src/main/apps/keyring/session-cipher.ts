import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * The session of the Secret Service in which passwords cross the bus encrypted: `dh-ietf1024-sha256-aes128-cbc-pkcs7`
 * (Secret Service specification, "Transfer of Secrets"). It keeps them out of a recording of the bus, no more: nobody
 * proves who they are. The group's prime is RFC 2409's second one, of 1,024 bits.
 */
export const sessionAlgorithm = 'dh-ietf1024-sha256-aes128-cbc-pkcs7';

const prime = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b' +
    '302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe6' +
    '49286651ece65381ffffffffffffffff',
);
const primeBytes = 128;

const toNumber = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);
const toBytes = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(2 * primeBytes, '0'), 'hex');

/** Counted here because the cryptography inside Electron knows no such old groups. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

export interface SessionCipher {
  seal(value: Buffer): { readonly iv: Buffer; readonly sealed: Buffer };
  /** Null if it cannot be opened. */
  open(iv: Buffer, sealed: Buffer): Buffer | null;
}

export interface SessionOffer {
  /** Our half, for the other side. */
  readonly half: Buffer;
  /** With the other side's half; null if that is none. */
  agree(theirs: Buffer): SessionCipher | null;
}

export function offerSession(): SessionOffer {
  const secret = toNumber(randomBytes(primeBytes));
  return {
    half: toBytes(power(2n, secret)),
    agree(theirs) {
      if (theirs.length > primeBytes) return null;
      const number = toNumber(theirs);
      if (number < 2n || number > prime - 2n) return null;
      return cipherWith(keyFrom(toBytes(power(number, secret))));
    },
  };
}

/** HKDF (RFC 5869) with SHA-256, no salt and no information: its first 16 bytes. */
function keyFrom(shared: Buffer): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(shared).digest();
  return createHmac('sha256', extracted).update(Buffer.of(1)).digest().subarray(0, 16);
}

function cipherWith(key: Buffer): SessionCipher {
  return {
    seal(value) {
      const iv = randomBytes(16);
      const cipher = createCipheriv('aes-128-cbc', key, iv);
      return { iv, sealed: Buffer.concat([cipher.update(value), cipher.final()]) };
    },
    open(iv, sealed) {
      try {
        const decipher = createDecipheriv('aes-128-cbc', key, iv);
        return Buffer.concat([decipher.update(sealed), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
