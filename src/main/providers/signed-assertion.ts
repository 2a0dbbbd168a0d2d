import { createPrivateKey, type KeyObject, sign } from 'node:crypto';

/** The private key of a service account: PKCS #8 in base64, without the lines around it. Null for anything else. */
export function rsaKey(base64: string): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** A signed statement (RFC 7519, RS256 of RFC 7518 section 3.3), to be exchanged for a token (RFC 7523 section 2.1). */
export function signedAssertion(
  key: KeyObject,
  keyId: string,
  claims: Readonly<Record<string, string | number>>,
): string {
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text, 'ascii'), key).toString('base64url')}`;
}
