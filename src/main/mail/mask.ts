import { plainText } from '../../shared/plain-text.ts';
import { secretPatterns } from './secret-forms.ts';

const mask = '[hidden]';

/** SASL PLAIN (RFC 4616) as base64: no authorisation identity, user and password in UTF-8. */
export function saslPlain(user: string, password: string): string {
  return base64(`\0${user}\0${password}`);
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/**
 * A server's words fit to keep: one harmless line of at most 300 characters, without the password in any form in which
 * a server could echo it. Masked before and after cleaning: taking out a control character can join two halves.
 */
export function cleanServerText(text: string, user: string, password: string): string {
  // Cut from behind first, so that no megabyte is worked on; the last cut comes after the masking.
  const short = text.slice(0, 4_096);
  if (password === '') return plainText(short);
  // Sign-ins whole first, so that not even the name is left of them.
  const whole = [saslPlain(user, password), base64(`${user}\0${user}\0${password}`)];
  const patterns = [...whole.map((form) => new RegExp(form.replaceAll('+', '\\+'), 'gi')), ...secretPatterns(password)];
  return plainText(masked(plainText(masked(short, patterns), 4_096), patterns));
}

function masked(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, mask), text);
}
