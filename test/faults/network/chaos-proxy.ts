import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Random } from '../fuzz/random.ts';
import { strangers } from '../fuzz/transcripts.ts';
import type { Cell, Phase } from './cells.ts';
import { byteTimes, delays } from './limits.ts';

/** A network between client and server that goes wrong from one phase on. */
export interface ChaosProxy {
  readonly port: number;
  /** Told by the server, which alone can see phases inside TLS. */
  enter(phase: Phase): void;
  /** True from the faulty phase on. */
  wrong(): boolean;
  stop(): Promise<void>;
}

/** Bytes of a handshake that belongs to nobody. */
const strangeHandshake = Buffer.from([0x16, 0x03, 0x03, 0x00, 0x04, 0x02, 0x00, 0x00, 0x00]);

/** Starts it on 127.0.0.1 at `port`, or at any free one for 0, in front of the server at `target`. */
export async function startChaosProxy(cell: Cell, random: Random, target: () => number, port = 0): Promise<ChaosProxy> {
  const open = new Set<Socket>();
  const network = new Network(cell, random);
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target() });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    network.between(client, upstream);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    enter: (phase) => network.enter(phase),
    wrong: () => network.wrong,
    stop: async () => {
      network.stop();
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class Network {
  readonly #cell: Cell;
  readonly #random: Random;
  readonly #timers = new Set<NodeJS.Timeout>();
  #client: Socket | null = null;
  #encrypted = false;
  #replaced = false;
  wrong = false;

  constructor(cell: Cell, random: Random) {
    this.#cell = cell;
    this.#random = random;
  }

  between(client: Socket, server: Socket): void {
    this.#client = client;
    client.on('data', (bytes: Buffer) => {
      if (!this.#encrypted && bytes[0] === 0x16) {
        this.#encrypted = true;
        this.enter('tls');
      }
      if (!(this.wrong && this.#cell.fault === 'stall')) server.write(bytes);
    });
    let slow = Promise.resolve();
    server.on('data', (bytes: Buffer) => {
      // Where there is no greeting of its own, the first words are one.
      if (this.#cell.service === 'ldap' && !this.#encrypted) this.enter('greeting');
      if (!this.wrong) client.write(bytes);
      else slow = slow.then(() => this.#carry(bytes, client));
    });
    client.on('close', () => server.destroy());
    server.on('close', () => {
      slow = slow.then(() => {
        if (!(this.wrong && ['stall', 'black-hole'].includes(this.#cell.fault))) client.end();
      });
    });
    this.enter('connect');
  }

  enter(phase: Phase): void {
    if (this.wrong || phase !== this.#cell.phase) return;
    this.wrong = true;
    if (this.#cell.fault === 'half-close') this.#client?.end();
    if (phase !== 'connect') return;
    if (this.#cell.fault === 'reset') this.#client?.resetAndDestroy();
    if (this.#cell.fault === 'captive-portal') this.#replace(Buffer.from(strangers[1] ?? ''));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Carries bytes of the server over a network that is wrong; resolves when the next may follow. */
  #carry(bytes: Buffer, client: Socket): Promise<void> {
    const { fault, phase } = this.#cell;
    switch (fault) {
      case 'delay-0.2-s':
      case 'delay-2-s':
      case 'delay-20-s':
        void this.#wait(delays[fault]).then(() => client.writable && client.write(bytes));
        return Promise.resolve();
      case 'one-byte-a-second':
      case 'one-kilobyte-a-second':
        return this.#drip(bytes, client, byteTimes[fault]);
      case 'reset':
        client.write(bytes.subarray(0, this.#random.below(4)), () => client.resetAndDestroy());
        return Promise.resolve();
      case 'stall':
      case 'black-hole':
      case 'half-close':
        return Promise.resolve();
      case 'duplicate':
        client.write(this.#inside() ? bytes : Buffer.concat([bytes, bytes]));
        return Promise.resolve();
      case 'captive-portal':
        if (this.#inside()) client.write(bytes);
        else this.#replace(Buffer.from(strangers[1] ?? ''));
        return Promise.resolve();
      case 'mitm-certificate':
        if (['connect', 'greeting', 'tls'].includes(phase)) client.write(bytes);
        else this.#replace(strangeHandshake);
        return Promise.resolve();
      case 'dns-failure':
      case 'ipv6-hole':
        client.write(bytes);
        return Promise.resolve();
    }
  }

  /** True where the server itself does the wrong thing inside TLS, which no network could. */
  #inside(): boolean {
    const { service, phase, security, fault } = this.#cell;
    if (service === 'ldap') return fault === 'captive-portal' && (phase === 'sign-in' || phase === 'after');
    return (
      ['capability', 'sign-in', 'after'].includes(phase) ||
      (fault === 'duplicate' && phase === 'greeting' && security === 'tls')
    );
  }

  #replace(bytes: Buffer): void {
    if (this.#replaced) return;
    this.#replaced = true;
    this.#client?.end(bytes);
  }

  async #drip(bytes: Buffer, client: Socket, byteTime: number): Promise<void> {
    const size = Math.max(1, Math.round(10 / byteTime));
    for (let at = 0; at < bytes.length && client.writable; at += size) {
      await this.#wait(byteTime * size);
      if (client.writable) client.write(bytes.subarray(at, at + size));
    }
  }

  #wait(time: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, time);
      this.#timers.add(timer);
    });
  }
}
