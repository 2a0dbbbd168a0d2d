import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A door in front of a server through which every answer comes late, so that a test can be quicker. */
export interface SlowDoor {
  readonly port: number;
  /** From now on it is shut: who knocks is turned away, as when a server is down. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
  stop(): Promise<void>;
}

/** @param delay milliseconds that each piece of an answer is held back; questions pass at once */
export async function startSlowDoor(target: { host: string; port: number }, delay: number): Promise<SlowDoor> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  const listener = createServer((client) => {
    const server = connect(target);
    keep(client);
    keep(server);
    client.pipe(server);
    client.on('close', () => server.destroy());
    let before = Promise.resolve<unknown>(undefined);
    const later = (act: () => void) => {
      before = Promise.all([before, wait(delay)]).then(act);
    };
    server.on('data', (bytes) => later(() => client.write(bytes)));
    server.on('end', () => later(() => client.end()));
  });
  const listen = async (at: number) => {
    listener.listen(at, target.host);
    await once(listener, 'listening');
  };
  const shut = async () => {
    if (!listener.listening) return;
    listener.close();
    for (const socket of open) socket.destroy();
    await once(listener, 'close');
  };
  await listen(0);
  const bound = listener.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  return { port, shut, reopen: () => listen(port), stop: shut };
}
