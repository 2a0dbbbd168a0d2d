import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { CallTrouble } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { type ModoboaSession, odd, refusal } from './session.ts';
import { fieldErrorsSchema } from './types.ts';

/**
 * What the server has against a new password, which is checked before anything is done. The name of the field decides; the
 * words are in the language of the account and only say more.
 */
export function passwordRefusal(
  session: ModoboaSession,
  { status, body }: JsonAnswer,
  field: 'password' | 'new_password',
): CallTrouble {
  const said = fieldErrorsSchema.safeParse(body);
  const fields = said.success ? Object.entries(said.data) : [];
  const reasons = fields.map(([name, words]) => `${name}: ${words.join(' ')}`).join(', ');
  const technical = session.words(`answer ${status} ${reasons}`);
  if (status !== 400 || fields.length === 0) return odd(technical);
  const names = fields.map(([name]) => name);
  if (names.every((name) => name === field)) return refusal(codeOf(reasons), technical);
  // Only the owner is asked for the current password, and only under this name.
  const current = field === 'new_password' && names.every((name) => name === field || name === 'password');
  return current ? refusal('provider.wrong-current', technical) : odd(technical);
}

/** Django's words and those of modoboa/core/password_validation.py, in English. */
function codeOf(reasons: string): ProviderFailureCode {
  if (/too short/i.test(reasons)) return 'provider.too-short';
  return /must contain at least|too common|entirely numeric|too similar/i.test(reasons)
    ? 'provider.too-simple'
    : 'provider.policy';
}
