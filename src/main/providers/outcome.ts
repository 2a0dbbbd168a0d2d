import type { ChangeAnswer, CheckAnswer } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { failure, failureTable, type ProviderFailureCode } from '../../shared/failures.ts';
import { plainText } from '../../shared/plain-text.ts';
import { secretPatterns } from '../mail/secret-forms.ts';

/** Why a call came to nothing: a code and the words for the folded technical line. */
export interface Trouble {
  readonly code: ProviderFailureCode;
  readonly technical: string;
  /** Seconds after which the server says that it may be asked again, where it says so. */
  readonly pause?: number;
}

export const trouble = (code: ProviderFailureCode, technical: string): Trouble => ({ code, technical });

/** Nothing that can set the password has left this computer, or the server's own refusal was read. */
export const refused = ({ code, technical, ...more }: Trouble): ChangeAnswer => ({
  kind: 'refused',
  code,
  technical,
  ...pauseIn(more),
});
/** The request has left (or may have) and no refusal was read. */
export const unknown = ({ code, technical }: Trouble): ChangeAnswer => ({ kind: 'unknown', code, technical });
export const accepted: ChangeAnswer = { kind: 'accepted' };
/** A check sends nothing that changes anything: silence and odd words in it leave nothing open, and are never told as if. */
export const notReady = ({ code, technical, ...more }: Trouble): CheckAnswer => ({
  kind: 'not-ready',
  failure: failure(failureTable[code].effect === 'unknown' ? 'provider.unreachable' : code, technical),
  ...pauseIn(more),
});

/** Of a trouble that knows more than its own fields only this goes into an answer. */
const pauseIn = ({ pause }: Pick<Trouble, 'pause'>): Pick<Trouble, 'pause'> => (pause === undefined ? {} : { pause });

/** How long a provider may take, in milliseconds. `connect` covers name, TCP and TLS; `answer` one whole answer. */
export interface Limits {
  readonly connect: number;
  readonly answer: number;
}
export const usualLimits: Limits = { connect: 10_000, answer: 30_000 };

const longestWorkedOn = 4_096;
/** How many characters one character can become, as in `&quot;`. */
const longestWriting = 6;
const mask = '[hidden]';

/**
 * Makes a server's words fit for the technical line: one harmless line of at most 300 characters, with every given
 * secret masked in every form that a server may echo it in. Masked before and after cleaning, because taking out a
 * control character can join two halves.
 */
export function technicalText(text: string, secrets: readonly (Secret | null)[]): string {
  // The longest first, so that no secret leaves the rest of another behind.
  const texts = secrets.flatMap((secret) => (secret === null ? [] : [secret.reveal()]));
  const patterns = texts.sort((a, b) => b.length - a.length).flatMap(secretPatterns);
  // Tokens can be longer than any line: one that was cut in half would not be found, whatever it is written in.
  const worked = longestWorkedOn + longestWriting * (texts[0]?.length ?? 0);
  const short = masked(text.slice(0, worked), patterns);
  return plainText(masked(plainText(short, worked), patterns));
}

function masked(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, mask), text);
}
