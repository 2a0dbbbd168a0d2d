import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { technicalText } from './outcome.ts';

const secret = new Secret('Gr\u00fcn&"Hof\\9{x}');
const bytes = Buffer.from(secret.reveal(), 'utf8');

describe('technicalText', () => {
  it.each([
    ['plain', secret.reveal()],
    ['upper case', secret.reveal().toUpperCase()],
    ['decomposed', secret.reveal().normalize('NFD')],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex').toUpperCase()],
    ['URL', encodeURIComponent(secret.reveal())],
    ['HTML', 'Gr\u00fcn&amp;&quot;Hof\\9{x}'],
    ['JSON', JSON.stringify(secret.reveal()).slice(1, -1)],
    ['split by a control character', `Gr\u00fcn&"\u0000Hof\\9{x}`],
  ])('masks a secret that is echoed as %s', (_, echoed) => {
    const text = technicalText(`before ${echoed} after`, [null, secret]);
    expect(text).toMatch(/^before \[hidden\] after$/);
  });

  it('has a way with half of a character', () => {
    expect(technicalText('before \ud800Umber after', [new Secret('\ud800Umber')])).toBe('before [hidden] after');
  });

  it('masks a secret that the length limit would cut in half', () => {
    const text = technicalText(`${'x'.repeat(290)}${secret.reveal()}`, [secret]);
    expect(text).not.toContain('Gr\u00fc');
  });

  it('masks a token that is longer than any line', () => {
    const token = new Secret('eyJhbGciOiJSUzI1NiJ9.'.repeat(400));
    const text = technicalText(`no ${token.reveal()} here, nor ${encodeURIComponent(token.reveal())}`, [token]);
    expect(text).toBe('no [hidden] here, nor [hidden]');
  });

  it('gives one line of at most 300 characters, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (said) => {
        const text = technicalText(said, [secret]);
        return text.length <= 300 && !/[\p{Cc}\u202e]/u.test(text);
      }),
    );
  });
});
