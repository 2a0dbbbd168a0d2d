import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import * as z from 'zod';
import { startDelayProxy } from './delay-proxy.ts';

const askSchema = z.strictObject({ host: z.string(), targets: z.array(z.int()), oneWay: z.number() });
export const linesSchema = z.strictObject({ ports: z.array(z.int()), roundTrip: z.number() });

/** Opens a delayed line to each target and says where they begin, with the round trip that a lone byte really takes. */
export async function answer(message: unknown): Promise<z.infer<typeof linesSchema>> {
  const { host, targets, oneWay } = askSchema.parse(message);
  const lines = await Promise.all(targets.map((target) => startDelayProxy({ host, target, oneWay })));
  return { ports: lines.map(({ port }) => port), roundTrip: await roundTripOf(host, oneWay) };
}

/** The median of 21 echoes over a line like the others. */
async function roundTripOf(host: string, oneWay: number): Promise<number> {
  const echo = createServer({ noDelay: true }, (socket) => socket.pipe(socket));
  echo.listen(0, host);
  await once(echo, 'listening');
  const bound = echo.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listener without a port');
  const line = await startDelayProxy({ host, target: bound.port, oneWay });
  const socket = connect({ host, port: line.port, noDelay: true });
  const times: number[] = [];
  for (let count = 0; count < 22; count += 1) {
    const begin = performance.now();
    socket.write('.');
    await once(socket, 'data');
    times.push(performance.now() - begin);
  }
  socket.destroy();
  line.server.close();
  echo.close();
  // The first one carries the handshake.
  return times.slice(1).sort((a, b) => a - b)[10] ?? 0;
}
