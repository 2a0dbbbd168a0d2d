/**
 * A text as a header carries it: as UTF-8 bytes. Null where none can (RFC 9110 section 5.5): blanks at its ends would be
 * lost on the way, a control character could end the header.
 */
export function headerText(text: string): string | null {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return /^[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/.test(bytes) ? bytes : null;
}

/** The value of `Authorization` for a name and a password, in UTF-8 (RFC 7617). Null for what it cannot carry. */
export function basicAuthorization(user: string, password: string): string | null {
  if (user === '' || password === '' || /[:\p{Cc}]/u.test(user) || /\p{Cc}/u.test(password)) return null;
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

/** The value of `Authorization` for a token (RFC 6750 section 2.1). Null for what is none. */
export function bearerAuthorization(token: string): string | null {
  return /^[\w.~+/-]+=*$/.test(token) ? `Bearer ${token}` : null;
}
