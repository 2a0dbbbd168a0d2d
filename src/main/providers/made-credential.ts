import type * as z from 'zod';
import type { Secret } from '../../core/secret.ts';

/**
 * Reads a credential that Keyround has put together itself, after a sign-in or from a key file: several parts as JSON,
 * because the keychain keeps one secret for each mailbox's provider. Null for anything else, also for what was typed.
 */
export function madeCredential<T>(schema: z.ZodType<T>, credential: Secret | null): T | null {
  try {
    return schema.safeParse(JSON.parse(credential?.reveal() ?? '')).data ?? null;
  } catch {
    return null;
  }
}
