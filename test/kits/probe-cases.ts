import type { MailFailureCode } from '../../src/shared/failures.ts';
import type { ProbeStage } from '../../src/shared/findings.ts';
import type { Protocol, Security } from '../../src/shared/model.ts';
import type { Talk } from './hostile-server.ts';
import type { KitCertificates } from './kit-certificates.ts';
import type { Behaviour } from './scripted-mail.ts';

/** One way in which a server can go wrong, and what a probe must make of it. */
export interface ProbeCase {
  readonly name: string;
  readonly behaviour: Partial<Behaviour>;
  readonly expected: MailFailureCode;
  /** Whether the password has left. */
  readonly sent: boolean;
  readonly stage?: ProbeStage;
  readonly security?: Security;
  /** Waits only briefly, because the case is about waiting. */
  readonly impatient?: boolean;
  /** The server must not have seen one byte of the application after a handshake. */
  readonly silent?: boolean;
}

/** A refusal that also echoes the password in every form that a server could send back. */
function refusal(text: string): NonNullable<Behaviour['verdict']> {
  return (talk, tag, user, password) => {
    const bytes = Buffer.from(password, 'utf8');
    const plain = Buffer.from(`\0${user}\0${password}`, 'utf8').toString('base64');
    const forms = [password, bytes.toString('base64'), plain, bytes.toString('hex'), encodeURIComponent(password)];
    talk.send(`${text.replace('%', tag)} ${forms.join(' ')}\r\n`);
  };
}

const verdicts: Readonly<Record<Protocol, readonly (readonly [text: string, code: MailFailureCode])[]>> = {
  imap: [
    ['% NO [AUTHENTICATIONFAILED] Authentication failed.', 'mail.wrong-password'],
    ['% NO Login failed', 'mail.wrong-password'],
    ['% NO [UNAVAILABLE] Temporary authentication failure.', 'mail.server-busy'],
    ['% NO [LIMIT] Maximum number of connections from user+IP exceeded', 'mail.too-many-connections'],
    ['% NO [INUSE] In use', 'mail.server-busy'],
    ['% NO [EXPIRED] Password expired', 'mail.password-expired'],
    ['% NO [CONTACTADMIN] Account is locked', 'mail.account-locked'],
    ['% NO [AUTHORIZATIONFAILED] No access', 'mail.no-access'],
    ['% NO [PRIVACYREQUIRED] Plaintext authentication disallowed', 'mail.encryption-failed'],
    ['% NO [ALERT] Application-specific password required', 'mail.app-password-required'],
    ['% BAD Command unknown', 'mail.no-sign-in-offered'],
    ['* BYE [UNAVAILABLE] Going down', 'mail.server-busy'],
    ['* BYE Disconnected', 'mail.connection-lost'],
  ],
  pop3: [
    ['-ERR [AUTH] Authentication failed.', 'mail.wrong-password'],
    ['-ERR invalid password', 'mail.wrong-password'],
    ['-ERR [SYS/TEMP] Temporary authentication failure.', 'mail.server-busy'],
    ['-ERR [SYS/PERM] Mailbox is broken', 'mail.no-access'],
    ['-ERR [IN-USE] Mailbox locked by another session', 'mail.server-busy'],
    ['-ERR [LOGIN-DELAY] Come back in a minute', 'mail.server-busy'],
    ['-ERR [AUTH] Account is locked', 'mail.account-locked'],
    ['-ERR [AUTH] POP3 access is disabled for this mailbox', 'mail.protocol-switched-off'],
  ],
  smtp: [
    ['535 5.7.8 Error: authentication failed:', 'mail.wrong-password'],
    ['535 Incorrect authentication data', 'mail.wrong-password'],
    ['534 5.7.9 Application-specific password required', 'mail.app-password-required'],
    ['535-5.7.9 Please sign in with\r\n535 5.7.9 another password', 'mail.app-password-required'],
    ['538 5.7.11 Encryption required', 'mail.encryption-failed'],
    ['454 4.7.0 Temporary authentication failure', 'mail.server-busy'],
    ['421 4.3.2 Service shutting down', 'mail.server-busy'],
    ['421 4.7.0 Too many failed attempts', 'mail.too-many-attempts'],
    ['535 5.7.8 Error: authentication failed: Connection lost to authentication server', 'mail.server-busy'],
    ['525 5.7.13 User account disabled', 'mail.account-locked'],
    ['504 5.5.4 Unrecognised mechanism', 'mail.no-sign-in-offered'],
  ],
};

const busyGreetings: Readonly<Record<Protocol, readonly (readonly [string, MailFailureCode])[]>> = {
  imap: [
    ['* BYE Too many connections from your address', 'mail.too-many-connections'],
    ['* BYE [UNAVAILABLE] Back later', 'mail.server-busy'],
    ['* BYE', 'mail.too-many-connections'],
  ],
  pop3: [
    ['-ERR Too many connections', 'mail.too-many-connections'],
    ['-ERR [SYS/TEMP] Back later', 'mail.server-busy'],
  ],
  smtp: [
    ['421 4.7.0 Too many connections', 'mail.too-many-connections'],
    ['421 4.3.0 Back later', 'mail.server-busy'],
    ['554 5.7.1 Go away', 'mail.too-many-connections'],
  ],
};

const startTlsRefusals: Readonly<Record<Protocol, string>> = {
  imap: '% NO not now',
  pop3: '-ERR not now',
  smtp: '502 5.5.1 not now',
};
const injections: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['K2 OK forged\r\n', '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n', 'x'],
  pop3: ['+OK forged\r\n', 'x'],
  smtp: ['250 AUTH PLAIN\r\n', '250-x'],
};
const nothingOffered: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['IMAP4rev1', 'LOGINDISABLED'],
  pop3: ['CAPA', 'TOP'],
  smtp: ['PIPELINING'],
};
const onlyOauth: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['IMAP4rev1', 'LOGINDISABLED', 'AUTH=XOAUTH2'],
  pop3: ['CAPA', 'SASL XOAUTH2'],
  smtp: ['AUTH XOAUTH2'],
};
const withoutStartTls: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['IMAP4rev1', 'AUTH=PLAIN'],
  pop3: ['CAPA', 'USER', 'SASL PLAIN'],
  smtp: ['AUTH PLAIN LOGIN'],
};

/** Drips one byte at a time and never ends the line. */
function drip(talk: Talk): void {
  const timer = setInterval(() => talk.send('x'), 20);
  timer.unref();
  setTimeout(() => clearInterval(timer), 3_000).unref();
}

/** Every trap for a protocol. The right server and the network's own failures are in the kit itself. */
export function probeCases(protocol: Protocol, certificates: KitCertificates): ProbeCase[] {
  return [
    ...certificateCases(certificates),
    ...greetingCases(protocol),
    ...startTlsCases(protocol),
    ...offerCases(protocol),
    ...signInCases(protocol),
  ];
}

function certificateCases(certificates: KitCertificates): ProbeCase[] {
  return [
    ...certificates.bad.map(({ name, code, leaf }) => ({
      name: `a certificate ${name}`,
      behaviour: { certificate: leaf },
      expected: code,
      sent: false,
      stage: 'encrypting' as const,
      silent: true,
    })),
    {
      name: 'nothing newer than TLS 1.1',
      behaviour: { oldTls: true },
      expected: 'mail.encryption-failed',
      sent: false,
      stage: 'encrypting',
      silent: true,
    },
    {
      name: 'a hang-up in the handshake',
      behaviour: { cutInHandshake: true },
      expected: 'mail.connection-lost',
      sent: false,
      silent: true,
    },
  ];
}

function greetingCases(protocol: Protocol): ProbeCase[] {
  const at = { sent: false, stage: 'greeting' as const };
  const wrong = { imap: '220 ready', pop3: '* OK ready', smtp: '+OK ready' }[protocol];
  return [
    ...busyGreetings[protocol].map(([greeting, expected]) => ({
      name: `the greeting "${greeting}"`,
      behaviour: { greeting },
      expected,
      ...at,
    })),
    ...[wrong, 'HTTP/1.1 400 Bad Request', 'SSH-2.0-OpenSSH_9.2', '\u0000\u0001\u00fe garbage'].map((greeting) => ({
      name: `the greeting ${JSON.stringify(greeting)}`,
      behaviour: { greeting },
      expected: 'mail.not-a-mail-server' as const,
      ...at,
    })),
    { name: 'no greeting', behaviour: { greeting: null }, expected: 'mail.timed-out', impatient: true, sent: false },
    {
      name: 'a greeting without end',
      behaviour: { greeting: drip },
      expected: 'mail.timed-out',
      impatient: true,
      sent: false,
    },
    {
      name: 'a line of 200,000 characters',
      behaviour: { greeting: (talk) => talk.send('x'.repeat(200_000)) },
      expected: 'mail.unsafe-answer',
      sent: false,
    },
    {
      name: 'a hang-up instead of a greeting',
      behaviour: { greeting: (talk) => talk.end() },
      expected: 'mail.connection-lost',
      sent: false,
    },
    ...(protocol === 'imap'
      ? [
          {
            name: 'PREAUTH',
            behaviour: { greeting: '* PREAUTH hi' },
            expected: 'mail.unsafe-answer' as const,
            sent: false,
          },
        ]
      : []),
  ];
}

function startTlsCases(protocol: Protocol): ProbeCase[] {
  const base = { security: 'starttls' as const, sent: false };
  return [
    {
      ...base,
      name: 'STARTTLS stripped and refused',
      behaviour: { offersInClear: withoutStartTls[protocol], startTls: startTlsRefusals[protocol] },
      expected: 'mail.no-encryption',
    },
    {
      ...base,
      name: 'STARTTLS offered and refused',
      behaviour: { startTls: startTlsRefusals[protocol] },
      expected: 'mail.no-encryption',
    },
    {
      ...base,
      name: 'a hang-up instead of an answer to STARTTLS',
      behaviour: { startTls: (talk) => talk.end() },
      expected: 'mail.connection-lost',
    },
    {
      ...base,
      name: 'silence after STARTTLS',
      behaviour: { startTls: () => undefined },
      expected: 'mail.timed-out',
      impatient: true,
    },
    ...injections[protocol].map((injected) => ({
      ...base,
      name: `${JSON.stringify(injected)} in one segment with the answer to STARTTLS`,
      behaviour: { injected },
      expected: 'mail.unsafe-answer' as const,
    })),
  ];
}

function offerCases(protocol: Protocol): ProbeCase[] {
  return [
    {
      name: 'no sign-in offered',
      behaviour: { offers: nothingOffered[protocol] },
      expected: 'mail.no-sign-in-offered',
      sent: false,
    },
    {
      name: 'only OAuth offered',
      behaviour: { offers: onlyOauth[protocol] },
      expected: 'mail.oauth-required',
      sent: false,
    },
  ];
}

function signInCases(protocol: Protocol): ProbeCase[] {
  const base = { sent: true, stage: 'signing-in' as const };
  return [
    ...verdicts[protocol].map(([text, expected]) => ({
      ...base,
      name: `the answer ${JSON.stringify(text)}`,
      behaviour: { verdict: refusal(text) },
      expected,
    })),
    {
      ...base,
      name: 'silence after the sign-in',
      behaviour: { verdict: () => undefined },
      expected: 'mail.timed-out',
      impatient: true,
    },
    {
      ...base,
      name: 'a hang-up after the sign-in',
      behaviour: { verdict: (talk) => talk.end() },
      expected: 'mail.connection-lost',
    },
    {
      ...base,
      name: 'a reset after the sign-in',
      behaviour: { verdict: (talk) => talk.cut() },
      expected: 'mail.connection-lost',
    },
    {
      ...base,
      name: 'an answer without end',
      behaviour: {
        verdict: (talk) => talk.send(`${{ imap: '* ', pop3: '', smtp: '535-' }[protocol]}${'y'.repeat(200_000)}`),
      },
      expected: 'mail.unsafe-answer',
    },
    {
      ...base,
      name: 'an answer that is not of this protocol',
      behaviour: { verdict: '<html><body>Sign in to the network</body></html>' },
      expected: 'mail.unsafe-answer',
    },
  ];
}
