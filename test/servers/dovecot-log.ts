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
  /** Why nobody was let in although no password was refused: `auth service reported temporary failure`; else `''`. */
  readonly turnedAway: string;
  /** The client's address. */
  readonly from: string;
  /** Dovecot's name for the connection; several tries in one connection share it. */
  readonly session: string;
}

interface OpenTry {
  readonly protocol: MailProtocol;
  reason: string;
}

/** How a worker process ends the comparison of a cached password; its words for a mismatch name no session. */
const workerPattern = /^conn unix:auth-worker .*: auth-worker<\d+>: Finished(?:: (\w+))?$/;

const linePattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) auth(?:-worker\(\d+\))?: (Debug|Info|Warning|Error): (.*)$/;

/** Reads every finished sign-in out of Dovecot's log, in order. Tries that the client abandoned are left out. */
export function readSignIns(log: string): SignIn[] {
  const reading = new Reading();
  for (const line of log.split('\n')) {
    const parts = linePattern.exec(line);
    if (parts === null) continue;
    const [, time = '', level = '', text = ''] = parts;
    reading.take(time, level, text);
  }
  return reading.signIns(turnedAway(log));
}

class Reading {
  readonly #open = new Map<string, OpenTry>();
  readonly #ended: (Omit<SignIn, 'ok' | 'reason' | 'turnedAway'> & { readonly shown: OpenTry })[] = [];
  /** Tries that wait for a worker, oldest first. Its end may be written after the end of the whole try. */
  readonly #atWorker: OpenTry[] = [];

  take(time: string, level: string, text: string): void {
    const begin = /^client in: AUTH\t.*\tservice=(imap|pop3|submission)\t.*\tsession=([^\t]+)/.exec(text);
    const compared = workerPattern.exec(text);
    const step = stepOf(text);
    if (begin !== null) this.#open.set(begin[2] ?? '', { protocol: protocolOf(begin[1]), reason: '' });
    else if (compared !== null) this.#compared(compared[1] ?? '');
    else if (step !== undefined) this.#stepped(time, level, step);
  }

  signIns(away: ReadonlyMap<string, string>): SignIn[] {
    return this.#ended.map(({ shown: { reason }, ...signIn }) => {
      const words = away.get(signIn.session) ?? '';
      return { ...signIn, ok: reason === '' && words === '', reason, turnedAway: words };
    });
  }

  #compared(word: string): void {
    const waiting = this.#atWorker.shift();
    if (waiting !== undefined) waiting.reason = word === 'password_mismatch' ? 'Password mismatch' : word;
  }

  #stepped(time: string, level: string, { words, ...who }: Step): void {
    const current = this.#open.get(who.session);
    if (current === undefined) return;
    if (words === 'Auth request finished') {
      this.#ended.push({ protocol: current.protocol, ...who, at: new Date(readable(time)), shown: current });
      this.#open.delete(who.session);
    } else if (words === 'cache: validating password on worker') {
      this.#atWorker.push(current);
    } else if (level !== 'Debug') {
      // auth_verbose writes refusals, and nothing else of a try, as Info and worse.
      current.reason = words;
    }
  }
}

/** The login service's last words by session, where they are about neither the password nor the client. */
function turnedAway(log: string): ReadonlyMap<string, string> {
  const ends =
    /-login: Info: Disconnected: .*?(Maximum number of connections|auth service reported temporary failure).*session=<([^>]+)>/g;
  return new Map([...log.matchAll(ends)].map(([, words = '', session = '']) => [session, words]));
}

/** Connections in which a client sent a user name or a password before TLS. */
export function countPlainTextTries(log: string): number {
  const refusals = log.matchAll(/Plaintext authentication disabled.*session=<([^>]+)>/g);
  return new Set([...refusals].map((refusal) => refusal[1])).size;
}

interface Step {
  readonly user: string;
  readonly from: string;
  readonly session: string;
  readonly words: string;
}

function stepOf(text: string): Step | undefined {
  const parts = /^[\w-]+\((.*),([0-9a-f.:]+),<([^>]+)>\): (.*)$/.exec(text);
  if (parts === null) return undefined;
  const [, user = '', from = '', session = '', words = ''] = parts;
  return { user, from, session, words };
}

function protocolOf(service: string | undefined): MailProtocol {
  return service === 'imap' || service === 'pop3' ? service : 'submission';
}

/** `+0000` at the end is not a form that every engine reads. */
function readable(time: string): string {
  return time.replace(/(\d\d)$/, ':$1');
}
