import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { KeyedCertificate } from './certificates.ts';

/** One connection as a protocol sees it. */
export interface Talk {
  readonly secure: boolean;
  readonly address: string;
  readonly remotePort: number;
  send(line: string): void;
  /** Sends `line`, then turns TLS on. Whatever the client sent after its command is thrown away. */
  startTls(line: string): void;
  /** Sends `line` and ends the connection. */
  end(line: string): void;
}

/** A protocol: greets, then answers one line after another. */
export interface LineProtocol {
  greet(talk: Talk): void;
  /** Lines come without their line break. The next one waits until this one is answered. */
  answer(line: string, talk: Talk): Promise<void>;
}

export interface LineServer {
  readonly port: number;
  stop(): Promise<void>;
}

const longestLine = 8_192;
const mostConnections = 64;
const idleLimit = 120_000;

/** Starts a server of lines on `host` at a free port, with TLS from the first byte or on demand. */
export async function startLineServer(
  host: string,
  security: 'tls' | 'starttls',
  keyed: KeyedCertificate,
  protocol: () => LineProtocol,
): Promise<LineServer> {
  const context = createSecureContext({ key: keyed.privateKey, cert: keyed.certificate, minVersion: 'TLSv1.2' });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    if (open.size > mostConnections) socket.destroy();
    else serve(socket, security, context, protocol());
  });
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return {
    port: bound.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function serve(tcp: Socket, security: 'tls' | 'starttls', context: SecureContext, protocol: LineProtocol): void {
  const address = tcp.remoteAddress ?? '';
  const remotePort = tcp.remotePort ?? 0;
  let socket: Socket = tcp;
  let unread = '';
  let working = Promise.resolve();
  const talk = (): Talk => ({
    secure: socket instanceof TLSSocket,
    address,
    remotePort,
    send: (line) => write(`${line}\r\n`),
    startTls: (line) => {
      write(`${line}\r\n`);
      encrypt();
    },
    end: (line) => {
      if (socket.writable) socket.end(`${line}\r\n`);
    },
  });
  const write = (text: string) => {
    if (socket.writable) socket.write(text, 'utf8');
  };
  const onData = (chunk: string) => {
    unread += chunk;
    if (unread.length > longestLine) {
      socket.destroy();
      return;
    }
    const lines = unread.split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      const from = socket;
      working = working.then(async () => {
        if (from === socket && !from.destroyed) await protocol.answer(line.replace(/\r$/, ''), talk());
      });
    }
  };
  const listen = () => socket.setEncoding('utf8').on('data', onData);
  const encrypt = () => {
    socket.off('data', onData);
    unread = '';
    const encrypted = new TLSSocket(tcp, { isServer: true, secureContext: context });
    encrypted.on('error', () => tcp.destroy()).on('close', () => tcp.destroy());
    socket = encrypted;
    listen();
  };
  tcp.setTimeout(idleLimit, () => tcp.destroy());
  if (security === 'tls') encrypt();
  else listen();
  protocol.greet(talk());
}
