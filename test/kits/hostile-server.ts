import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';

/** One connection as a script sees it. */
export interface Talk {
  readonly secure: boolean;
  /** Anything a script wants to remember of this connection. */
  readonly notes: Map<string, string>;
  send(text: string | Uint8Array): void;
  /** Sends `first` in clear and goes on in TLS. */
  startTls(first: string): void;
  /** Sends one piece after another as fast as they are read, up to `mostFlood` bytes: an answer without end. */
  flood(piece: Uint8Array): void;
  end(text?: string): void;
  /** Cuts the connection with a reset. */
  cut(): void;
}

export interface Script {
  readonly certificate: KeyedCertificate;
  /** TLS from the first byte. */
  readonly implicit: boolean;
  /** Speaks nothing newer than TLS 1.1. */
  readonly oldTls?: boolean;
  /** Cuts the connection instead of, or in the middle of, the handshake. */
  readonly cutInHandshake?: boolean;
  /** Called when a connection stands, for implicit TLS after the handshake. */
  readonly onOpen: (talk: Talk) => void;
  readonly onLine: (line: string, talk: Talk) => void;
}

export interface HostileServer {
  readonly port: number;
  /** All lines that clients sent, in clear or not, without line breaks. */
  readonly lines: readonly string[];
  /** What clients sent before TLS. */
  readonly clear: () => string;
  /** Application bytes from clients, in clear and decrypted. */
  readonly bytes: () => number;
  /** Greeting plus client flights that are not a farewell: what a sign-in waits for, in round trips. */
  readonly turns: () => number;
  /** Commands that start a sign-in. */
  readonly signInCommands: () => number;
  readonly connections: () => number;
  readonly open: () => number;
  /** Bytes of floods that the network took. */
  readonly flooded: () => number;
  readonly close: () => Promise<void>;
}

/** More than any client may take in. */
export const mostFlood = 48 * 1024 * 1024;

const farewell = /^(\S+ )?(LOGOUT|QUIT)$/i;
const signIn = /^(\S+ )?(AUTHENTICATE|LOGIN|AUTH|PASS|APOP)( |$)/i;

/** A mail server on 127.0.0.1 that follows a script and counts what it is told. */
export async function startHostileServer(script: Script): Promise<HostileServer> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const counts = { bytes: 0, flights: 0, greetings: 0, connections: 0, flooded: 0 };
  let clear = '';
  const secureContext = createSecureContext({
    cert: script.certificate.certificate,
    key: script.certificate.privateKey,
    ...(script.oldTls ? { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
  });

  const server = createServer((raw) => {
    counts.connections += 1;
    sockets.add(raw);
    raw.on('error', () => undefined).on('close', () => sockets.delete(raw));
    let socket: Socket = raw;
    let rest = '';
    let farewelled = false;
    const talk: Talk & { secure: boolean } = {
      secure: false,
      notes: new Map(),
      send: (text) => void (socket.writable && socket.write(text)),
      flood: (piece) => flood(() => socket, piece),
      end: (text) => void socket.end(text ?? ''),
      cut: () => {
        raw.resetAndDestroy();
        // A reset that comes too late for the system ends without a `close`.
        sockets.delete(raw);
      },
      startTls: (first) => {
        raw.off('data', onData);
        raw.pause();
        raw.write(first, () => (script.cutInHandshake ? raw.resetAndDestroy() : upgrade(() => undefined)));
      },
    };
    const onData = (chunk: Buffer): void => {
      counts.bytes += chunk.length;
      const text = chunk.toString('utf8');
      if (!talk.secure) clear += text;
      const parts = (rest + text).split('\r\n');
      rest = parts.pop() ?? '';
      if (parts.some((line) => farewell.test(line))) farewelled = true;
      if (!farewelled) counts.flights += 1;
      for (const line of parts) {
        lines.push(line);
        script.onLine(line, talk);
      }
    };
    const flood = (to: () => Socket, piece: Uint8Array): void => {
      if (!to().writable || counts.flooded >= mostFlood) return;
      to().write(piece, (error) => {
        if (error) return;
        counts.flooded += piece.length;
        flood(to, piece);
      });
    };
    const upgrade = (then: () => void): void => {
      socket = new TLSSocket(raw, { isServer: true, secureContext });
      socket.on('error', () => raw.destroy()).on('close', () => raw.destroy());
      socket.on('data', onData);
      // A goodbye in TLS waits for the handshake, which a client that has gone away will never begin.
      socket.once('end', () => {
        if (!talk.secure) raw.destroy();
      });
      socket.once('secure', () => {
        talk.secure = true;
        then();
      });
    };
    const open = (): void => {
      counts.greetings += 1;
      script.onOpen(talk);
    };
    if (script.implicit && script.cutInHandshake) raw.once('data', () => raw.resetAndDestroy());
    else if (script.implicit) upgrade(open);
    else {
      raw.on('data', onData);
      open();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return {
    port: address.port,
    lines,
    clear: () => clear,
    bytes: () => counts.bytes,
    turns: () => counts.greetings + counts.flights,
    signInCommands: () => lines.filter((line) => signIn.test(line)).length,
    connections: () => counts.connections,
    open: () => sockets.size,
    flooded: () => counts.flooded,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
