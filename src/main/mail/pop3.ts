import type { Said } from '../../core/verify/classify.ts';
import { type Context, type OpenSession, within } from './attempt.ts';
import { encrypt, openSocket } from './connect.ts';
import { isAscii } from './imap-words.ts';
import { Lines } from './lines.ts';
import { saslPlain } from './mask.ts';
import { MailTrouble, said } from './trouble.ts';

/** A sign-in over POP3 (RFC 1939, CAPA: RFC 2449, STLS: RFC 2595, AUTH: RFC 5034). */
export const openPop3: OpenSession = async (context) => {
  const plain = await openSocket(context);
  if (context.security === 'starttls') {
    const before = new Pop3Talk(new Lines(plain, context.signal), context);
    try {
      await before.greeting();
      await before.startTls();
    } catch (error) {
      plain.destroy();
      throw error;
    }
  }
  const socket = await encrypt(plain, context, context.authorities);
  const talk = new Pop3Talk(new Lines(socket, context.signal), context);
  try {
    if (context.security === 'tls') await talk.greeting();
    const offers = await talk.offers();
    return {
      tls: socket.getProtocol() ?? '',
      signIn: async (user, password) => ({ mechanism: await talk.signIn(offers, user, password), messages: null }),
      close: () => talk.close(),
    };
  } catch (error) {
    talk.close();
    throw error;
  }
};

interface Offers {
  readonly mechanisms: ReadonlySet<string>;
  readonly userAndPass: boolean;
}

interface Answer {
  readonly ok: boolean;
  readonly code: string | null;
  readonly text: string;
}

class Pop3Talk {
  readonly #lines: Lines;
  readonly #context: Context;

  constructor(lines: Lines, context: Context) {
    this.#lines = lines;
    this.#context = context;
  }

  close(): void {
    this.#lines.destroy();
  }

  async greeting(): Promise<void> {
    this.#context.onStage('greeting');
    const answer = parsePop3Line(await this.#lines.read(within(this.#context.limits.greeting)));
    if (answer === null) throw new MailTrouble(said('not-this-protocol'));
    if (!answer.ok) throw new MailTrouble(pop3Said(answer, 'greeting'));
  }

  async startTls(): Promise<void> {
    const answer = await this.#ask('STLS');
    if (!answer.ok) throw new MailTrouble(said('no-encryption'));
    if (this.#lines.release() === 'bytes-left') throw new MailTrouble(said('injected-bytes'));
  }

  /** What the server offers; one without CAPA is taken to know USER and PASS. */
  async offers(): Promise<Offers> {
    const until = within(this.#context.limits.greeting);
    if (!(await this.#ask('CAPA')).ok) return { mechanisms: new Set(), userAndPass: true };
    const offers = { mechanisms: new Set<string>(), userAndPass: false };
    for (;;) {
      const line = (await this.#lines.read(until)).trim().toUpperCase();
      if (line === '.') return offers;
      const [name, ...words] = line.split(/ +/);
      if (name === 'SASL') for (const word of words) offers.mechanisms.add(word);
      if (name === 'USER') offers.userAndPass = true;
    }
  }

  /** Tries once and returns the mechanism's name. */
  async signIn(offers: Offers, user: string, password: string): Promise<string> {
    if (offers.mechanisms.has('PLAIN')) {
      // Without an initial response: it could make the line longer than the 255 octets that RFC 5034 section 4 allows.
      await this.#step('AUTH PLAIN', /^\+(?!OK)/i);
      await this.#finish(saslPlain(user, password));
      return 'PLAIN';
    }
    if (offers.userAndPass && isAscii(user) && isAscii(password) && !user.includes(' ')) {
      await this.#step(`USER ${user}`, /^\+OK/i);
      await this.#finish(`PASS ${password}`);
      return 'USER';
    }
    const oauth = offers.mechanisms.has('XOAUTH2') || offers.mechanisms.has('OAUTHBEARER');
    throw new MailTrouble(said(oauth && !offers.userAndPass ? 'oauth-only' : 'no-sign-in'));
  }

  async #step(command: string, wanted: RegExp): Promise<void> {
    this.#expectSilence();
    this.#lines.write(`${command}\r\n`);
    const line = await this.#lines.read(within(this.#context.limits.greeting));
    if (wanted.test(line)) return;
    const answer = parsePop3Line(line);
    throw new MailTrouble(
      answer === null || answer.ok ? said('unexpected-answer') : pop3Said(answer, 'before-sign-in'),
    );
  }

  async #finish(secretLine: string): Promise<void> {
    this.#expectSilence();
    this.#context.passwordLeaves();
    this.#lines.write(`${secretLine}\r\n`);
    const answer = parsePop3Line(await this.#lines.read(within(this.#context.limits.answer)));
    if (answer === null) throw new MailTrouble(said('unexpected-answer'));
    if (!answer.ok) throw new MailTrouble(pop3Said(answer, 'sign-in'));
    this.#lines.end('QUIT\r\n');
  }

  async #ask(command: string): Promise<Answer> {
    this.#expectSilence();
    this.#lines.write(`${command}\r\n`);
    const answer = parsePop3Line(await this.#lines.read(within(this.#context.limits.greeting)));
    if (answer === null) throw new MailTrouble(said('unexpected-answer'));
    return answer;
  }

  /** An answer that is there before its question was sent is not an answer. */
  #expectSilence(): void {
    if (this.#lines.takeUnasked().length > 0) throw new MailTrouble(said('unexpected-answer'));
  }
}

function parsePop3Line(line: string): Answer | null {
  const parts = /^(\+OK|-ERR)(?: (?:\[([A-Za-z/-]{1,40})\] ?)?(.*))?$/i.exec(line);
  if (parts === null) return null;
  return { ok: parts[1]?.startsWith('+') ?? false, code: parts[2]?.toUpperCase() ?? null, text: parts[3] ?? '' };
}

function pop3Said(answer: Answer, at: Extract<Said, { from: 'server' }>['at']): Said {
  return { from: 'server', protocol: 'pop3', at, status: '-ERR', code: answer.code, text: answer.text };
}
