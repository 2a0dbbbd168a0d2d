import { describe, expect, it } from 'vitest';
import type { MailFailureCode } from '../../shared/failures.ts';
import { refusalCodes } from '../../shared/findings.ts';
import { classify, type OwnWord, type Said } from './classify.ts';

type Server = Extract<Said, { from: 'server' }>;
type Row = readonly [status: string, code: string | null, text: string, expected: MailFailureCode];

const server = (protocol: Server['protocol'], at: Server['at'], [status, code, text]: Row): Said => ({
  from: 'server',
  protocol,
  at,
  status,
  code,
  text,
});

describe('what the network says', () => {
  it.each<[string, MailFailureCode]>([
    ['ENOTFOUND', 'mail.name-not-found'],
    ['EAI_AGAIN', 'mail.name-not-found'],
    ['ECONNREFUSED', 'mail.nothing-listens'],
    ['ETIMEDOUT', 'mail.timed-out'],
    ['EHOSTUNREACH', 'mail.timed-out'],
    ['ENETUNREACH', 'mail.timed-out'],
    ['ECONNRESET', 'mail.connection-lost'],
    ['EPIPE', 'mail.connection-lost'],
    ['ERR_STREAM_WRITE_AFTER_END', 'mail.connection-lost'],
    ['CERT_HAS_EXPIRED', 'mail.certificate-expired'],
    ['CERT_NOT_YET_VALID', 'mail.certificate-not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'mail.certificate-other-name'],
    ['HOSTNAME_MISMATCH', 'mail.certificate-other-name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'mail.certificate-not-trusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'mail.certificate-not-trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'mail.certificate-not-trusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'mail.certificate-not-trusted'],
    ['CERT_REVOKED', 'mail.certificate-not-trusted'],
    ['CERT_SIGNATURE_FAILURE', 'mail.certificate-not-trusted'],
    ['INVALID_CA', 'mail.certificate-not-trusted'],
    ['INVALID_PURPOSE', 'mail.certificate-not-trusted'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'mail.encryption-failed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'mail.encryption-failed'],
    ['EPROTO', 'mail.encryption-failed'],
    ['', 'mail.encryption-failed'],
  ])('%s is %s', (code, expected) => {
    expect(classify({ from: 'network', code })).toBe(expected);
  });
});

describe('what we saw ourselves', () => {
  it.each<[OwnWord, MailFailureCode]>([
    ['connection-lost', 'mail.connection-lost'],
    ['injected-bytes', 'mail.unsafe-answer'],
    ['not-this-protocol', 'mail.not-a-mail-server'],
    ['no-encryption', 'mail.no-encryption'],
    ['no-sign-in', 'mail.no-sign-in-offered'],
    ['oauth-only', 'mail.oauth-required'],
    ['preauthenticated', 'mail.unsafe-answer'],
    ['stopped', 'mail.stopped'],
    ['timed-out', 'mail.timed-out'],
    ['too-much', 'mail.unsafe-answer'],
    ['unexpected-answer', 'mail.unsafe-answer'],
  ])('%s is %s', (word, expected) => {
    expect(classify({ from: 'us', word })).toBe(expected);
  });
});

const imapRows: readonly Row[] = [
  ['NO', 'AUTHENTICATIONFAILED', 'Authentication failed.', 'mail.wrong-password'],
  ['NO', null, 'Login failed: user name or password rejected', 'mail.wrong-password'],
  ['NO', 'UNAVAILABLE', 'Temporary authentication failure. [host:2024]', 'mail.server-busy'],
  ['NO', 'INUSE', '', 'mail.server-busy'],
  ['NO', 'SERVERBUG', 'Internal error', 'mail.server-busy'],
  ['NO', 'LIMIT', 'Maximum number of connections from user+IP exceeded', 'mail.too-many-connections'],
  ['NO', 'EXPIRED', 'Password expired', 'mail.password-expired'],
  ['NO', 'CONTACTADMIN', 'User is disabled', 'mail.account-locked'],
  ['NO', 'AUTHORIZATIONFAILED', '', 'mail.no-access'],
  ['NO', 'PRIVACYREQUIRED', 'Plaintext authentication disallowed', 'mail.encryption-failed'],
  ['NO', 'ALERT', 'Application-specific password required: https://support.example', 'mail.app-password-required'],
  ['NO', 'AUTHENTICATIONFAILED', 'AUTHENTICATE failed. Basic authentication is disabled', 'mail.oauth-required'],
  ['NO', 'ALERT', 'Your account is not enabled for IMAP use', 'mail.protocol-switched-off'],
  ['NO', null, 'IMAP access is disabled for your domain', 'mail.protocol-switched-off'],
  ['NO', 'ALERT', 'Too many login failures. Please try again later', 'mail.too-many-attempts'],
  ['NO', null, 'Account is locked', 'mail.account-locked'],
  ['NO', null, 'Your password has expired', 'mail.password-expired'],
  ['NO', null, 'Please use your full e-mail address as user name', 'mail.full-address-needed'],
  ['NO', null, 'Temporary authentication failure', 'mail.server-busy'],
  ['NO', null, 'Internal server error', 'mail.server-busy'],
  ['BAD', null, 'Unknown command', 'mail.no-sign-in-offered'],
  ['BYE', null, 'Disconnected', 'mail.connection-lost'],
  ['BYE', 'UNAVAILABLE', '', 'mail.server-busy'],
];

const pop3Rows: readonly Row[] = [
  ['-ERR', 'AUTH', 'Authentication failed.', 'mail.wrong-password'],
  ['-ERR', null, 'Authentication failed.', 'mail.wrong-password'],
  ['-ERR', 'SYS/TEMP', 'Temporary authentication failure.', 'mail.server-busy'],
  ['-ERR', 'SYS/PERM', '', 'mail.no-access'],
  ['-ERR', 'IN-USE', 'Locked', 'mail.server-busy'],
  ['-ERR', 'LOGIN-DELAY', 'minimum time between mail checks violation', 'mail.server-busy'],
  ['-ERR', 'AUTH', 'POP3 access is disabled', 'mail.protocol-switched-off'],
  ['-ERR', 'AUTH', 'Application-specific password required', 'mail.app-password-required'],
];

const smtpRows: readonly Row[] = [
  ['535', '5.7.8', 'Error: authentication failed: UGFzc3dvcmQ6', 'mail.wrong-password'],
  ['535', null, 'Incorrect authentication data', 'mail.wrong-password'],
  ['535', '5.7.3', 'Authentication unsuccessful', 'mail.wrong-password'],
  ['535', '5.7.9', 'Sign in with another one', 'mail.app-password-required'],
  ['534', '5.7.9', 'Application-specific password required', 'mail.app-password-required'],
  ['534', null, 'Mechanism too weak', 'mail.app-password-required'],
  ['535', '5.7.139', 'Authentication unsuccessful, basic authentication is disabled', 'mail.oauth-required'],
  ['535', '5.7.139', 'SmtpClientAuthentication is disabled for the tenant', 'mail.protocol-switched-off'],
  ['535', '5.7.8', 'authentication failed: Connection lost to authentication server', 'mail.server-busy'],
  ['535', '5.7.8', 'authentication failed: generic failure', 'mail.server-busy'],
  ['454', '4.7.0', 'Temporary authentication failure', 'mail.server-busy'],
  ['454', null, 'Authentication failed: password incorrect', 'mail.server-busy'],
  ['421', '4.7.0', 'Too many failed attempts', 'mail.too-many-attempts'],
  ['421', null, 'Bye', 'mail.server-busy'],
  ['432', '4.3.2', 'Concurrent connections limit exceeded', 'mail.too-many-connections'],
  ['451', '4.3.0', 'Account is locked', 'mail.server-busy'],
  ['530', '5.7.0', 'Must issue a STARTTLS command first', 'mail.encryption-failed'],
  ['538', '5.7.11', 'Encryption required', 'mail.encryption-failed'],
  ['525', '5.7.13', 'Switched off', 'mail.account-locked'],
  ['504', '5.5.4', 'Unrecognized authentication type', 'mail.no-sign-in-offered'],
  ['503', '5.5.1', 'AUTH not available', 'mail.no-sign-in-offered'],
  ['550', '5.7.1', 'Not permitted', 'mail.no-access'],
  ['250', null, 'What?', 'mail.unsafe-answer'],
];

describe('what a server answers to the sign-in', () => {
  it.each(imapRows)('IMAP %s [%s] %s is %s', (...row) => {
    expect(classify(server('imap', 'sign-in', row))).toBe(row[3]);
  });
  it.each(pop3Rows)('POP3 %s [%s] %s is %s', (...row) => {
    expect(classify(server('pop3', 'sign-in', row))).toBe(row[3]);
  });
  it.each(smtpRows)('SMTP %s %s %s is %s', (...row) => {
    expect(classify(server('smtp', 'sign-in', row))).toBe(row[3]);
  });
});

describe('before a password was sent', () => {
  const all = [
    ...imapRows.map((row) => ['imap', row] as const),
    ...pop3Rows.map((row) => ['pop3', row] as const),
    ...smtpRows.map((row) => ['smtp', row] as const),
  ];
  it.each(['greeting', 'before-sign-in'] as const)('no answer at %s refuses the password', (at) => {
    for (const [protocol, row] of all) expect(refusalCodes).not.toContain(classify(server(protocol, at, row)));
  });

  it.each<[Server['protocol'], Row]>([
    ['imap', ['BYE', null, 'Go away', 'mail.too-many-connections']],
    ['imap', ['BYE', 'UNAVAILABLE', '', 'mail.server-busy']],
    ['imap', ['BYE', null, 'Too many failed logins from your address', 'mail.too-many-attempts']],
    ['pop3', ['-ERR', null, 'Go away', 'mail.too-many-connections']],
    ['pop3', ['-ERR', 'SYS/TEMP', '', 'mail.server-busy']],
    ['smtp', ['421', '4.3.2', 'Shutting down', 'mail.server-busy']],
    ['smtp', ['421', '4.7.0', 'Too many connections', 'mail.too-many-connections']],
    ['smtp', ['554', '5.7.1', 'Listed', 'mail.too-many-connections']],
  ])('%s greets with %s', (protocol, row) => {
    expect(classify(server(protocol, 'greeting', row))).toBe(row[3]);
  });
});
