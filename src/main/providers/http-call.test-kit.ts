import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import type { KeyedCertificate } from '../practice/certificates.ts';

/** A server that hears one request and says these bytes, whatever they are, and hangs up. */
export async function startHttpsServer(keyed: KeyedCertificate, answer: Buffer) {
  let heard = '';
  const open = new Set<TLSSocket>();
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('utf8');
      const [head = '', body = ''] = heard.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (heard.includes('\r\n\r\n') && Buffer.byteLength(body) >= length) socket.end(answer);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    heard: () => heard,
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
