import type { MailFailureCode } from '../../shared/failures.ts';
import { refusalCodes } from '../../shared/findings.ts';
import type { Protocol } from '../../shared/model.ts';

/** What stopped an attempt without a word from the server. */
export type OwnWord =
  | 'connection-lost'
  | 'injected-bytes'
  | 'not-this-protocol'
  | 'no-encryption'
  | 'no-sign-in'
  | 'oauth-only'
  | 'preauthenticated'
  | 'stopped'
  | 'timed-out'
  | 'too-much'
  | 'unexpected-answer';

/** What was seen when an attempt failed, before anything is made of it. */
export type Said =
  | { readonly from: 'us'; readonly word: OwnWord }
  /** A Node error code of the network or of TLS, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  | { readonly from: 'network'; readonly code: string }
  | {
      readonly from: 'server';
      readonly protocol: Protocol;
      /** `before-sign-in`: the server answers a step before the one that carries the password. */
      readonly at: 'greeting' | 'before-sign-in' | 'sign-in';
      /** IMAP `NO`, `BAD` or `BYE`; POP3 `-ERR`; SMTP's three digits. */
      readonly status: string;
      /** IMAP or POP3 response code without brackets, or SMTP's enhanced status code. */
      readonly code: string | null;
      readonly text: string;
    };

const ownWords: Readonly<Record<OwnWord, MailFailureCode>> = {
  'connection-lost': 'mail.connection-lost',
  'injected-bytes': 'mail.unsafe-answer',
  'not-this-protocol': 'mail.not-a-mail-server',
  'no-encryption': 'mail.no-encryption',
  'no-sign-in': 'mail.no-sign-in-offered',
  'oauth-only': 'mail.oauth-required',
  preauthenticated: 'mail.unsafe-answer',
  stopped: 'mail.stopped',
  'timed-out': 'mail.timed-out',
  'too-much': 'mail.unsafe-answer',
  'unexpected-answer': 'mail.unsafe-answer',
};

type Row = readonly [pattern: RegExp, code: MailFailureCode];

/** Node's error codes; those of certificates are OpenSSL's names (x509_vfy.h). */
const networkRows: readonly Row[] = [
  [/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL|EBADNAME)/, 'mail.name-not-found'],
  [/^ECONNREFUSED$/, 'mail.nothing-listens'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EACCES|EPERM|EADDRNOTAVAIL)$/, 'mail.timed-out'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_\w+)$/, 'mail.connection-lost'],
  [/^CERT_HAS_EXPIRED$/, 'mail.certificate-expired'],
  [/^CERT_NOT_YET_VALID$/, 'mail.certificate-not-yet-valid'],
  [/^(ERR_TLS_CERT_ALTNAME_\w+|HOSTNAME_MISMATCH)$/, 'mail.certificate-other-name'],
  [
    /^(CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|\w+_IN_CERT_\w+|ISSUER_\w+|CRL_\w+)$/,
    'mail.certificate-not-trusted',
  ],
];

/**
 * Temporary and definite at once by their code: RFC 5530 and RFC 9051 section 7.1 (IMAP), RFC 2449 section 8 and
 * RFC 3206 (POP3). These win over anything that the text may say.
 */
const responseCodes: Readonly<Record<string, MailFailureCode>> = {
  UNAVAILABLE: 'mail.server-busy',
  INUSE: 'mail.server-busy',
  SERVERBUG: 'mail.server-busy',
  LIMIT: 'mail.too-many-connections',
  EXPIRED: 'mail.password-expired',
  CONTACTADMIN: 'mail.account-locked',
  AUTHORIZATIONFAILED: 'mail.no-access',
  PRIVACYREQUIRED: 'mail.encryption-failed',
  'SYS/TEMP': 'mail.server-busy',
  'SYS/PERM': 'mail.no-access',
  'IN-USE': 'mail.server-busy',
  'LOGIN-DELAY': 'mail.server-busy',
};

/** Words that say more than the code beside them. From the answers of large providers and common servers. */
const wordRows: readonly Row[] = [
  [/app(lication)?[- ]?specific password|\bapp password/i, 'mail.app-password-required'],
  [
    /\b(x?oauth2?|oauthbearer|modern authentication)\b|basic auth\w* (is )?(disabled|blocked|not)/i,
    'mail.oauth-required',
  ],
  [
    /(imap4?|pop3?|smtp|smtpclientauthentication|protocol)\b.{0,40}\b(is |are )?(disabled|switched off|not enabled|not allowed)|not (enabled|allowed|permitted) (for|to use) (imap|pop|smtp)/i,
    'mail.protocol-switched-off',
  ],
  [
    /too many (failed|login|auth|invalid|bad|unsuccessful|incorrect|attempt)|(login|auth\w*) (attempts|failures) (exceeded|limit)|temporarily (blocked|banned|locked)|rate limit/i,
    'mail.too-many-attempts',
  ],
  [
    /too many (\w+ ){0,3}(connection|session)|(connection|session)s? (\w+ )?(limit|exceeded)|maximum number of (connection|session)/i,
    'mail.too-many-connections',
  ],
  [
    /(account|mailbox|user)\b.{0,20}\b(is |has been )?(locked|disabled|suspended|blocked|deactivated)/i,
    'mail.account-locked',
  ],
  [/password (has |is )?expired|(change|reset) your password/i, 'mail.password-expired'],
  [/full (e-?mail|mail) ?address|(complete|full) user ?name/i, 'mail.full-address-needed'],
  [
    /temporar|try (again )?later|unavailable|not available|internal (server )?error|connection lost to authentication server|generic failure|service (is )?down|server (is )?busy/i,
    'mail.server-busy',
  ],
];

/** `status enhanced`, as an SMTP server answers AUTH: RFC 4954 section 6, RFC 5248. The first row that fits counts. */
const smtpRows: readonly Row[] = [
  [/^4/, 'mail.server-busy'],
  [/^(530|538|523|524) | 5\.7\.1[01]$/, 'mail.encryption-failed'],
  [/^525 | 5\.7\.13$| 5\.7\.14$/, 'mail.account-locked'],
  [/^534 | 5\.7\.9$/, 'mail.app-password-required'],
  [/^535 | 5\.7\.8$/, 'mail.wrong-password'],
  [/^50\d /, 'mail.no-sign-in-offered'],
  [/^55\d /, 'mail.no-access'],
];

/** Turns what was seen into a code: the one table for all protocols. Nothing temporary ever becomes a wrong password. */
export function classify(seen: Said): MailFailureCode {
  switch (seen.from) {
    case 'us':
      return ownWords[seen.word];
    case 'network':
      return firstRow(networkRows, seen.code) ?? 'mail.encryption-failed';
    case 'server':
      return serverAnswer(seen);
  }
}

type ServerSaid = Extract<Said, { from: 'server' }>;

function serverAnswer(seen: ServerSaid): MailFailureCode {
  const code = seen.protocol === 'smtp' ? smtpAnswer(seen) : lineAnswer(seen);
  // No password was there to be refused.
  if (seen.at === 'sign-in' || !(refusalCodes as readonly string[]).includes(code)) return code;
  return seen.at === 'greeting' ? 'mail.too-many-connections' : 'mail.no-sign-in-offered';
}

function smtpAnswer(seen: ServerSaid): MailFailureCode {
  const status = `${seen.status} ${seen.code ?? ''}`;
  const words = firstRow(wordRows, seen.text);
  // A temporary answer stays one, whatever password or account words come with it.
  if (status.startsWith('4')) return words !== undefined && temporary.has(words) ? words : 'mail.server-busy';
  if (words !== undefined && !/^5(0\d|23|24|30|38) /.test(status)) return words;
  if (seen.at === 'greeting') return 'mail.too-many-connections';
  return firstRow(smtpRows, status) ?? 'mail.unsafe-answer';
}

const temporary: ReadonlySet<MailFailureCode> = new Set([
  'mail.too-many-attempts',
  'mail.too-many-connections',
  'mail.server-busy',
]);

function lineAnswer(seen: ServerSaid): MailFailureCode {
  const byCode = responseCodes[(seen.code ?? '').toUpperCase()];
  if (byCode !== undefined) return byCode;
  const words = firstRow(wordRows, seen.text);
  if (words !== undefined) return words;
  if (seen.at === 'greeting') return 'mail.too-many-connections';
  if (seen.status === 'BYE') return 'mail.connection-lost';
  if (seen.status === 'BAD') return 'mail.no-sign-in-offered';
  return 'mail.wrong-password';
}

function firstRow(rows: readonly Row[], text: string): MailFailureCode | undefined {
  return rows.find(([pattern]) => pattern.test(text))?.[1];
}
