import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { CallTrouble } from '../http-call.ts';
import { trouble } from '../outcome.ts';

/** Words that both interfaces use for a password that the server's level does not allow, in English only. */
const tooSimple = /password is not complex enough|password strength/i;

/**
 * The codes of docs.plesk.com/en-US/obsidian/api-rpc, "Reduced List of Error Codes", that say plainly that nothing was
 * done. The others, first of all 1023 (operation failed), may have come in the middle of doing it.
 */
const refusals: Readonly<Record<number, ProviderFailureCode>> = {
  // Authentication failed
  1001: 'provider.credential-refused',
  // The server's own set-up is not finished
  1004: 'provider.not-allowed',
  // This version of the interface is not supported
  1005: 'provider.not-allowed',
  // Permission denied
  1006: 'provider.not-allowed',
  // Multiple access denied
  1008: 'provider.busy',
  // Access to the panel denied
  1010: 'provider.not-allowed',
  // Account disabled, login locked: the administrator's
  1011: 'provider.not-allowed',
  1012: 'provider.locked',
  // Object does not exist
  1013: 'provider.no-such-mailbox',
  // The request was not understood, or is not supported
  1014: 'provider.not-allowed',
  1017: 'provider.not-allowed',
  // Unknown way of signing in
  1029: 'provider.credential-refused',
  // License expired
  1030: 'provider.not-allowed',
  // The secret key is not valid (or belongs to another address)
  11003: 'provider.credential-refused',
};

/** Invalid value. While a password is set for a mailbox that was found, only the password can be one. */
const invalidValue = 1019;

/** Reads a refusal of a look-up or of a change; null for a code that leaves open what was done. */
export function refusalCode(code: number, text: string, act: 'find' | 'set'): ProviderFailureCode | null {
  if (act === 'set' && tooSimple.test(text)) return 'provider.too-simple';
  if (code === invalidValue) return act === 'set' ? 'provider.policy' : 'provider.no-such-mailbox';
  return refusals[code] ?? null;
}

/** A refusal that was read: the server has not acted. */
export const refusal = (code: ProviderFailureCode, technical: string): CallTrouble => ({
  ...trouble(code, technical),
  sent: false,
});

/** An answer that says neither yes nor no. */
export const odd = (technical: string): CallTrouble => ({ ...trouble('provider.odd-answer', technical), sent: true });
