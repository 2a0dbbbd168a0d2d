import { inBytes, type Span, spanText, wordsIn } from './byte-text.ts';

/** An address that a user name and a password may stand in, with the place of the password. */
export interface SignInUrl {
  /** In small letters. */
  readonly scheme: string;
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: Span | null;
}

/** Reads `scheme://user:password@host:port/…` (RFC 3986); null for anything else. The last `@` is the one that counts. */
export function signInUrl(text: string, span: Span): SignInUrl | null {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\s]*)/i.exec(spanText(text, span));
  if (!parts) return null;
  const [, scheme = '', authority = ''] = parts;
  const at = authority.lastIndexOf('@');
  const server = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(authority.slice(at + 1));
  if (!server) return null;
  const [, host = '', port] = server;
  const begin = span.from + scheme.length + '://'.length;
  const info = authority.slice(0, Math.max(at, 0));
  const colon = info.indexOf(':');
  const user = at < 0 ? null : decoded(colon < 0 ? info : info.slice(0, colon));
  return {
    scheme: scheme.toLowerCase(),
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? null : Number(port),
    user: user === null ? null : wordsIn(user) || null,
    password: colon < 0 ? null : { from: begin + colon + 1, to: begin + info.length },
  };
}

/** Undoes `%XX`; null where a percent sign stands for something else. */
export function decoded(bytes: string): string | null {
  if (/%(?![0-9a-f]{2})/i.test(bytes)) return null;
  return bytes.replace(/%([0-9a-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** As it stands between `:` and `@`: whatever could mean something there, or in a file around it, as `%XX`. */
export function encoded(words: string): string {
  return inBytes(words).replace(
    /[^A-Za-z0-9._~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
