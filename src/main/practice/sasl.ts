/** User and password out of a SASL PLAIN response (RFC 4616); null if it is none. */
export function readSaslPlain(base64: string): { readonly user: string; readonly password: string } | null {
  const parts = Buffer.from(base64, 'base64').toString('utf8').split('\0');
  const [, user, password, ...others] = parts;
  return user === undefined || password === undefined || others.length > 0 ? null : { user, password };
}
