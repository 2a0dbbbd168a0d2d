import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { classify } from '../../core/verify/classify.ts';
import type { Context, OpenSession } from './attempt.ts';
import { plainHost, tlsOptionsFor } from './connect.ts';
import { type ImapResponse, imapMechanism, imapSaid, isAscii, parseImapLine } from './imap-words.ts';
import { inTime } from './in-time.ts';
import { MailTrouble, networkTrouble, said } from './trouble.ts';

/** imapflow limits a line and an answer but not what it skips, such as blank lines. Bytes, and milliseconds between looks. */
const mostBytes = 1024 * 1024;
const lookEvery = 10;

/**
 * A sign-in over IMAP that also reads how many messages the inbox holds, by imapflow. It takes twice the round trips of
 * our own sign-in and is for check-ups only.
 */
export const openImapReading: OpenSession = async (context) => {
  const client = new ParkedImapFlow(context, settingsFor(context));
  await client.park();
  return {
    tls: client.tlsVersion(),
    signIn: (user, password) => client.signInAndRead(user, password),
    close: () => client.finish(),
  };
};

function settingsFor(context: Context): ImapFlowOptions {
  const implicit = context.security === 'tls';
  const { limits } = context;
  return {
    host: plainHost(context.host),
    port: context.port,
    // Both said aloud: left open, imapflow upgrades only if the server offers it.
    secure: implicit,
    ...(implicit ? {} : { doSTARTTLS: true }),
    tls: tlsOptionsFor(context.host, context.authorities),
    clientInfo: { name: 'Keyround', version: '', vendor: '', 'support-url': '' },
    disableCompression: true,
    disableAutoEnable: true,
    disableAutoIdle: true,
    connectionTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    maxLineLength: 64 * 1024,
    maxResponseSize: 1024 * 1024,
  };
}

/** Stops where imapflow has encrypted and read the capabilities, and goes on when a password is given. */
class ParkedImapFlow extends ImapFlow {
  readonly #context: Context;
  readonly #settings: ImapFlowOptions;
  readonly #parked: Promise<void>;
  readonly #released: Promise<void>;
  #tellParked: () => void = () => undefined;
  #release: () => void = () => undefined;
  #session: Promise<void> = Promise.resolve();
  /** Rejects with what was seen first, while imapflow may go on waiting. */
  readonly #broken: Promise<never>;
  #break: (trouble: MailTrouble) => void = () => undefined;
  #greeted = false;
  /** Once the password is on its way: how much of the server's words had been read by then. */
  #passwordAfter: number | null = null;
  /** How much had been read when the server last refused something. */
  #refusedAt: number | null = null;
  #watch: NodeJS.Timeout | undefined;

  constructor(context: Context, settings: ImapFlowOptions) {
    const ignore = () => undefined;
    const listen = (entry: unknown) => this.#onServerLine(entry);
    // No log, only an ear: imapflow tells of a greeting that is none, and of the code of a BYE, nowhere else.
    const logger = { trace: ignore, debug: listen, info: ignore, warn: ignore, error: listen, fatal: ignore };
    Object.assign(settings, { logger });
    super(settings);
    this.#context = context;
    this.#settings = settings;
    this.#parked = new Promise((resolve) => {
      this.#tellParked = resolve;
    });
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#broken = new Promise((_resolve, reject) => {
      this.#break = (trouble) => {
        reject(trouble);
        this.close();
      };
    });
    this.#broken.catch(() => undefined);
    this.on('error', () => undefined);
  }

  async park(): Promise<void> {
    const { limits, signal, onStage } = this.#context;
    onStage('resolving');
    if (signal.aborted) throw new MailTrouble(said('stopped'));
    signal.addEventListener('abort', this.#onAbort, { once: true });
    onStage('connecting');
    this.#watch = setInterval(this.#onLook, lookEvery);
    this.#watch.unref();
    this.#session = this.connect();
    this.#session.catch(() => undefined);
    try {
      await inTime(Promise.race([this.#session, this.#parked, this.#broken]), limits.connect + limits.greeting);
    } catch (error) {
      this.finish();
      throw this.#troubleOf(error, 'greeting');
    }
  }

  /** imapflow calls this after the capabilities and before the sign-in, for implicit TLS as well. */
  override async upgradeToSTARTTLS(): Promise<boolean> {
    if (this.authenticated !== false) throw new MailTrouble(said('preauthenticated'));
    this.#context.onStage('greeting');
    const upgraded = await super.upgradeToSTARTTLS().catch((error: unknown) => {
      // Without a code it is not the handshake that failed, but the server that refused.
      const refused = error instanceof Error && !('code' in error);
      throw refused ? new MailTrouble(said('no-encryption')) : error;
    });
    if (!upgraded || !this.tls || this.tls.authorized !== true) throw new MailTrouble(said('no-encryption'));
    const socket = this.#socket();
    if (socket) this.#context.onSocket?.(socket);
    this.#tellParked();
    await this.#released;
    return upgraded;
  }

  /** From the socket, which imapflow keeps to itself: its own figure is the cipher's, "TLSv1/SSLv3" under BoringSSL. */
  tlsVersion(): string {
    const socket = this.#socket();
    return socket instanceof TLSSocket ? (socket.getProtocol() ?? '') : '';
  }

  #socket(): Socket | null {
    const socket: unknown = Reflect.get(this, 'socket');
    return socket instanceof Socket ? socket : null;
  }

  readonly #onLook = (): void => {
    if ((this.#socket()?.bytesRead ?? 0) > mostBytes) this.#break(new MailTrouble(said('too-much')));
  };

  #passwordLeaves(): void {
    this.#context.passwordLeaves();
    this.#passwordAfter = this.#socket()?.bytesRead ?? null;
  }

  #step(): 'greeting' | 'before-sign-in' | 'sign-in' {
    if (!this.#settings.auth) return 'greeting';
    return this.#passwordAfter === null ? 'before-sign-in' : 'sign-in';
  }

  async signInAndRead(user: string, password: string) {
    const { limits } = this.#context;
    const mechanism = imapMechanism(new Set(this.capabilities.keys()), isAscii(user) && isAscii(password));
    if (mechanism === 'none') throw new MailTrouble(said('no-sign-in'));
    if (mechanism === 'oauth-only') throw new MailTrouble(said('oauth-only'));
    // Said aloud: left open, imapflow takes LOGIN for user names with a slash.
    this.#settings.auth = { user, pass: password, loginMethod: mechanism === 'PLAIN' ? 'AUTH=PLAIN' : 'LOGIN' };
    // With PLAIN it leaves when the server asks for it.
    if (mechanism === 'LOGIN') this.#passwordLeaves();
    this.#release();
    try {
      await inTime(Promise.race([this.#session, this.#broken]), limits.answer);
    } catch (error) {
      throw this.#troubleOf(error, this.#step());
    } finally {
      delete this.#settings.auth;
    }
    return { mechanism, messages: await this.#countMessages() };
  }

  /** Says LOGOUT after a sign-in and closes without waiting long. */
  finish(): void {
    clearInterval(this.#watch);
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    if (!this.usable) {
      this.close();
      return;
    }
    const timer = setTimeout(() => this.close(), 1_000);
    this.logout().then(
      () => clearTimeout(timer),
      () => this.close(),
    );
  }

  /** The sign-in is proved by now, so an inbox that cannot be read is only an unknown number. */
  async #countMessages(): Promise<number | null> {
    try {
      const status = await inTime(this.status('INBOX', { messages: true }), this.#context.limits.greeting);
      return status === false ? null : (status.messages ?? null);
    } catch {
      return null;
    }
  }

  readonly #onAbort = (): void => this.#break(new MailTrouble(said('stopped')));

  #onServerLine(entry: unknown): void {
    const facts: { readonly src?: unknown; readonly msg?: unknown } =
      typeof entry === 'object' && entry !== null ? entry : {};
    if (facts.src !== 's' || typeof facts.msg !== 'string' || this.usable) return;
    const response = parseImapLine(facts.msg);
    if (!this.#greeted) this.#onGreeting(response);
    if (response === null) {
      this.#break(new MailTrouble(said('unexpected-answer')));
      return;
    }
    if (response.status === 'NO' || response.status === 'BAD') this.#refusedAt = this.#socket()?.bytesRead ?? null;
    if (response.status === 'PREAUTH') this.#break(new MailTrouble(said('preauthenticated')));
    else if (response.status === 'BYE') {
      this.#break(new MailTrouble(imapSaid(response, this.#step())));
    } else if (response.tag === '+' && this.#step() === 'before-sign-in') this.#onAsked();
    else if (this.#isUnasked(response)) this.#break(new MailTrouble(said('unexpected-answer')));
  }

  #onGreeting(response: ImapResponse | null): void {
    this.#context.onStage('greeting');
    this.#greeted = true;
    const greeting = response?.tag === '*' && ['OK', 'BYE', 'PREAUTH'].includes(response.status);
    if (!greeting) this.#break(new MailTrouble(said('not-this-protocol')));
  }

  /** The server asks for the password. One that has refused in the same breath gets none. */
  #onAsked(): void {
    if (this.#socket()?.bytesRead === this.#refusedAt) this.#break(new MailTrouble(said('unexpected-answer')));
    else this.#passwordLeaves();
  }

  /** An answer that had been read before the password left is no answer to it. */
  #isUnasked({ tag }: ImapResponse): boolean {
    return tag !== '*' && this.#step() === 'sign-in' && this.#socket()?.bytesRead === this.#passwordAfter;
  }

  #troubleOf(error: unknown, at: 'greeting' | 'before-sign-in' | 'sign-in'): MailTrouble {
    if (error instanceof MailTrouble) return error;
    const facts: ImapFlowFacts = typeof error === 'object' && error !== null ? error : {};
    const response = typeof facts.response === 'string' ? parseImapLine(facts.response) : null;
    if (response !== null) {
      // imapflow takes every word but OK for a refusal.
      const refused = response.status === 'NO' || response.status === 'BAD';
      return new MailTrouble(refused ? imapSaid(response, at) : said('unexpected-answer'));
    }
    const code = typeof facts.code === 'string' ? facts.code : '';
    if (code === 'STARTTLS_INJECTION') return new MailTrouble(said('injected-bytes'));
    if (/^(CONNECT|GREETING|UPGRADE)_TIMEOUT$|^ETIMEOUT$/.test(code)) return new MailTrouble(said('timed-out'));
    if (/^(Line|Response|Literal)TooLarge$/.test(code)) return new MailTrouble(said('too-much'));
    if (/^(Parser|Invalid|Unexpected|MAX_IMAP)/.test(code)) return new MailTrouble(said('unexpected-answer'));
    if (/^(NoConnection|EConnectionClosed|StateLogout|ClosedAfter)/.test(code)) {
      return new MailTrouble(said('connection-lost'));
    }
    const trouble = networkTrouble(error);
    if (/^mail\.(certificate|encryption)/.test(classify(trouble.seen))) this.#context.onStage('encrypting');
    return trouble;
  }
}

interface ImapFlowFacts {
  readonly code?: unknown;
  readonly response?: unknown;
}
