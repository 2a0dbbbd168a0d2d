import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Line {
  readonly host: string;
  /** Where the far end really listens. */
  readonly target: number;
  /** Milliseconds from one end to the other. */
  readonly oneWay: number;
}

/**
 * Listens on a free port of `line.host` and forwards to its target as over a long line: every byte arrives one way later,
 * and the TCP handshake is charged too. The system accepts a connection here at once, so a client's first byte, which on
 * a real line leaves after one round trip, is forwarded three times one way after the connection was made. Constant
 * delay, no loss, no limit on the amount.
 *
 * @returns the server and its port
 */
export async function startDelayProxy(line: Line): Promise<{ server: Server; port: number }> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => join(near, line));
  server.listen(0, line.host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  return { server, port: bound.port };
}

function join(near: Socket, { host, target, oneWay }: Line): void {
  const established = performance.now() + 3 * oneWay;
  const far = connect({ host, port: target, noDelay: true, allowHalfOpen: true });
  const both = [near, far];
  for (const socket of both) {
    socket.on('error', () => {
      for (const one of both) one.destroy();
    });
  }
  carry(near, far, () => Math.max(established, performance.now() + oneWay));
  // What the server says before it was spoken to leaves when the handshake has reached it.
  carry(far, near, () => Math.max(established, performance.now()) + oneWay);
}

/** Delivers in order; every delivery waits for its own moment. */
function carry(from: Socket, to: Socket, arrival: () => number): void {
  const underWay: { readonly at: number; readonly deliver: () => void }[] = [];
  const send = (deliver: () => void) => {
    underWay.push({ at: arrival(), deliver });
    if (underWay.length === 1) next();
  };
  const next = () => {
    const [first] = underWay;
    if (!first) return;
    const left = first.at - performance.now();
    if (left > 0.5) {
      setTimeout(next, left);
      return;
    }
    first.deliver();
    underWay.shift();
    next();
  };
  from.on('data', (bytes: Buffer) => send(() => to.write(bytes)));
  from.on('end', () => send(() => to.end()));
}
