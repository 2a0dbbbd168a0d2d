import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { KeyedCertificate } from '../../../src/main/practice/certificates.ts';
import { mostFlood } from '../../kits/hostile-server.ts';
import type { Random } from './random.ts';

/** One way in which bent bytes travel. */
export interface SecureTalk {
  /** Sends whole, in pieces or a byte at a time, then perhaps hangs up. */
  deliver(bytes: Buffer): void;
  send(bytes: Buffer): void;
  flood(beginning: Buffer, unit: Buffer): void;
  end(): void;
  cut(): void;
}

export interface SecureServer {
  readonly port: number;
  readonly flooded: () => number;
  readonly stop: () => Promise<void>;
}

/** A TLS server on 127.0.0.1 that hands every read to `onData` and hangs up after `patience` milliseconds of silence. */
export async function startSecureServer(
  keyed: KeyedCertificate,
  random: Random,
  patience: number,
  onData: (bytes: Buffer, talk: SecureTalk) => void,
): Promise<SecureServer> {
  const context = createSecureContext({ key: keyed.privateKey, cert: keyed.certificate });
  const open = new Set<Socket>();
  const line = new Line(random, patience);
  const server = createServer((tcp) => {
    open.add(tcp);
    tcp.on('error', () => undefined).on('close', () => open.delete(tcp));
    const socket = new TLSSocket(tcp, { isServer: true, secureContext: context });
    socket.on('error', () => tcp.destroy()).on('close', () => tcp.destroy());
    const talk = line.over(socket);
    socket.on('data', (bytes: Buffer) => {
      line.wait();
      onData(bytes, talk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    flooded: () => line.flooded,
    stop: async () => {
      line.stop();
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** How bytes travel: the timers of one server. */
class Line {
  readonly #random: Random;
  readonly #patience: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closer: NodeJS.Timeout | undefined;
  flooded = 0;

  constructor(random: Random, patience: number) {
    this.#random = random;
    this.#patience = patience;
  }

  over(socket: TLSSocket): SecureTalk {
    return {
      send: (bytes) => this.#send(socket, bytes),
      deliver: (bytes) => this.#deliver(socket, bytes),
      flood: (beginning, unit) => {
        if (socket.writable) socket.write(beginning);
        this.#flood(socket, Buffer.alloc(64 * 1024, unit));
      },
      end: () => socket.end(),
      cut: () => socket.destroy(),
    };
  }

  wait(): void {
    clearTimeout(this.#closer);
  }

  stop(): void {
    this.wait();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #later(wait: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, wait);
    this.#timers.add(timer);
    return timer;
  }

  #send(socket: TLSSocket, bytes: Buffer): void {
    if (socket.writable) socket.write(bytes);
    this.wait();
    this.#closer = this.#later(this.#patience, () => socket.destroy());
  }

  #deliver(socket: TLSSocket, bytes: Buffer): void {
    const dice = this.#random.below(100);
    const size = dice < 70 || bytes.length > 5_000 ? bytes.length : dice < 90 ? Math.ceil(bytes.length / 3) : 1;
    const pieces = size === 0 ? 0 : Math.min(Math.ceil(bytes.length / size), 40);
    for (let piece = 0; piece < pieces; piece += 1) {
      const part = bytes.subarray(piece * size, piece === pieces - 1 ? undefined : (piece + 1) * size);
      if (piece === 0) this.#send(socket, part);
      else this.#later(piece * 2, () => this.#send(socket, part));
    }
    if (this.#random.chance(0.3)) this.#later(pieces * 2 + 5, () => socket.end());
  }

  #flood(socket: TLSSocket, piece: Buffer): void {
    if (!socket.writable || this.flooded > mostFlood) return;
    socket.write(piece, (error) => {
      if (error) return;
      this.flooded += piece.length;
      this.#flood(socket, piece);
    });
  }
}
