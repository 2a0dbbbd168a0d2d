import { findSecret, formsOf } from '../../kits/secret-forms.ts';
import type { Random } from './random.ts';

/** The mailbox that signs in, and passwords that each writing makes something else of. */
export const user = 'anna@example.test';
const canaries = ['C4nary-Plain-Violet-93', 'C4nary "q&<t>" \\ +/=?%41', 'C4nary-\u00dcmlaut-\u2603-\u00e9nd'] as const;

/** One of the passwords; `ascii` leaves out those that not every protocol can carry. */
export function canaryFor(random: Random, ascii: boolean): string {
  return ascii ? random.pick(canaries.slice(0, 2)) : random.pick(canaries);
}

/** Every way in which a server that has the password could send it back. */
export function echoesOf(password: string): string[] {
  const bytes = Buffer.from(password, 'utf8');
  const base64 = ['', 'x', 'xy', `${user}:`, `\0${user}\0`, `${user}\0${user}\0`].map((before) =>
    Buffer.from(`${before}${password}`, 'utf8').toString('base64'),
  );
  return [
    ...[...formsOf(password, [user]).values()].map((form) => form.toString('utf8')),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
    password.replace(/["\\]/g, '\\$&'),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    encodeURIComponent(password).toLowerCase(),
    [...password].join('\u200b'),
    [...password].join('\0'),
    `${password.slice(0, 5)}\u0007${password.slice(5)}`,
    `${base64[0]?.slice(0, 9)}\u202e${base64[0]?.slice(9)}`,
  ];
}

/** Where a password stands in something that is shown or kept, in which form. Empty is good. */
export function leaksIn(where: string, shown: unknown, password: string): string[] {
  const bytes = Buffer.from(typeof shown === 'string' ? shown : JSON.stringify(shown));
  return findSecret([{ where, bytes }], password, [user]);
}
