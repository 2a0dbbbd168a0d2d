import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Ports on ::1 where nobody ever answers: the system takes no more connections and says nothing, like a hole. */
export interface Ipv6Hole {
  /** One of the ports, until it is given back. */
  take(): Promise<number>;
  giveBack(port: number): void;
  close(): Promise<void>;
}

const ports = 6;
/** Listens and then stands still, so that the queue of connections that wait to be taken fills up. */
const program = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const found = [];
for (let i = 0; i < ${ports}; i += 1) {
  const server = createServer().listen({ host: '::1', port: 0, backlog: 1 }, () => {
    found.push(server.address().port);
    if (found.length < ${ports}) return;
    parentPort.postMessage(found);
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 20);
  });
}`;

export async function digIpv6Hole(): Promise<Ipv6Hole> {
  const worker = new Worker(program, { eval: true });
  const [found] = await once(worker, 'message');
  const free: number[] = Array.isArray(found) ? found.map(Number) : [];
  await new Promise((resolve) => setTimeout(resolve, 100));
  const fillers: Socket[] = free.flatMap((port) =>
    Array.from({ length: 3 }, () => connect({ host: '::1', port }).on('error', () => undefined)),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  const waiting: ((port: number) => void)[] = [];
  return {
    take: async () => free.pop() ?? (await new Promise<number>((resolve) => waiting.push(resolve))),
    giveBack: (port) => {
      const next = waiting.shift();
      if (next === undefined) free.push(port);
      else next(port);
    },
    close: async () => {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}
