import type { TLSSocket } from 'node:tls';
import { type Context, type OpenSession, type Session, within } from './attempt.ts';
import { encrypt, openSocket } from './connect.ts';
import { capabilitySet, type ImapResponse, imapMechanism, imapSaid, isAscii, parseImapLine } from './imap-words.ts';
import { Lines } from './lines.ts';
import { saslPlain } from './mask.ts';
import { MailTrouble, said } from './trouble.ts';

/**
 * A sign-in over IMAP and nothing else: no ID, no NAMESPACE, no waiting for LOGOUT. Capabilities are taken from the
 * greeting where it carries them, and read again after STARTTLS, because everything before it may be forged
 * (RFC 9051 section 6.2.1).
 */
export const openImap: OpenSession = async (context) => {
  const plain = await openSocket(context);
  if (context.security === 'tls') {
    const socket = await encrypt(plain, context, context.authorities);
    const talk = new ImapTalk(new Lines(socket, context.signal), context);
    return await greeted(socket, talk, () => talk.greeting());
  }
  const before = new ImapTalk(new Lines(plain, context.signal), context);
  try {
    await before.greeting();
    await before.startTls();
  } catch (error) {
    plain.destroy();
    throw error;
  }
  const socket = await encrypt(plain, context, context.authorities);
  const talk = new ImapTalk(new Lines(socket, context.signal), context);
  return await greeted(socket, talk, () => Promise.resolve(null));
};

async function greeted(
  socket: TLSSocket,
  talk: ImapTalk,
  greet: () => Promise<ReadonlySet<string> | null>,
): Promise<Session> {
  try {
    const capabilities = (await greet()) ?? (await talk.capabilities());
    return {
      tls: socket.getProtocol() ?? '',
      signIn: async (user, password) => ({
        mechanism: await talk.signIn(capabilities, user, password),
        messages: null,
      }),
      close: () => talk.close(),
    };
  } catch (error) {
    talk.close();
    throw error;
  }
}

class ImapTalk {
  readonly #lines: Lines;
  readonly #context: Context;
  #tags = 0;

  constructor(lines: Lines, context: Context) {
    this.#lines = lines;
    this.#context = context;
  }

  close(): void {
    this.#lines.destroy();
  }

  /** The capabilities of the greeting, or null if it names none. */
  async greeting(): Promise<ReadonlySet<string> | null> {
    this.#context.onStage('greeting');
    const response = await this.#next(within(this.#context.limits.greeting));
    if (response === null || response.tag !== '*') throw new MailTrouble(said('not-this-protocol'));
    switch (response.status) {
      case 'OK':
        return response.code === 'CAPABILITY' ? capabilitySet(response.codeArguments) : null;
      case 'PREAUTH':
        throw new MailTrouble(said('preauthenticated'));
      case 'BYE':
        throw new MailTrouble(imapSaid(response, 'greeting'));
      default:
        throw new MailTrouble(said('not-this-protocol'));
    }
  }

  async startTls(): Promise<void> {
    const answer = await this.#ask('STARTTLS', () => undefined);
    if (answer.status !== 'OK') throw new MailTrouble(said('no-encryption'));
    if (this.#lines.release() === 'bytes-left') throw new MailTrouble(said('injected-bytes'));
  }

  async capabilities(): Promise<ReadonlySet<string>> {
    let found: ReadonlySet<string> | null = null;
    const answer = await this.#ask('CAPABILITY', (response) => {
      if (response.status === 'CAPABILITY') found = capabilitySet(`${response.code ?? ''} ${response.text}`);
    });
    if (answer.status !== 'OK' || found === null) throw new MailTrouble(said('unexpected-answer'));
    return found;
  }

  /** Tries once and returns the mechanism's name. */
  async signIn(capabilities: ReadonlySet<string>, user: string, password: string): Promise<string> {
    const mechanism = imapMechanism(capabilities, isAscii(user) && isAscii(password));
    if (mechanism === 'none') throw new MailTrouble(said('no-sign-in'));
    if (mechanism === 'oauth-only') throw new MailTrouble(said('oauth-only'));
    const tag = this.#nextTag();
    this.#expectSilence();
    if (mechanism === 'LOGIN') await this.#sendLogin(tag, capabilities, user, password);
    else await this.#sendPlain(tag, capabilities, saslPlain(user, password));
    const answer = await this.#answer(tag, within(this.#context.limits.answer), 'sign-in', () => undefined);
    if (answer.status !== 'OK') throw new MailTrouble(imapSaid(answer, 'sign-in'));
    this.#lines.end(`${this.#nextTag()} LOGOUT\r\n`);
    return mechanism;
  }

  async #sendPlain(tag: string, capabilities: ReadonlySet<string>, response: string): Promise<void> {
    if (capabilities.has('SASL-IR')) {
      this.#context.passwordLeaves();
      this.#lines.write(`${tag} AUTHENTICATE PLAIN ${response}\r\n`);
      return;
    }
    this.#lines.write(`${tag} AUTHENTICATE PLAIN\r\n`);
    await this.#untilContinued(tag);
    this.#context.passwordLeaves();
    this.#lines.write(`${response}\r\n`);
  }

  /** Quoted strings where nothing needs escaping, literals elsewhere: servers exist that do not take the escapes back. */
  async #sendLogin(tag: string, capabilities: ReadonlySet<string>, user: string, password: string): Promise<void> {
    const oneFlight = capabilities.has('LITERAL+') || capabilities.has('LITERAL-');
    let line = `${tag} LOGIN `;
    for (const [index, text] of [user, password].entries()) {
      const separator = index === 0 ? ' ' : '\r\n';
      if (!/["\\]/.test(text)) {
        line += `"${text}"${separator}`;
      } else if (oneFlight) {
        line += `{${text.length}+}\r\n${text}${separator}`;
      } else {
        this.#lines.write(`${line}{${text.length}}\r\n`);
        await this.#untilContinued(tag);
        line = `${text}${separator}`;
      }
    }
    this.#context.passwordLeaves();
    this.#lines.write(line);
  }

  async #untilContinued(tag: string): Promise<void> {
    const answer = await this.#answer(
      tag,
      within(this.#context.limits.greeting),
      'before-sign-in',
      () => undefined,
      true,
    );
    if (answer.tag !== '+') throw new MailTrouble(imapSaid(answer, 'before-sign-in'));
    this.#expectSilence();
  }

  async #ask(command: string, onUntagged: (response: ImapResponse) => void): Promise<ImapResponse> {
    const tag = this.#nextTag();
    this.#expectSilence();
    this.#lines.write(`${tag} ${command}\r\n`);
    return await this.#answer(tag, within(this.#context.limits.greeting), 'greeting', onUntagged);
  }

  async #answer(
    tag: string,
    until: number,
    at: 'greeting' | 'before-sign-in' | 'sign-in',
    onUntagged: (response: ImapResponse) => void,
    mayContinue = false,
  ): Promise<ImapResponse> {
    for (;;) {
      const response = await this.#next(until);
      if (response === null) throw new MailTrouble(said('unexpected-answer'));
      if (response.tag === tag && ['OK', 'NO', 'BAD'].includes(response.status)) return response;
      if (response.tag === '+' && mayContinue) return response;
      if (response.tag !== '*' || response.status === 'PREAUTH') throw new MailTrouble(said('unexpected-answer'));
      if (response.status === 'BYE') throw new MailTrouble(imapSaid(response, at));
      onUntagged(response);
    }
  }

  /** An answer that is there before its question was sent is not an answer. Untagged news is. */
  #expectSilence(): void {
    for (const line of this.#lines.takeUnasked()) {
      const response = parseImapLine(line);
      if (response === null || response.tag !== '*') throw new MailTrouble(said('unexpected-answer'));
      if (response.status === 'BYE') throw new MailTrouble(imapSaid(response, 'greeting'));
    }
  }

  async #next(until: number): Promise<ImapResponse | null> {
    return parseImapLine(await this.#lines.read(until));
  }

  #nextTag(): string {
    this.#tags += 1;
    return `K${this.#tags}`;
  }
}
