import type { Socket } from 'node:net';
import { MailTrouble, networkTrouble, said } from './trouble.ts';

const longestLine = 64 * 1024;
const mostBytes = 1024 * 1024;
const mostLines = 2_000;
/** How long a socket may take to close by itself after we said goodbye, in milliseconds. */
const goodbye = 1_000;

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (trouble: MailTrouble) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The lines of one connection, bounded in length, number, size and time. What arrives before it is asked for is kept,
 * so that a greeting sent at once is not lost and bytes that should not be there are seen.
 */
export class Lines {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  readonly #ready: string[] = [];
  #parts: Buffer[] = [];
  #partBytes = 0;
  #allBytes = 0;
  #trouble: MailTrouble | null = null;
  #waiting: Waiting | null = null;

  constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
    socket.on('data', this.#onData).on('error', this.#onError).on('close', this.#onClose);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
    if (socket.destroyed) this.#onClose();
  }

  /** The next line without its line break, by `until` (milliseconds of `performance.now()`). @throws MailTrouble */
  read(until: number): Promise<string> {
    const line = this.#ready.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#trouble !== null) return Promise.reject(this.#trouble);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#fail(new MailTrouble(said('timed-out'))),
        Math.max(until - performance.now(), 0),
      );
      this.#waiting = { resolve, reject, timer };
    });
  }

  /** Sends text as UTF-8. @throws MailTrouble if the connection is gone */
  write(text: string): void {
    if (this.#trouble !== null) throw this.#trouble;
    this.#socket.write(text, 'utf8');
  }

  /** Lines that came unasked. They are taken out. */
  takeUnasked(): string[] {
    return this.#ready.splice(0);
  }

  /** Ends the listening for STARTTLS, and says whether bytes were left over that belong to nobody. */
  release(): 'clean' | 'bytes-left' {
    this.#tidy();
    this.#socket.pause();
    const left = this.#ready.length > 0 || this.#partBytes > 0 || this.#socket.readableLength > 0;
    return left ? 'bytes-left' : 'clean';
  }

  /** Says `farewell` and closes without waiting for the answer. */
  end(farewell: string): void {
    if (this.#trouble === null) this.#socket.end(farewell);
    const timer = setTimeout(() => this.#socket.destroy(), goodbye);
    timer.unref();
    this.#socket.once('close', () => clearTimeout(timer));
    this.#fail(new MailTrouble(said('connection-lost')), false);
    this.#socket.resume();
  }

  /** Closes at once. */
  destroy(): void {
    this.#fail(new MailTrouble(said('connection-lost')));
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#allBytes += chunk.length;
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#keep(rest.subarray(0, end));
      this.#deliver(Buffer.concat(this.#parts).toString('utf8').replace(/\r$/, ''));
      this.#parts = [];
      this.#partBytes = 0;
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
    if (this.#allBytes > mostBytes || this.#partBytes > longestLine || this.#ready.length > mostLines) {
      this.#fail(new MailTrouble(said('too-much')));
    }
  };

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#partBytes += part.length;
  }

  #deliver(line: string): void {
    if (line.length > longestLine) {
      this.#fail(new MailTrouble(said('too-much')));
      return;
    }
    const waiting = this.#waiting;
    if (waiting === null) {
      this.#ready.push(line);
      return;
    }
    this.#waiting = null;
    clearTimeout(waiting.timer);
    waiting.resolve(line);
  }

  readonly #onError = (error: Error): void => this.#fail(networkTrouble(error));
  readonly #onClose = (): void => this.#fail(new MailTrouble(said('connection-lost')));
  readonly #onAbort = (): void => this.#fail(new MailTrouble(said('stopped')));

  #fail(trouble: MailTrouble, destroy = true): void {
    this.#trouble ??= trouble;
    this.#tidy();
    if (destroy) this.#socket.destroy();
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    clearTimeout(waiting.timer);
    waiting.reject(this.#trouble);
  }

  #tidy(): void {
    this.#socket.off('data', this.#onData).off('error', this.#onError).off('close', this.#onClose);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
