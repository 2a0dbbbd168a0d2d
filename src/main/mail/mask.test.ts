import { describe, expect, it } from 'vitest';
import { cleanServerText, saslPlain } from './mask.ts';

const user = 'anna@example.test';
const password = 'Gr33n "tea"\\& 50%';
const bytes = Buffer.from(password, 'utf8');

describe('cleanServerText', () => {
  it.each([
    ['as it is', password],
    ['in other case', password.toUpperCase()],
    ['as base64', bytes.toString('base64')],
    ['as base64 for addresses', bytes.toString('base64url')],
    ['as base64 of something longer', Buffer.from(`\u00ff${password}`).toString('base64').slice(2)],
    ['as base64 of something yet longer', Buffer.from(`ab${password}`).toString('base64').slice(2)],
    ['in HTML', 'Gr33n &quot;tea&quot;\\&amp; 50%'],
    ['byte by byte in an address', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
    ['as SASL PLAIN', saslPlain(user, password)],
    ['as hex', bytes.toString('hex')],
    ['as JSON', JSON.stringify(password)],
    ['as an IMAP quoted string', `"${password.replace(/["\\]/g, '\\$&')}"`],
    ['in an address', encodeURIComponent(password)],
    ['with controls in between', [...password].join('\u0000')],
    ['with invisible characters in between', [...password].join('\u200b')],
  ])('hides a password that a server echoes %s', (_how, form) => {
    const text = cleanServerText(`Refused: ${form} (sorry)`, user, password);
    expect(text).not.toContain('tea');
    expect(text).toMatch(/^Refused: "?\[hidden\]"? \(sorry\)$/);
  });

  it('hides one that the cut would have left in part', () => {
    const text = cleanServerText(`${'x'.repeat(295)}${password}`, user, password);
    expect(text).toHaveLength(300);
    expect(text).not.toContain(password.slice(0, 3));
  });

  it('leaves other words alone', () => {
    expect(cleanServerText('Authentication failed.', user, password)).toBe('Authentication failed.');
    expect(cleanServerText('BYE\r\n* OK \u001b[31m', '', '')).toBe('BYE * OK [31m');
  });
});
