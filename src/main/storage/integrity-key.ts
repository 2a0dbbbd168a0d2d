import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Keychain } from './keychain.ts';

/** Answers with the 32 bytes that prove a file is ours, or with why the keychain would not say. */
export type IntegrityKey = () => Promise<Result<Uint8Array>>;

/**
 * The key under which our files are authenticated: one entry of the keychain, made on first use. It is read once per
 * run and a failure is not remembered, so that unlocking helps.
 */
export function createIntegrityKey(keychain: Keychain, account = 'key'): IntegrityKey {
  let known: Uint8Array | null = null;
  let asking: Promise<Result<Uint8Array>> | null = null;
  const ask = async (): Promise<Result<Uint8Array>> => {
    const found = await readOrMake(keychain, account);
    if (!found.ok) return found;
    const bytes = Buffer.from(found.value, 'base64url');
    if (bytes.length !== 32) return failed(failure('keychain.failed', 'the key of the files is damaged'));
    known = bytes;
    return success(bytes);
  };
  return () => {
    if (known) return Promise.resolve(success(known));
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function readOrMake(keychain: Keychain, account: string): Promise<Result<string>> {
  const found = await keychain.get(account);
  if (!found.ok) return found;
  if (found.value !== null) return success(found.value);
  const made = randomBytes(32).toString('base64url');
  const written = await keychain.set(account, made);
  if (!written.ok) return written;
  const back = await keychain.get(account);
  if (!back.ok) return back;
  return back.value === made ? success(made) : failed(failure('keychain.read-back-differs'));
}

/** HMAC-SHA256 in base64url, over the parts with their lengths, so that no two lists of parts look the same. */
export function sign(key: Uint8Array, ...parts: readonly string[]): string {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part};`);
  return mac.digest('base64url');
}

/** Compares two signatures in constant time. */
export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
