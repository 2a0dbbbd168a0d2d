import type { Protocol } from '../../../src/shared/model.ts';

/** What servers in wide use say at each step, without line breaks; `%` stands for IMAP's tag. */
export interface Transcript {
  readonly greetings: readonly string[];
  readonly offers: readonly (readonly string[])[];
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Not a yes to a sign-in, however much they look like one. */
  readonly nearYes: readonly string[];
  readonly others: readonly string[];
}

const imap: Transcript = {
  greetings: [
    '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN] Dovecot ready.',
    '* OK Gimap ready for requests from 192.0.2.7 a1mb2',
    '* OK The Microsoft Exchange IMAP4 service is ready. [QQBNADAAUABSA]',
    '* OK [CAPABILITY IMAP4 IMAP4rev1 LITERAL+ ID STARTTLS LOGINDISABLED] mail.example.test Cyrus IMAP 3.6 server ready',
    '* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE STARTTLS] Courier-IMAP ready.',
    '* OK IMAPrev1',
  ],
  offers: [
    ['IMAP4rev1', 'SASL-IR', 'LITERAL+', 'ID', 'AUTH=PLAIN', 'AUTH=LOGIN'],
    ['IMAP4rev1', 'ID', 'AUTH=PLAIN'],
    ['IMAP4', 'IMAP4rev1', 'LITERAL-', 'IDLE'],
    ['IMAP4rev1', 'UNSELECT', 'SASL-IR', 'AUTH=XOAUTH2', 'AUTH=PLAIN', 'AUTH=PLAIN-CLIENTTOKEN'],
    ['IMAP4rev1'],
  ],
  yes: ['% OK [CAPABILITY IMAP4rev1 IDLE] Logged in', '% OK LOGIN completed.', '% ok done', '% OK'],
  no: [
    '% NO [AUTHENTICATIONFAILED] Authentication failed.',
    '% NO LOGIN failed.',
    '% NO [ALERT] Invalid credentials (Failure)',
    '% NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-11-22 10:00:00]',
    '% BAD Error in IMAP command received by server.',
    '* BYE Too many invalid IMAP commands.',
  ],
  nearYes: [
    '* OK Logged in',
    '%% OK Logged in',
    '% OKAY',
    '+ OK',
    '* PREAUTH Logged in',
    '%OK',
    'K99 OK Logged in',
    '% NO OK',
  ],
  others: [
    '* CAPABILITY IMAP4rev1',
    '* ID NIL',
    '* 3 EXISTS',
    '* OK Still here',
    '+ ',
    '* BAD [ALERT] x {200000}',
    '* LIST () "/" {3}',
  ],
};

const pop3: Transcript = {
  greetings: [
    '+OK Dovecot ready. <1896.697170952@mail.example.test>',
    '+OK The Microsoft Exchange POP3 service is ready. [QQBNADAA]',
    '+OK Gpop ready for requests from 192.0.2.7',
    '+OK Hello there.',
    '+OK',
  ],
  offers: [
    ['CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE', 'USER', 'SASL PLAIN LOGIN'],
    ['TOP', 'UIDL', 'SASL PLAIN', 'USER'],
    ['USER', 'EXPIRE NEVER', 'IMPLEMENTATION Courier'],
    ['SASL PLAIN XOAUTH2 OAUTHBEARER', 'LOGIN-DELAY 300'],
  ],
  yes: ['+OK Logged in.', '+OK maildrop has 2 messages (320 octets)', '+ok', '+OK User successfully logged on.'],
  no: [
    '-ERR [AUTH] Authentication failed.',
    '-ERR Logon failure: unknown user name or bad password.',
    '-ERR [SYS/TEMP] Temporary authentication failure.',
    '-ERR [IN-USE] Unable to lock maildrop',
    '-ERR',
  ],
  nearYes: ['+OKAY', '+ OK', ' +OK Logged in', '-ERR +OK', '-OK', '+', '+O', 'OK Logged in', '+OK\tLogged in'],
  others: ['.', '+ ', '+OK', 'SASL PLAIN', 'USER', '..', '* OK'],
};

const smtp: Transcript = {
  greetings: [
    '220 mail.example.test ESMTP Postfix (Debian/GNU)',
    '220-mail.example.test ESMTP Exim 4.96\r\n220-We do not authorize the use of this system\r\n220 and/or bulk e-mail.',
    '220 smtp.example.test ESMTP a1-20020a - gsmtp',
    '220 AM0PR01CA0001.outlook.example Microsoft ESMTP MAIL Service ready',
    '220 mail.example.test',
  ],
  offers: [
    ['PIPELINING', 'SIZE 52428800', 'AUTH PLAIN LOGIN', 'AUTH=PLAIN LOGIN', 'ENHANCEDSTATUSCODES', '8BITMIME'],
    ['SIZE 157286400', '8BITMIME', 'AUTH LOGIN', 'CHUNKING', 'SMTPUTF8'],
    ['AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH', 'ENHANCEDSTATUSCODES'],
    ['AUTH PLAIN'],
  ],
  yes: [
    '235 2.7.0 Authentication successful',
    '235 Authentication succeeded',
    '235-2.7.0 Welcome\r\n235 2.7.0 Accepted',
    '235',
  ],
  no: [
    '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
    '535-5.7.8 Username and Password not accepted.\r\n535 5.7.8 For more information, go to example.test',
    '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001]',
    '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
    '421 4.7.0 Too many errors, closing connection',
    '534-5.7.9 Application-specific password required.\r\n534 5.7.9 example.test',
  ],
  nearYes: [
    '250 2.7.0 OK',
    '2350 OK',
    '235ok',
    ' 235 OK',
    '535 235 2.7.0 OK',
    '334 235',
    '2.7.0 235',
    '220 235',
    '23 5',
    '236 2.7.0 OK',
  ],
  others: ['334 ', '334 VXNlcm5hbWU6', '250 OK', '220 ready', '500 5.5.1 what', '250-AUTH PLAIN'],
};

export const transcripts: Readonly<Record<Protocol, Transcript>> = { imap, pop3, smtp };

/** What answers where a mail server or an interface is expected: portals, proxies, other services. */
export const strangers: readonly string[] = [
  'HTTP/1.1 302 Found\r\nLocation: http://portal.example.test/login?from=mail\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html><body>The plain HTTP request was sent to HTTPS port</body></html>',
  '<!DOCTYPE html><html><head><title>Hotel Wi-Fi</title></head><body><form method="post">Room: <input></form></body></html>',
  '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>',
  'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n',
  '\u0015\u0003\u0001\u0000\u0002\u0002\u0016',
];
