/*
 * A marker secret is planted where a password belongs and looked for where none may be, in every form in which programs
 * write text.
 */

/** One place that was looked at, with what was found there. */
export interface Trace {
  readonly where: string;
  readonly bytes: Buffer;
}

/** Base64 of a text inside something longer depends on where it begins: the characters that are its own, for a shift. */
function base64Inside(text: Buffer, shift: 0 | 1 | 2): string {
  const whole = Buffer.concat([Buffer.alloc(shift), text])
    .toString('base64')
    .replace(/=+$/, '');
  const begin = Math.ceil((shift * 8) / 6);
  const end = Math.floor(((shift + text.length) * 8) / 6);
  return whole.slice(begin, end);
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Every form in which a secret could leave a trace. `users` are the names that sign in with it. */
export function formsOf(secret: string, users: readonly string[]): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret, 'utf8');
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const forms: [string, string][] = [
    ['plain', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['HTML', html],
    ['URL', encodeURIComponent(secret)],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['Latin-1', bytes.toString('latin1')],
  ];
  for (const shift of [0, 1, 2] as const) {
    const inside = base64Inside(bytes, shift);
    forms.push([`base64 at ${shift}`, inside], [`base64url at ${shift}`, urlSafe(inside)]);
  }
  for (const user of users) {
    forms.push(['SASL PLAIN', Buffer.from(`\0${user}\0${secret}`).toString('base64')]);
  }
  return new Map([
    ...forms.map(([name, text]): [string, Buffer] => [name, Buffer.from(text, 'utf8')]),
    ['UTF-16LE', Buffer.from(secret, 'utf16le')],
  ]);
}

/** Where the secret was found and in which form, for example `…/keyround.log (base64 at 1)`. Empty is good. */
export function findSecret(traces: readonly Trace[], secret: string, users: readonly string[]): string[] {
  const forms = [...formsOf(secret, users)];
  return traces.flatMap(({ where, bytes }) =>
    forms.filter(([, form]) => bytes.includes(form)).map(([name]) => `${where} (${name})`),
  );
}
