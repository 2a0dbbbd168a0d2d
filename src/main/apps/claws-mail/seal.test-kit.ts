import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What Claws takes where the person has set no passphrase. */
export const builtIn = 'passkey0';

/** A password as Claws Mail keeps it, written from its documented form: nothing of the product takes part. */
export function sealedByClaws(password: string, salt: Buffer, { words = builtIn, rounds = 1_000 } = {}): string {
  const text = Buffer.from(password, 'utf8');
  const length = 128 * (Math.floor(text.length / 128) + 1);
  const plain = Buffer.concat([randomBytes(16), text, Buffer.alloc(length - text.length)]);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(words, salt, rounds, 32, 'sha1'), randomBytes(16));
  cipher.setAutoPadding(false);
  return `{AES-256-CBC,${rounds}}${Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')}`;
}
