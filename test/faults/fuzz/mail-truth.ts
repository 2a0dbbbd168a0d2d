import type { Protocol } from '../../../src/shared/model.ts';

/** One write of the server: after how many lines of the client, and whether it was the first since the last of them. */
interface Write {
  readonly after: number;
  readonly first: boolean;
  readonly bytes: Buffer;
}

/** More than this does not arrive in one read, in bytes. */
const oneRead = 8_000;

/**
 * What a server really heard and said under TLS, kept apart from everything that reads answers in the product. A yes
 * counts if it was said after the password. What is written late in answer to the step before may cross the password on
 * its way, so it counts as well; what came in one piece with that answer does not.
 */
export class MailTruth {
  readonly #protocol: Protocol;
  readonly #forms: readonly string[];
  readonly #writes: Write[] = [];
  #lines = 0;
  #tag = '';
  #password: { readonly after: number; readonly tag: string; readonly secure: boolean } | null = null;

  constructor(protocol: Protocol, user: string, password: string) {
    this.#protocol = protocol;
    const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
    this.#forms = [password, password.replace(/["\\]/g, '\\$&'), base64(password), base64(`\0${user}\0${password}`)];
  }

  get tag(): string {
    return this.#tag;
  }

  get heardPassword(): boolean {
    return this.#password !== null;
  }

  get heardInClear(): boolean {
    return this.#password?.secure === false;
  }

  heard(line: string, secure: boolean): void {
    this.#lines += 1;
    if (this.#protocol === 'imap') this.#tag = /^(\w{1,20}) [a-z]+( |$)/i.exec(line)?.[1] ?? this.#tag;
    if (this.#forms.some((form) => line.includes(form))) {
      this.#password ??= { after: this.#lines, tag: this.#tag, secure };
    }
  }

  said(bytes: Buffer, secure: boolean): void {
    if (!secure) return;
    const first = bytes.length <= oneRead && this.#writes.at(-1)?.after !== this.#lines;
    this.#writes.push({ after: this.#lines, first, bytes });
  }

  /** True if the server said yes to this very sign-in. */
  saidYes(): boolean {
    if (this.heardInClear) return false;
    const tag = this.#password?.tag ?? this.#tag;
    const { crossing, after } = this.#afterPassword();
    const yes = { imap: /^\S+ OK( |$)/i, pop3: /^\+OK( |$)/i, smtp: /^235([ -]|$)/ }[this.#protocol];
    const tagged = new RegExp(`^${tag} (OK|NO|BAD)( |$)`, 'i');
    const first = this.#protocol === 'imap' ? after.find((line) => tagged.test(line)) : this.#firstWords(after);
    return yes.test(first ?? '') || crossing.some((line) => yes.test(line));
  }

  /** Blank lines before a reply say nothing; nodemailer passes over them. POP3 has none (RFC 1939 section 3). */
  #firstWords(lines: readonly string[]): string | undefined {
    return this.#protocol === 'smtp' ? lines.find((line) => line.trim() !== '') : lines[0];
  }

  /** True if anything that could be meant as a no was said after the password. */
  saidNo(): boolean {
    const no = { imap: /^\S+ (NO|BAD|BYE)\b/i, pop3: /^-ERR/i, smtp: /^[45]\d\d/ }[this.#protocol];
    const { crossing, after } = this.#afterPassword();
    return [...crossing, ...after].some((line) => no.test(line));
  }

  /** For the report of a failure: what was said after which line of the client, `|` where one line had many answers. */
  tail(): string {
    const words = this.#writes.slice(-6).map(({ after, first, bytes }) => {
      const text = JSON.stringify(bytes.toString('latin1'));
      return `${first ? `[${after}]` : '|'} ${text.length > 300 ? `${text.slice(0, 150)}...${text.slice(-100)}` : text}`;
    });
    return `${words.join(' ')} (password in ${this.#password?.after ?? 'no line'})`;
  }

  /** Lines that may have crossed the password on its way, and lines that were said after it. */
  #afterPassword(): { readonly crossing: string[]; readonly after: string[] } {
    // Never heard: then it was on its way when the connection ended, or was never sent.
    const at = this.#password?.after ?? this.#lines + 1;
    const crossing = this.#writes.filter(({ after }) => after === at - 1);
    const crossed = Buffer.concat(
      crossing.map(({ bytes, first }) => (first ? bytes.subarray(bytes.lastIndexOf(10) + 1) : bytes)),
    );
    const sure = this.#writes.filter(({ after }) => after >= at).map(({ bytes }) => bytes);
    if (crossed.length === 0) return { crossing: [], after: linesOf(Buffer.concat(sure)) };
    return { crossing: linesOf(Buffer.concat([crossed, ...sure])), after: [] };
  }
}

function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}
