export type MailProtocol = 'imap' | 'pop3' | 'submission';

/** One AUTH or LOGIN command that reached Dovecot's password check. */
export interface SignIn {
  readonly protocol: MailProtocol;
  readonly user: string;
  readonly ok: boolean;
  /** When Dovecot finished checking it, to the second. */
  readonly at: Date;
  /** Dovecot's own words for a refusal, `''` for a success. */
  readonly reason: string;
  /** Dovecot's name for the connection; several tries in one connection share it. */
  readonly session: string;
}

interface OpenTry {
  protocol: MailProtocol;
  reason: string;
}

const linePattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) auth(?:-worker\(\d+\))?: (Debug|Info|Warning|Error): (.*)$/;

/** Reads every finished sign-in out of Dovecot's log, in order. Tries that the client abandoned are left out. */
export function readSignIns(log: string): SignIn[] {
  const open = new Map<string, OpenTry>();
  const signIns: SignIn[] = [];
  for (const line of log.split('\n')) {
    const parts = linePattern.exec(line);
    if (parts === null) continue;
    const [, time = '', level = '', text = ''] = parts;
    const begin = /^client in: AUTH\t.*\tservice=(imap|pop3|submission)\t.*\tsession=([^\t]+)/.exec(text);
    if (begin !== null) {
      open.set(begin[2] ?? '', { protocol: protocolOf(begin[1]), reason: '' });
      continue;
    }
    const step = stepOf(text);
    const current = open.get(step?.session ?? '');
    if (step === undefined || current === undefined) continue;
    if (step.words === 'Auth request finished') {
      const { protocol, reason } = current;
      const { user, session } = step;
      signIns.push({ protocol, user, ok: reason === '', at: new Date(readable(time)), reason, session });
      open.delete(session);
    } else if (level !== 'Debug') {
      // auth_verbose writes refusals, and nothing else of a try, as Info and worse.
      current.reason = step.words;
    }
  }
  return signIns;
}

/** Connections in which a client sent a user name or a password before TLS. */
export function countPlainTextTries(log: string): number {
  const refusals = log.matchAll(/Plaintext authentication disabled.*session=<([^>]+)>/g);
  return new Set([...refusals].map((refusal) => refusal[1])).size;
}

function stepOf(text: string): { user: string; session: string; words: string } | undefined {
  const parts = /^[\w-]+\((.*),[0-9a-f.:]+,<([^>]+)>\): (.*)$/.exec(text);
  return parts === null ? undefined : { user: parts[1] ?? '', session: parts[2] ?? '', words: parts[3] ?? '' };
}

function protocolOf(service: string | undefined): MailProtocol {
  return service === 'imap' || service === 'pop3' ? service : 'submission';
}

/** `+0000` at the end is not a form that every engine reads. */
function readable(time: string): string {
  return time.replace(/(\d\d)$/, ':$1');
}
