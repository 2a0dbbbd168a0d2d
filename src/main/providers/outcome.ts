import type { ChangeAnswer, CheckAnswer } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { failure, type ProviderFailureCode } from '../../shared/failures.ts';
import { plainText } from '../../shared/plain-text.ts';

/** Why a call came to nothing: a code and the words for the folded technical line. */
export interface Trouble {
  readonly code: ProviderFailureCode;
  readonly technical: string;
}

export const trouble = (code: ProviderFailureCode, technical: string): Trouble => ({ code, technical });

/** Nothing that can set the password has left this computer, or the server's own refusal was read. */
export const refused = ({ code, technical }: Trouble): ChangeAnswer => ({ kind: 'refused', code, technical });
/** The request has left (or may have) and no refusal was read. */
export const unknown = ({ code, technical }: Trouble): ChangeAnswer => ({ kind: 'unknown', code, technical });
export const accepted: ChangeAnswer = { kind: 'accepted' };
export const notReady = ({ code, technical }: Trouble): CheckAnswer => ({
  kind: 'not-ready',
  failure: failure(code, technical),
});

/** How long a provider may take, in milliseconds. `connect` covers name, TCP and TLS; `answer` one whole answer. */
export interface Limits {
  readonly connect: number;
  readonly answer: number;
}
export const usualLimits: Limits = { connect: 10_000, answer: 30_000 };

const longestWorkedOn = 4_096;
const mask = '[hidden]';

/**
 * Makes a server's words fit for the technical line: one harmless line of at most 300 characters, with every given
 * secret masked in the forms a server may echo it in (plain, base64, base64url, hex, URL and JSON escapes). Masked
 * before and after cleaning, because taking out a control character can join two halves.
 */
export function technicalText(text: string, secrets: readonly (Secret | null)[]): string {
  const forms = secrets.flatMap((secret) => (secret === null ? [] : formsOf(secret.reveal())));
  // The longest first, so that no form leaves the rest of another behind.
  const sorted = [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  const short = masked(text.slice(0, longestWorkedOn), sorted);
  return plainText(masked(plainText(short, longestWorkedOn), sorted));
}

function masked(text: string, forms: readonly string[]): string {
  let result = text;
  for (const form of forms) {
    result = result.replace(new RegExp(form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), () => mask);
  }
  return result;
}

function formsOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const base64 = bytes.toString('base64');
  return [
    text,
    plainText(text, longestWorkedOn),
    text.normalize('NFD'),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    base64,
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
