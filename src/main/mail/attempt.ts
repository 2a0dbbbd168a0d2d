import type { Socket } from 'node:net';
import type { MailProbe, OpenConnection, ProbeOptions } from '../../core/ports.ts';
import { classify } from '../../core/verify/classify.ts';
import type { Finding, NotProved, ProbeStage } from '../../shared/findings.ts';
import type { Authority, Endpoint } from '../../shared/model.ts';
import type { Reach, TimeLimits } from './connect.ts';
import { cleanServerText } from './mask.ts';
import { MailTrouble, said } from './trouble.ts';

/** What a protocol is given. `passwordLeaves` is called right before the first byte of a password is written. */
export interface Context extends Reach {
  readonly security: Endpoint['security'];
  readonly authorities: readonly Authority[];
  readonly passwordLeaves: () => void;
}

/** An encrypted and greeted connection of one protocol. Its functions throw MailTrouble. */
export interface Session {
  /** TLS version as Node names it. */
  readonly tls: string;
  /** Tries one sign-in, says goodbye and closes. */
  signIn(user: string, password: string): Promise<{ readonly mechanism: string; readonly messages: number | null }>;
  close(): void;
}

/** Opens a session and never sends a user name or a password. @throws MailTrouble */
export type OpenSession = (context: Context) => Promise<Session>;

/** Runs one protocol: keeps stage and time, and turns everything that goes wrong into a finding. Never throws. */
export async function attempt(
  openSession: OpenSession,
  endpoint: Endpoint,
  options: ProbeOptions,
  limits: TimeLimits,
): ReturnType<MailProbe['open']> {
  const record = new AttemptRecord(endpoint, options.onStage);
  const context: Context = {
    host: endpoint.host,
    port: endpoint.port,
    security: endpoint.security,
    authorities: options.authorities,
    signal: options.signal,
    limits,
    onStage: (stage) => record.reach(stage),
    passwordLeaves: () => record.passwordLeaves(),
    onSocket: (socket) => record.connected(socket),
  };
  try {
    const session = await openSession(context);
    record.pause();
    return { open: true, connection: openConnection(session, record) };
  } catch (error) {
    return { open: false, finding: record.notProved(error, '', '') };
  }
}

function openConnection(session: Session, record: AttemptRecord): OpenConnection {
  let used = false;
  return {
    signIn: async (user, secret) => {
      if (used) return { ...record.notProved(new MailTrouble(said('connection-lost')), '', ''), passwordSent: false };
      used = true;
      const password = secret.reveal();
      record.resume();
      try {
        if (!canBeSent(user) || !canBeSent(password)) throw new MailTrouble(said('stopped'));
        record.reach('signing-in');
        return record.proved(session.tls, await session.signIn(user, password));
      } catch (error) {
        return record.notProved(error, user, password);
      } finally {
        session.close();
      }
    },
    close: () => session.close(),
    line: record.line,
  };
}

/** A line break in a user name would be a command of its own, and NUL ends a field of SASL PLAIN (RFC 4616). */
function canBeSent(text: string): boolean {
  return text.length > 0 && !/[\r\n\0]/.test(text);
}

class AttemptRecord {
  readonly #endpoint: Endpoint;
  readonly #onStage: (stage: ProbeStage) => void;
  #stage: ProbeStage = 'resolving';
  #sent = false;
  #took = 0;
  #since = performance.now();
  #line: OpenConnection['line'];

  constructor(endpoint: Endpoint, onStage: (stage: ProbeStage) => void) {
    this.#endpoint = endpoint;
    this.#onStage = onStage;
  }

  reach(stage: ProbeStage): void {
    this.#stage = stage;
    this.#onStage(stage);
  }

  /** Noted at once: a socket that has closed knows its ends no more. */
  connected({ localPort: port, remoteAddress: peer }: Socket): void {
    if (port !== undefined && peer !== undefined) this.#line = { port, peer };
  }

  get line(): OpenConnection['line'] {
    return this.#line;
  }

  passwordLeaves(): void {
    this.#sent = true;
  }

  /** Time spent parked is not counted. */
  pause(): void {
    this.#took += performance.now() - this.#since;
  }

  resume(): void {
    this.#since = performance.now();
  }

  proved(tls: string, shown: { readonly mechanism: string; readonly messages: number | null }): Finding {
    // No protocol may say yes without having asked: PREAUTH and servers without AUTH end here at the latest.
    if (!this.#sent) throw new MailTrouble(said('unexpected-answer'));
    this.pause();
    this.reach('signed-in');
    return { ok: true, ...this.#where(), tls: tls.slice(0, 20), ...shown };
  }

  notProved(error: unknown, user: string, password: string): NotProved {
    this.pause();
    const seen = error instanceof MailTrouble ? error.seen : said('unexpected-answer');
    const text = seen.from === 'server' ? cleanServerText(seen.text, user, password) : '';
    const stage = this.#stage;
    return { ok: false, ...this.#where(), code: classify(seen), stage, passwordSent: this.#sent, serverText: text };
  }

  #where() {
    const { protocol, host, port, security } = this.#endpoint;
    return { protocol, host, port, security, at: Date.now(), took: Math.round(this.#took) };
  }
}

/** The moment by which something must have happened, for `Lines.read`. */
export function within(limit: number): number {
  return performance.now() + limit;
}
