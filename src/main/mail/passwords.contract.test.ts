import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type HostileServer, startHostileServer } from '../../../test/kits/hostile-server.ts';
import { type KitCertificates, makeKitCertificates } from '../../../test/kits/kit-certificates.ts';
import { authorityFor, probeOnce } from '../../../test/kits/probe-once.ts';
import { scriptedMail } from '../../../test/kits/scripted-mail.ts';
import type { Protocol } from '../../shared/model.ts';
import { createMailProbe } from './probe.ts';

const user = 'anna@example.test';
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
/** All characters together, in both orders; each that is no letter or digit by itself; and what breaks string syntax. */
const ascii = [
  printable.join(''),
  [...printable].reverse().join(''),
  ...printable.filter((character) => /\W|_/.test(character)).map((character) => `x${character}y`),
  '"',
  '\\',
  '\\"',
  '{5}',
  'x{5+}',
  '*',
  '.',
  '+',
  'a'.repeat(1_000),
];
const beyond = ['pässwörd-ß', 'пароль 12', '密码密码', 'smile-😀', 'e\u0301 composed', '\u00a0no-break'];

interface Way {
  readonly name: string;
  readonly protocol: Protocol;
  readonly offers: readonly string[];
  readonly mechanism: string;
  readonly read?: boolean;
  readonly asciiOnly?: boolean;
}

const ways: readonly Way[] = [
  { name: 'IMAP LOGIN', protocol: 'imap', offers: ['IMAP4rev1'], mechanism: 'LOGIN', asciiOnly: true },
  {
    name: 'IMAP LOGIN, LITERAL+',
    protocol: 'imap',
    offers: ['IMAP4rev1', 'LITERAL+'],
    mechanism: 'LOGIN',
    asciiOnly: true,
  },
  { name: 'IMAP PLAIN', protocol: 'imap', offers: ['IMAP4rev1', 'AUTH=PLAIN', 'LOGINDISABLED'], mechanism: 'PLAIN' },
  { name: 'IMAP PLAIN, SASL-IR', protocol: 'imap', offers: ['IMAP4rev1', 'AUTH=PLAIN', 'SASL-IR'], mechanism: 'PLAIN' },
  { name: 'imapflow LOGIN', protocol: 'imap', offers: ['IMAP4rev1'], mechanism: 'LOGIN', asciiOnly: true, read: true },
  { name: 'imapflow PLAIN', protocol: 'imap', offers: ['IMAP4rev1', 'AUTH=PLAIN'], mechanism: 'PLAIN', read: true },
  { name: 'POP3 USER and PASS', protocol: 'pop3', offers: ['USER'], mechanism: 'USER', asciiOnly: true },
  { name: 'POP3 PLAIN', protocol: 'pop3', offers: ['USER', 'SASL PLAIN'], mechanism: 'PLAIN' },
  { name: 'SMTP PLAIN', protocol: 'smtp', offers: ['AUTH LOGIN PLAIN'], mechanism: 'PLAIN' },
  { name: 'SMTP LOGIN', protocol: 'smtp', offers: ['AUTH LOGIN'], mechanism: 'LOGIN' },
];

describe('a password reaches the server as it is', () => {
  let certificates: KitCertificates;
  let server: HostileServer | null = null;
  beforeAll(async () => {
    certificates = await makeKitCertificates();
  });
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  const startWay = async (way: Way) => {
    const script = scriptedMail(
      way.protocol,
      'tls',
      { user, password: '' },
      {
        certificate: certificates.good,
        offers: way.offers,
        verdict: { imap: '% OK yes', pop3: '+OK yes', smtp: '235 2.7.0 yes' }[way.protocol],
      },
    );
    const started = await startHostileServer(script);
    server = started;
    const endpoint = { protocol: way.protocol, host: '127.0.0.1', port: started.port, security: 'tls' as const };
    const probe = createMailProbe();
    const authorities = [authorityFor('127.0.0.1', certificates.authority)];
    const attempt = async (password: string, name = user) =>
      (await probeOnce(probe, endpoint, { authorities, user: name, password, read: way.read ?? false })).finding;
    return { script, started, attempt };
  };

  it.each(ways)('$name', async (way) => {
    const { script, attempt } = await startWay(way);
    const passwords = way.asciiOnly ? ascii : [...ascii, ...beyond];
    // Two at a time: each is a connection of its own, and the machine has other things to do.
    for (let index = 0; index < passwords.length; index += 2) {
      const pair = passwords.slice(index, index + 2);
      const findings = await Promise.all(pair.map((password) => attempt(password)));
      for (const finding of findings) expect(finding).toMatchObject({ ok: true, mechanism: way.mechanism });
    }
    const sent = passwords.map((password) => password.normalize('NFC')).sort();
    expect(script.seen.map(({ password }) => password).sort()).toEqual(sent);
    expect(script.seen.every((credentials) => credentials.user === user)).toBe(true);
  });

  it.each(ways.filter(({ asciiOnly }) => asciiOnly === true))('$name never carries more than ASCII', async (way) => {
    const { started, attempt } = await startWay(way);
    for (const password of beyond) {
      expect(await attempt(password)).toMatchObject({
        ok: false,
        code: 'mail.no-sign-in-offered',
        passwordSent: false,
      });
    }
    expect(await attempt('ascii', 'änna@example.test')).toMatchObject({ ok: false, passwordSent: false });
    expect(started.signInCommands()).toBe(0);
  });

  it.each(['a\rb', 'a\nb', 'a\0b', 'x\r\nK9 LOGOUT'])('refuses to send %j', async (password) => {
    for (const way of ways.slice(0, 1)) {
      const { started, attempt } = await startWay(way);
      expect(await attempt(password)).toMatchObject({ ok: false, passwordSent: false });
      expect(started.signInCommands()).toBe(0);
    }
  });
});
