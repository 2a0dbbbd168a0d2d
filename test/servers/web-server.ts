import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';

export interface WebRequest {
  readonly method: string;
  /** Host and path as they were asked for. */
  readonly place: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface WebServer {
  readonly port: number;
  /** Every request that came in whole. */
  readonly requests: readonly WebRequest[];
  /** Bytes that were handed to connections, TLS included. */
  sent(): number;
  stop(): Promise<void>;
}

export type Answer = (response: ServerResponse, request: WebRequest) => void;

/**
 * A web server on loopback, over TLS unless `keyed` is null. `answers` are by host and path without the query; what is
 * not there is a 404. `port` 0 takes any that is free.
 */
export async function startWebServer(options: {
  readonly address: string;
  readonly port: number;
  readonly keyed: KeyedCertificate | null;
  readonly answers: Readonly<Record<string, Answer>>;
}): Promise<WebServer> {
  const { address, keyed, answers } = options;
  const requests: WebRequest[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        place: `${request.headers.host?.split(':')[0]}${request.url}`,
        headers: request.headers,
        body,
      };
      requests.push(seen);
      const answer = answers[seen.place.split('?')[0] ?? ''];
      if (answer) answer(response, seen);
      else response.writeHead(404).end();
    });
  };
  const server: Server = keyed
    ? createHttps({ cert: keyed.certificate, key: keyed.privateKey }, listener)
    : createHttp(listener);
  const sockets = new Set<Socket>();
  let sent = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sent += socket.bytesWritten;
      sockets.delete(socket);
    });
  });
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(options.port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return {
    port: bound.port,
    requests,
    sent: () => sent + [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
