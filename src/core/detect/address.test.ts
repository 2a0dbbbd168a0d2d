import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostSchema } from '../../shared/model.ts';
import { checkAddress, checkHost, checkPort, describeHost } from './address.ts';

const codeOf = (checked: { ok: true } | { ok: false; code: string }): string => (checked.ok ? 'ok' : checked.code);

describe('checkAddress', () => {
  it.each([
    ['anna@example.com', 'anna@example.com'],
    ['  Anna.Miller+news@Example.COM ', 'Anna.Miller+news@example.com'],
    ["o'neil_{x}@sub.example.co.uk", "o'neil_{x}@sub.example.co.uk"],
    ['"anna miller"@example.com', '"anna miller"@example.com'],
    ['jürgen@münchen.example', 'jürgen@münchen.example'],
    ['用户@例子.测试', '用户@例子.测试'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['anna@xn--mnchen-3ya.example', 'anna@xn--mnchen-3ya.example'],
    ['👩@example.com', '👩@example.com'],
  ])('takes %j', (text, value) => {
    expect(checkAddress(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['anna', 'no-at'],
    ['@example.com', 'no-name'],
    ['anna@', 'no-domain'],
    ['anna@@example.com', 'bad-name'],
    ['anna miller@example.com', 'bad-name'],
    ['anna\u00A0miller@example.com', 'bad-name'],
    ['anna\u202E@example.com', 'bad-name'],
    ['anna\u0000@example.com', 'bad-name'],
    ['.anna@example.com', 'bad-name'],
    ['anna..m@example.com', 'bad-name'],
    ['anna,berta@example.com', 'bad-name'],
    ['Anna <anna@example.com>', 'bad-name'],
    ['anna@example.com.', 'trailing-dot'],
    ['anna@example', 'bad-domain'],
    ['anna@exa mple.com', 'bad-domain'],
    ['anna@-example.com', 'bad-domain'],
    ['anna@example..com', 'bad-domain'],
    ['anna@192.0.2.1', 'bad-domain'],
    ['anna@[192.0.2.1]', 'bad-domain'],
    ['anna@example.com/x', 'bad-domain'],
    ['anna@example.com:993', 'bad-domain'],
    [`${'a'.repeat(65)}@example.com`, 'bad-name'],
    [`${'ä'.repeat(33)}@example.com`, 'bad-name'],
    [`anna@${'a'.repeat(64)}.example`, 'bad-domain'],
    [`anna@${'abc.'.repeat(62)}example`, 'too-long'],
    ['a'.repeat(10_000), 'too-long'],
  ])('says what is wrong with %j', (text, code) => {
    expect(codeOf(checkAddress(text))).toBe(code);
  });

  it('answers any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const checked = checkAddress(text);
        if (checked.ok) expect(checkAddress(checked.value)).toEqual(checked);
      }),
      { numRuns: 2_000 },
    );
    const started = performance.now();
    checkAddress(`${'a.'.repeat(250)}!`);
    checkAddress(`"${'\\a'.repeat(200)}`);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('checkHost', () => {
  it.each([
    [' Mail.Example.COM ', 'mail.example.com'],
    ['mail.example.com.', 'mail.example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['mail。example', 'mail.example'],
    ['localhost', 'localhost'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['[2001:db8:0:0::1]', '2001:db8::1'],
    ['::1', '::1'],
  ])('takes %j', (text, value) => {
    expect(checkHost(text)).toEqual({ ok: true, value });
    expect(hostSchema.safeParse(value).success).toBe(true);
  });

  it.each([
    ['', 'empty'],
    ['https://mail.example.com', 'is-link'],
    ['mail.example.com/webmail', 'is-link'],
    ['anna@example.com', 'is-address'],
    ['mail.example.com:993', 'has-port'],
    ['mail example.com', 'bad-host'],
    ['mail..example.com', 'bad-host'],
    ['-mail.example.com', 'bad-host'],
    ['mail_server.example.com', 'bad-host'],
    ['mail.example.com?x', 'bad-host'],
    ['mail%2eexample.com', 'bad-host'],
    ['mail\\example.com', 'bad-host'],
    ['256.1.1.1', 'bad-host'],
    ['127.1', 'bad-host'],
    ['0x7f.0.0.1', 'bad-host'],
    ['2130706433', 'bad-host'],
    ['１２７.0.0.1', 'bad-host'],
    ['1::2::3', 'bad-host'],
    ['xn--', 'bad-host'],
    [`${'a'.repeat(64)}.example`, 'bad-host'],
    ['a.'.repeat(200), 'too-long'],
    ['x'.repeat(10_000), 'too-long'],
  ])('says what is wrong with %j', (text, code) => {
    expect(codeOf(checkHost(text))).toBe(code);
  });
});

describe('checkPort', () => {
  it.each([25, 110, 143, 465, 587, 993, 995])('takes the mail port %i', (port) => {
    expect(checkPort(` ${port} `)).toEqual({ ok: true, value: { port, warning: null } });
  });

  it('takes any other port with a warning', () => {
    expect(checkPort('10993')).toEqual({ ok: true, value: { port: 10_993, warning: 'unusual-port' } });
  });

  it.each([
    ['', 'empty'],
    ['0', 'bad-port'],
    ['65536', 'bad-port'],
    ['-1', 'bad-port'],
    ['99.3', 'bad-port'],
    ['1e3', 'bad-port'],
    ['٩٩٣', 'bad-port'],
    ['9'.repeat(10_000), 'bad-port'],
  ])('refuses %j', (text, code) => {
    expect(codeOf(checkPort(text))).toBe(code);
  });
});

describe('describeHost', () => {
  it('shows both forms of a name beyond ASCII', () => {
    expect(describeHost('xn--mnchen-3ya.example')).toEqual({
      ascii: 'xn--mnchen-3ya.example',
      unicode: 'münchen.example',
      mixedScripts: false,
      privateAddress: false,
    });
    expect(describeHost('例子.测试').unicode).toBe('例子.测试');
    expect(describeHost('mail.example.com').unicode).toBe('mail.example.com');
  });

  it.each(['раypal.com', 'аррӏе.com', 'xn--80ak6aa92e.com', 'gοοgle.example'])('warns of the look-alike %j', (host) => {
    expect(describeHost(host).mixedScripts).toBe(true);
  });

  it.each(['münchen.example', 'почта.рф', 'яндекс.com', '日本の会社.jp', 'kddi会社.jp', 'mail-1.example.com'])(
    'does not warn of %j',
    (host) => {
      expect(describeHost(host).mixedScripts).toBe(false);
    },
  );

  it.each([
    ['127.0.0.2', true],
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['169.254.1.1', true],
    ['192.0.2.1', false],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['2001:db8::1', false],
    ['::ffff:10.0.0.1', true],
    ['::ffff:192.0.2.1', false],
    ['localhost', true],
    ['server', true],
    ['nas.local', true],
    ['mail.example.com', false],
  ])('knows whether %j is on this network: %s', (host, expected) => {
    expect(describeHost(host).privateAddress).toBe(expected);
  });

  it('reads back every name the platform can write', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéèçñøåабвгд一二三]{1,20}$/), (label) => {
        const checked = checkHost(`${label}.example`);
        if (checked.ok) expect(describeHost(checked.value).unicode).toBe(`${label.normalize('NFC')}.example`);
      }),
    );
  });

  it('never throws on nonsense', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => describeHost(text).ascii.length <= 253));
    expect(describeHost('xn--99999999999.example').unicode).toMatch(/example$/);
  });
});
