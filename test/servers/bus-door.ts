import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { messageLength } from '../../src/main/apps/keyring/bus-message.ts';

/** A way to a real bus on which the line breaks before one of the messages, counted over both directions from 1. */
export interface BusDoor {
  readonly address: string;
  /** Null: never. The line after it holds. */
  breakAt(message: number | null): void;
  /** Messages since then. */
  passed(): number;
  stop(): Promise<void>;
}

const begin = 'BEGIN\r\n';

export async function openBusDoor(address: string, path: string): Promise<BusDoor> {
  const bus = address.replace(/^unix:path=([^,]+).*$/, '$1');
  const sockets = new Set<Socket>();
  let breaks: number | null = null;
  let passed = 0;
  const mayPass = (): boolean => {
    passed += 1;
    return passed !== breaks;
  };
  const door = createServer((client) => {
    const server = connect(bus);
    let greeted = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const one of [client, server]) sockets.add(one.on('error', end).on('close', end));
    const toServer = messages((bytes) => (mayPass() ? server.write(bytes) : end()));
    const toClient = messages((bytes) => (mayPass() ? client.write(bytes) : end()));
    client.on('data', (bytes) => {
      if (greeted) return toServer(bytes);
      const begins = bytes.indexOf(begin);
      const greeting = begins < 0 ? bytes.length : begins + begin.length;
      greeted = begins >= 0;
      server.write(bytes.subarray(0, greeting));
      toServer(bytes.subarray(greeting));
    });
    server.on('data', (bytes) => (greeted ? toClient(bytes) : client.write(bytes)));
  });
  door.listen(path);
  await once(door, 'listening');
  return {
    address: `unix:path=${path}`,
    breakAt(message) {
      breaks = message;
      passed = 0;
    },
    passed: () => passed,
    async stop() {
      for (const socket of sockets) socket.destroy();
      door.close();
      await once(door, 'close');
    },
  };
}

/** Takes bytes as they come and hands on whole messages. */
function messages(take: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let length = messageLength(rest); length !== null && rest.length >= length; length = messageLength(rest)) {
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}
