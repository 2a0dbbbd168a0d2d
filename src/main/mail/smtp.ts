import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SMTPConnectionCustomAuthContext as SignInContext } from 'nodemailer/lib/smtp-connection';
import type { Context, OpenSession } from './attempt.ts';
import { encrypt, openSocket, plainHost, tlsOptionsFor } from './connect.ts';
import { inTime } from './in-time.ts';
import { base64, saslPlain } from './mask.ts';
import { WatchedConnection } from './smtp-connection.ts';
import { replyTrouble, saysWholly } from './smtp-words.ts';
import { MailTrouble, networkTrouble, said } from './trouble.ts';

const longestReply = 64 * 1024;
/** A parked connection may be silent for long; timers of our own end everything else. Milliseconds. */
const parking = 10 * 60_000;
const goodbye = 1_000;

/**
 * A sign-in over SMTP submission by nodemailer's connection, on a socket of ours. nodemailer's own `verify()` says yes
 * to a server that offers no AUTH without having sent anything, so the sign-in is a handler of ours, which sends the
 * password itself and takes nothing but 235 for a yes (RFC 4954 section 4).
 */
export const openSmtp: OpenSession = async (context) => {
  const plain = await openSocket(context);
  const socket = context.security === 'tls' ? await encrypt(plain, context, context.authorities) : plain;
  context.onStage('greeting');
  const talk = new SmtpTalk(context, socket);
  try {
    await talk.greet();
    return {
      tls: talk.tlsVersion(),
      signIn: async (user, password) => ({ mechanism: await talk.signIn(user, password), messages: null }),
      close: () => talk.close(),
    };
  } catch (error) {
    talk.close();
    throw error;
  }
};

class SmtpTalk {
  readonly #context: Context;
  readonly #connection: WatchedConnection;
  /** Rejects with the first thing that goes wrong with the connection, whoever waits at that moment. */
  readonly #broken: Promise<never>;
  #break: (trouble: MailTrouble) => void = () => undefined;
  #injected = false;
  #greeted = false;
  #credentials: { readonly user: string; readonly password: string } | null = null;
  #mechanism = '';

  constructor(context: Context, socket: Socket) {
    this.#context = context;
    this.#broken = new Promise((_resolve, reject) => {
      this.#break = reject;
    });
    this.#broken.catch(() => undefined);
    const encrypted = socket instanceof TLSSocket;
    this.#connection = new WatchedConnection({
      host: plainHost(context.host),
      port: context.port,
      connection: socket,
      secure: encrypted,
      secured: encrypted,
      requireTLS: !encrypted,
      tls: tlsOptionsFor(context.host, context.authorities),
      // An address literal, as other mail programs send it: the computer's name is nobody's business.
      name: '[127.0.0.1]',
      connectionTimeout: context.limits.connect + context.limits.greeting,
      greetingTimeout: context.limits.greeting,
      socketTimeout: parking,
      socketCloseTimeout: goodbye,
      maxResponseSize: longestReply,
      logger: this.#listenForInjection(),
      customAuth: { PLAIN: (offer) => this.#handler(offer) },
    });
    this.#connection.on('error', (error: Error) => this.#break(this.#troubleOf(error)));
    // After the answer that came with it: a 421 is answer and end in one.
    this.#connection.on('end', () => setImmediate(() => this.#break(new MailTrouble(said('connection-lost')))));
    context.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (context.signal.aborted) this.#onAbort();
  }

  /** Greeting, EHLO, STARTTLS where it is wanted, and EHLO again. */
  async greet(): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => {
      this.#connection.connect((error) => (error ? reject(this.#troubleOf(error)) : resolve()));
    });
    await inTime(Promise.race([ready, this.#broken]), this.#context.limits.greeting);
    this.#greeted = true;
    if (this.#injected) throw new MailTrouble(said('injected-bytes'));
    if (this.#context.security === 'starttls') this.#context.onStage('encrypting');
  }

  /** @throws MailTrouble if the connection is not encrypted after all */
  tlsVersion(): string {
    const socket = this.#connection._socket;
    if (!(socket instanceof TLSSocket) || !socket.authorized) throw new MailTrouble(said('no-encryption'));
    return socket.getProtocol() ?? '';
  }

  /** Tries once and returns the mechanism's name. */
  async signIn(user: string, password: string): Promise<string> {
    this.#credentials = { user, password };
    const done = new Promise<void>((resolve, reject) => {
      // The name chooses the handler; the handler chooses the mechanism.
      this.#connection.login({ method: 'PLAIN', user, pass: password }, (error) =>
        error ? reject(this.#troubleOf(error)) : resolve(),
      );
    });
    await inTime(Promise.race([done, this.#broken]), this.#context.limits.answer);
    this.#connection.quit();
    return this.#mechanism;
  }

  close(): void {
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    this.#credentials = null;
    this.#connection.close();
  }

  async #handler(offer: SignInContext): Promise<void> {
    if (this.#credentials === null) throw new MailTrouble(said('no-sign-in'));
    const { user, password } = this.#credentials;
    if (offer.authMethods.includes('PLAIN')) {
      this.#mechanism = 'PLAIN';
      await this.#sendPassword(offer, `AUTH PLAIN ${saslPlain(user, password)}`);
    } else if (offer.authMethods.includes('LOGIN')) {
      this.#mechanism = 'LOGIN';
      await this.#send(offer, 'AUTH LOGIN', '334', 'before-sign-in');
      await this.#send(offer, base64(user), '334', 'before-sign-in');
      await this.#sendPassword(offer, base64(password));
    } else {
      throw new MailTrouble(said(offer.authMethods.includes('XOAUTH2') ? 'oauth-only' : 'no-sign-in'));
    }
  }

  async #sendPassword(offer: SignInContext, line: string): Promise<void> {
    this.#expectSilence();
    this.#context.passwordLeaves();
    await this.#send(offer, line, '235', 'sign-in');
  }

  async #send(offer: SignInContext, line: string, wanted: string, at: 'before-sign-in' | 'sign-in'): Promise<void> {
    this.#expectSilence();
    const { response } = await offer.sendCommand(line);
    if (!saysWholly(response, wanted)) throw replyTrouble(response, at, 'unexpected-answer');
  }

  /** An answer that is there before its question was sent is not an answer. */
  #expectSilence(): void {
    if (this.#connection.hasUnread()) throw new MailTrouble(said('unexpected-answer'));
  }

  readonly #onAbort = (): void => {
    this.#break(new MailTrouble(said('stopped')));
    this.#connection.close();
  };

  /** nodemailer drops bytes that follow the answer to STARTTLS and only mentions them in its log. To us they are an attack. */
  #listenForInjection() {
    const ignore = () => undefined;
    const listen = (entry: unknown) => {
      if (typeof entry === 'object' && entry !== null && 'discarded' in entry) this.#injected = true;
    };
    return { trace: ignore, debug: ignore, info: ignore, warn: listen, error: ignore, fatal: ignore };
  }

  #troubleOf(error: Error): MailTrouble {
    if (error instanceof MailTrouble) return error;
    if (this.#injected) return new MailTrouble(said('injected-bytes'));
    if (this.#connection.upgrading) this.#context.onStage('encrypting');
    const facts: NodemailerFacts = error;
    if (typeof facts.response === 'string') return this.#troubleOfReply(facts.response, facts.command);
    if (typeof facts.originalCode === 'string') return networkTrouble({ code: facts.originalCode });
    switch (facts.code) {
      case 'ETIMEDOUT':
        return new MailTrouble(said('timed-out'));
      case 'EPROTOCOL':
        return new MailTrouble(said('too-much'));
      case 'ETLS':
      case 'ESOCKET':
        return facts.message === 'Connection closed unexpectedly'
          ? new MailTrouble(said('connection-lost'))
          : networkTrouble(error);
      default:
        return new MailTrouble(said('connection-lost'));
    }
  }

  #troubleOfReply(reply: string, command: unknown): MailTrouble {
    if (this.#greeted) return new MailTrouble(said('unexpected-answer'));
    const refusedEncryption = command === 'STARTTLS' || (command === 'EHLO' && !this.#connection.secure);
    if (refusedEncryption && !reply.startsWith('4')) return new MailTrouble(said('no-encryption'));
    return replyTrouble(reply, 'greeting', 'not-this-protocol');
  }
}

interface NodemailerFacts {
  readonly message: string;
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly response?: unknown;
  readonly command?: unknown;
}
