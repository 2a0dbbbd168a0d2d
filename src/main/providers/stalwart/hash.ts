import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '../../../core/secret.ts';

/** 16 MiB and about 50 ms for each check: more than what Stalwart's own tools of that time make. */
const cost = { ln: 14, r: 8, p: 1 } as const;
const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);
const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

/**
 * A password as a PHC string with scrypt, the way Stalwart reads it (crates/directory/src/core/secret.rs, `verify_hash_prefix`).
 */
export async function hashOf(secret: Secret, salt: Buffer = randomBytes(16)): Promise<string> {
  const { ln, r, p } = cost;
  const key = await derive(secret.reveal(), salt, 32, { N: 2 ** ln, r, p });
  return `$scrypt$ln=${ln},r=${r},p=${p}$${text(salt)}$${text(key)}`;
}
