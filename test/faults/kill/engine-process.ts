import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Trace } from '../../kits/secret-forms.ts';
import { type Call, type Command, type FromChild, fromChildSchema, type Shown, type ToChild } from '../child/wire.ts';

/** What one world has to say to the engine's process. */
export interface Listener {
  now(): number;
  /** Answers a call, or never does: then the process is to be killed. */
  answer(call: Call): Promise<unknown>;
}

/** One life of the app: a real process that ends only by being killed. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #listeners = new Map<string, Listener>();
  readonly #commands = new Map<string, { done: (shown: Shown) => void; failed: (why: Error) => void }>();
  readonly #said: string[] = [];
  readonly #sent = new Map<string, string[]>();
  readonly #ended: Promise<unknown>;
  #killed = false;

  constructor(script: string) {
    this.#child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: {} });
    this.#ended = once(this.#child, 'exit').then(() => this.#lost());
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#said.push(text));
    }
    this.#child.on('message', (message) => this.#heard(message));
  }

  join(world: string, listener: Listener): void {
    this.#listeners.set(world, listener);
    this.#sent.set(world, []);
  }

  /** Has a command done. Never resolves if the world comes to its fail point. @throws Error with a bug's words */
  do(world: string, command: Command): Promise<Shown> {
    return new Promise((done, failed) => {
      this.#commands.set(world, { done, failed });
      this.#send({ world, now: this.#listeners.get(world)?.now() ?? 0, command });
    });
  }

  /** Command line, environment, output, and all messages of this world but the secrets they may carry. */
  traces(world: string): Trace[] {
    const { pid } = this.#child;
    const ofProcess = ['cmdline', 'environ'].map((part) => ({
      where: part,
      bytes: readOrNone(`/proc/${pid}/${part}`),
    }));
    return [
      ...ofProcess,
      { where: 'output', bytes: Buffer.from(this.#said.join('')) },
      { where: 'messages', bytes: Buffer.from((this.#sent.get(world) ?? []).join('\n')) },
    ];
  }

  /** SIGKILL, and waits until the process is gone. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #lost(): void {
    if (this.#killed) return;
    for (const { failed } of this.#commands.values())
      failed(new Error(`the process ended by itself: ${this.#said.join('')}`));
  }

  #send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #heard(message: unknown): void {
    if (this.#killed) return;
    const heard = fromChildSchema.parse(message);
    const { world } = heard;
    this.#sent.get(world)?.push(JSON.stringify(withoutSecrets(heard)));
    const listener = this.#listeners.get(world);
    if ('ask' in heard) {
      const reply = (value: unknown): void => this.#send({ world, now: listener?.now() ?? 0, reply: heard.ask, value });
      listener?.answer(heard.call).then(reply, (why: Error) => this.#commands.get(world)?.failed(why));
    } else if ('done' in heard) this.#commands.get(world)?.done(heard.done);
    else if ('bug' in heard) this.#commands.get(world)?.failed(new Error(heard.bug));
  }
}

/** What a message says besides the secret that its channel is there for. A record in the keychain may hold none. */
function withoutSecrets(message: FromChild): FromChild {
  if (!('call' in message)) return message;
  const { call } = message;
  switch (call.to) {
    case 'keychain':
      return call.service.includes('ecrets') ? { ...message, call: { ...call, text: '' } } : message;
    case 'provider':
      return { ...message, call: { ...call, current: null, credential: null, next: '' } };
    case 'mail-server':
      return call.act === 'sign-in' ? { ...message, call: { ...call, password: '' } } : message;
    default:
      return message;
  }
}

function readOrNone(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
