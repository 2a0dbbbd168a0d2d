import { plainText } from '../../shared/plain-text.ts';

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
  const forms = formsOf(user, password);
  return plainText(masked(plainText(masked(short, forms), 4_096), [...forms, plainText(password, 4_096)]));
}

function formsOf(user: string, password: string): string[] {
  const bytes = Buffer.from(password, 'utf8');
  return [
    saslPlain(user, password),
    base64(`${user}\0${user}\0${password}`),
    base64(password),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    JSON.stringify(password).slice(1, -1),
    password.replace(/["\\]/g, '\\$&'),
    encodeURIComponent(password),
    password,
  ];
}

function masked(text: string, forms: readonly string[]): string {
  let result = text;
  for (const form of forms) {
    if (form.length > 0) result = result.replace(new RegExp(escaped(form), 'gi'), mask);
  }
  return result;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
