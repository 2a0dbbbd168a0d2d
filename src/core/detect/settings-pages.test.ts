import { describe, expect, it } from 'vitest';
import { readXml } from '../../main/providers/xml.ts';
import { readAutoconfig } from './autoconfig.ts';
import { readAutodiscover } from './autodiscover.ts';
import { type Element, ownerOf } from './sighting.ts';

const owner = ownerOf('anna@example.com') ?? expect.unreachable();
const source = { how: 'autoconfig', where: 'autoconfig.example.com' } as const;
const rootOf = (text: string): Element => readXml(text) ?? expect.unreachable('not read');

interface Server {
  readonly type?: string;
  readonly host?: string;
  readonly port?: string;
  readonly socket?: string;
  readonly user?: string;
  readonly how?: readonly string[];
}
const server = ({
  type = 'imap',
  host = 'mail.example.com',
  port = '993',
  socket = 'SSL',
  user,
  how = ['password-cleartext'],
}: Server) => {
  const name = type === 'smtp' ? 'outgoingServer' : 'incomingServer';
  const methods = how.map((method) => `<authentication>${method}</authentication>`).join('');
  const userLine = user === undefined ? '' : `<username>${user}</username>`;
  return `<${name} type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType>${userLine}${methods}</${name}>`;
};
const config = (...servers: Server[]) =>
  `<clientConfig version="1.1"><emailProvider id="example.com"><domain>example.com</domain>${servers.map(server).join('')}</emailProvider></clientConfig>`;
const read = (...servers: Server[]) => readAutoconfig(rootOf(config(...servers)), owner, source)?.servers ?? [];

describe('a page of settings', () => {
  it('names servers with user names to be filled in', () => {
    expect(
      read(
        { user: '%EMAILADDRESS%' },
        { type: 'pop3', port: '110', socket: 'STARTTLS', user: '%EMAILLOCALPART%' },
        { type: 'smtp', host: 'smtp.%EMAILDOMAIN%', port: '465', how: ['OAuth2'] },
      ),
    ).toEqual([
      {
        protocol: 'imap',
        host: 'mail.example.com',
        port: 993,
        security: 'tls',
        user: 'anna@example.com',
        signIn: 'password',
        source,
      },
      {
        protocol: 'pop3',
        host: 'mail.example.com',
        port: 110,
        security: 'starttls',
        user: 'anna',
        signIn: 'password',
        source,
      },
      {
        protocol: 'smtp',
        host: 'smtp.example.com',
        port: 465,
        security: 'tls',
        user: 'anna@example.com',
        signIn: 'oauth',
        source,
      },
    ]);
  });

  it.each<[string, Server]>([
    ['without encryption', { socket: 'plain', port: '143' }],
    ['with an encryption that nobody knows', { socket: 'ssl3' }],
    ['at a port that is none', { port: '0' }],
    ['at no host', { host: 'mail example' }],
    ['at a link', { host: 'https://evil.test/' }],
    ['that takes neither a password nor OAuth', { how: ['NTLM', 'GSSAPI'] }],
    ['of another protocol', { type: 'nntp' }],
    ['with a user name of two lines', { user: 'an&#10;na' }],
    ['with a user name that turns the line around', { user: 'an\u202Ena' }],
    ['with a user name without end', { user: 'a'.repeat(321) }],
  ])('leaves out a server %s', (_, odd) => {
    expect(read(odd, { host: 'other.example.com' }).map(({ host }) => host)).toEqual(['other.example.com']);
  });

  it('is looked at for twenty servers and no more', () => {
    expect(read(...Array.from({ length: 50 }, () => ({})))).toHaveLength(20);
  });

  it('tells of Exchange', () => {
    expect(readAutoconfig(rootOf(config({ type: 'exchange' })), owner, source)).toEqual({
      servers: [],
      exchange: true,
    });
  });

  it.each(['<html/>', '<clientConfig/>', '<a><clientConfig><emailProvider/></clientConfig></a>'])(
    'is not %s',
    (text) => {
      expect(readAutoconfig(rootOf(text), owner, source)).toBeNull();
    },
  );
});

const answer = (...protocols: string[]) => `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
<Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
<Account><AccountType>email</AccountType><Action>settings</Action>${protocols.map((inner) => `<Protocol>${inner}</Protocol>`).join('')}</Account>
</Response></Autodiscover>`;
const discovered = (...protocols: string[]) =>
  readAutodiscover(rootOf(answer(...protocols)), owner, source)?.servers.map(
    ({ protocol, host, port, security, user }) => `${protocol} ${host} ${port} ${security} ${user}`,
  );

describe('an answer of Autodiscover', () => {
  it('names servers, encrypted where nothing else is said', () => {
    expect(
      discovered(
        '<Type>IMAP</Type><Server>mail.example.com</Server><Port>993</Port><SSL>on</SSL><LoginName>anna</LoginName>',
        '<Type>POP3</Type><Server>mail.example.com</Server>',
        '<Type>SMTP</Type><Server>mail.example.com</Server><Port>587</Port><SSL>on</SSL>',
        '<Type>SMTP</Type><Server>mail.example.com</Server><Port>2525</Port><SSL>off</SSL><Encryption>TLS</Encryption>',
      ),
    ).toEqual([
      'imap mail.example.com 993 tls anna',
      'pop3 mail.example.com 995 tls anna@example.com',
      'smtp mail.example.com 587 starttls anna@example.com',
      'smtp mail.example.com 2525 starttls anna@example.com',
    ]);
  });

  it('leaves out servers without encryption and what is no mail', () => {
    expect(
      discovered(
        '<Type>IMAP</Type><Server>mail.example.com</Server><Port>143</Port><SSL>off</SSL>',
        '<Type>SMTP</Type><Server>mail.example.com</Server><Port>25</Port><SSL>on</SSL><Encryption>None</Encryption>',
        '<Type>WEB</Type><Server>mail.example.com</Server>',
        '<Type>IMAP</Type><Server>mail example</Server>',
      ),
    ).toEqual([]);
  });

  it('tells of Exchange, and is followed nowhere', () => {
    const exchange = readAutodiscover(rootOf(answer('<Type>EXCH</Type><Server>x.example.com</Server>')), owner, source);
    expect(exchange).toEqual({ servers: [], exchange: true });
    const elsewhere =
      '<Autodiscover><Response><Account><Action>redirectUrl</Action><RedirectUrl>https://evil.test/</RedirectUrl></Account></Response></Autodiscover>';
    expect(readAutodiscover(rootOf(elsewhere), owner, source)).toEqual({ servers: [], exchange: false });
    expect(
      readAutodiscover(rootOf('<Autodiscover><Response><Error/></Response></Autodiscover>'), owner, source),
    ).toBeNull();
  });
});
