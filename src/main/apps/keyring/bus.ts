import { connect, type Socket } from 'node:net';
import { type BusMessage, messageBytes, messageIn, messageKinds, messageLength, noAutoStart } from './bus-message.ts';
import type { BusValue } from './bus-values.ts';

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly BusValue[];
}

/** Nothing came back that could be used: an error's own name where one was answered, null for silence and nonsense. */
export class BusFailure extends Error {
  readonly answer: string | null;

  constructor(answer: string | null) {
    // What the other side says in words could be anything, a secret included.
    super('no answer on the bus');
    this.answer = answer;
  }
}

export interface Bus {
  /** @throws BusFailure */
  call(call: BusCall): Promise<BusMessage>;
  /** Everything that is not an answer, from now on. */
  onSignal(listener: (signal: BusMessage) => void): void;
  /** Resolves when the line is closed, from whichever side. */
  readonly ended: Promise<void>;
  close(): void;
}

const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
const longestGreeting = 1_024;
/** The greeting's place among the calls, which count from 1. */
const greeting = 0;

/** The socket of a bus address, the first that this program can reach; null if there is none. */
export function socketIn(address: string): string | null {
  for (const one of address.split(';')) {
    const [, words = ''] = /^unix:(.*)$/.exec(one) ?? [];
    for (const pair of words.split(',')) {
      const [, kind, value] = /^(path|abstract)=(.+)$/.exec(pair) ?? [];
      const name = value === undefined ? null : unescaped(value);
      if (name !== null) return kind === 'path' ? name : `\0${name}`;
    }
  }
  return null;
}

function unescaped(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** Only a connection to this person's own bus on this computer; each answer has `limit` milliseconds. @throws BusFailure */
export async function openBus(address: string, limit: number): Promise<Bus> {
  const path = socketIn(address);
  if (path === null) throw new BusFailure(null);
  const line = new Line(connect({ path }), limit);
  try {
    await line.greet(process.getuid?.() ?? 0);
    await line.call({ ...bus, member: 'Hello' });
  } catch {
    line.close();
    throw new BusFailure(null);
  }
  return line;
}

interface Waiting {
  done(answer: BusMessage | string): void;
  fail(): void;
}

class Line implements Bus {
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners: ((signal: BusMessage) => void)[] = [];
  #arrived = Buffer.alloc(0);
  #greeted = false;
  #serial = 0;
  #closed = false;

  constructor(socket: Socket, limit: number) {
    this.#socket = socket;
    this.#limit = limit;
    socket.on('data', (bytes) => this.#take(bytes));
    for (const event of ['error', 'close']) socket.on(event, () => this.close());
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Says who this is, which the kernel can tell as well (D-Bus specification, "Authentication Protocol": EXTERNAL). */
  async greet(uid: number): Promise<void> {
    const who = Buffer.from(String(uid)).toString('hex');
    const answer = await this.#answer(greeting, Buffer.from(`\0AUTH EXTERNAL ${who}\r\n`));
    if (typeof answer !== 'string' || !answer.startsWith('OK ')) throw new BusFailure(null);
    this.#greeted = true;
    this.#socket.write('BEGIN\r\n');
  }

  async call({ signature = '', body = [], ...where }: BusCall): Promise<BusMessage> {
    this.#serial += 1;
    const serial = this.#serial;
    const message = { kind: messageKinds.call, flags: noAutoStart, serial, signature, body, ...where };
    const answer = await this.#answer(serial, messageBytes(message));
    if (typeof answer === 'string') throw new BusFailure(null);
    if (answer.kind === messageKinds.error) throw new BusFailure(answer.error ?? '');
    return answer;
  }

  onSignal(listener: (signal: BusMessage) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
    for (const { fail } of [...this.#waiting.values()]) fail();
  }

  async #answer(serial: number, bytes: Buffer): Promise<BusMessage | string> {
    if (this.#closed) throw new BusFailure(null);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const fail = () => reject(new BusFailure(null));
        timer = setTimeout(fail, this.#limit);
        this.#waiting.set(serial, { done: resolve, fail });
        this.#socket.write(bytes);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(serial);
    }
  }

  #take(bytes: Buffer): void {
    this.#arrived = Buffer.concat([this.#arrived, bytes]);
    try {
      if (!this.#greeted) this.#takeGreeting();
      else while (this.#takeMessage());
    } catch {
      // After nonsense nobody knows where the next message begins.
      this.close();
    }
  }

  #takeGreeting(): void {
    const end = this.#arrived.indexOf('\r\n');
    if (end < 0 && this.#arrived.length <= longestGreeting) return;
    // Nobody has anything to say before the greeting is answered.
    const isAlone = end === this.#arrived.length - 2;
    const line = isAlone ? this.#arrived.subarray(0, end).toString('latin1') : '';
    this.#arrived = Buffer.alloc(0);
    this.#waiting.get(greeting)?.done(line);
  }

  #takeMessage(): boolean {
    const length = messageLength(this.#arrived);
    if (length === null || this.#arrived.length < length) return false;
    const message = messageIn(this.#arrived.subarray(0, length));
    this.#arrived = this.#arrived.subarray(length);
    if (message.kind === messageKinds.signal) for (const listener of this.#listeners) listener(message);
    else if (message.replyTo !== undefined) this.#waiting.get(message.replyTo)?.done(message);
    return true;
  }
}
