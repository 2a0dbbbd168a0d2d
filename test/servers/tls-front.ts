import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { createServer } from 'node:tls';
import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';

/**
 * TLS for a server that has none: what comes in at `port` goes on to whatever `onward` opens, and back.
 *
 * @returns the way to end it
 */
export async function startTlsFront(
  { address, port }: { readonly address: string; readonly port: number },
  leaf: KeyedCertificate,
  onward: () => Duplex,
): Promise<() => Promise<void>> {
  const open = new Set<Duplex>();
  const front = createServer({ key: leaf.privateKey, cert: leaf.certificate }, (client) => {
    const server = onward();
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => open.delete(one));
      one.pipe(other);
    }
  });
  front.on('tlsClientError', () => undefined);
  front.listen(port, address);
  await once(front, 'listening');
  return async () => {
    front.close();
    for (const stream of open) stream.destroy();
    await once(front, 'close');
  };
}
