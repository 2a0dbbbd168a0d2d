import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { KeyedCertificate } from '../../src/main/practice/certificates.ts';

/**
 * What goes wrong on the way. All but `hang-up-before` and `answered-instead` let the request that changes the password
 * through to the server, so that it acts; `answered-instead` gives another answer in its place.
 */
export type Fault =
  | 'none'
  | 'hang-up-before'
  | 'silence'
  | 'hang-up-after'
  | 'truncated'
  | 'garbage'
  | 'oversized'
  | 'slow'
  | 'answered-after'
  | 'answered-instead';

export interface FaultDoor {
  readonly port: number;
  /** Decrypted bytes that came from the client. */
  received(): Buffer;
  /** Decrypted bytes that came from the server, whether or not they were passed on. */
  answered(): Buffer;
  /** How many requests that can set a password came through. */
  changes(): number;
  stop(): Promise<void>;
}

interface FaultDoorOptions {
  /** Where the door listens and the server behind it is. */
  readonly address: string;
  readonly certificate: KeyedCertificate;
  /** The server behind it, by TLS; its certificate is not looked at, because it is ours. */
  readonly target: { readonly host: string; readonly port: number };
  readonly fault: Fault;
  /** The other answer, for the faults that give one. */
  readonly said: Buffer;
  /** How an answer of endless length begins. */
  readonly endless: Buffer;
  /** Bytes that stand in every request that can set a password, and in no other. */
  readonly changeMark: string;
  /** So many connections, or requests over one, go well, and then it goes wrong whatever they are; null: at the mark. */
  readonly after: number | null;
}

/**
 * A TLS proxy in front of a real provider that goes wrong at the request that changes the password, or at one before it.
 * What the server behind it then holds is the truth that an answer is measured by.
 */
export async function startFaultDoor(options: FaultDoorOptions): Promise<FaultDoor> {
  const open = new Set<Socket>();
  const seen: Buffer[] = [];
  const said: Buffer[] = [];
  let changes = 0;
  let pieces = 0;
  const keep = <S extends Socket>(socket: S): S => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    return socket;
  };
  const onClient = (client: Socket) => {
    const server = keep(connectTls({ ...options.target, rejectUnauthorized: false }));
    let asked = Buffer.alloc(0);
    let changing = false;
    let misbehaved = false;
    client.on('data', (bytes: Buffer) => {
      seen.push(bytes);
      asked = Buffer.concat([asked, bytes]);
      const itIs = options.after === null ? asked.includes(options.changeMark) : pieces >= options.after;
      pieces += 1;
      if (!changing && itIs) {
        changing = true;
        changes += 1;
        if (options.fault === 'answered-instead') client.end(options.said);
      }
      if (!changing || options.fault !== 'answered-instead') server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      said.push(bytes);
      if (!changing) client.write(bytes);
      // An answer may come in pieces; what goes wrong goes wrong at the first.
      else if (!misbehaved || options.fault === 'none') misbehave(options, client, bytes);
      misbehaved = changing;
    });
    client.on('close', () => server.destroy());
    server.on('close', () => {
      if (!changing || !['silence', 'slow', 'oversized'].includes(options.fault)) client.end();
    });
  };
  const tls = createTlsServer({ key: options.certificate.privateKey, cert: options.certificate.certificate });
  tls.on('secureConnection', (client) => onClient(keep(client)));
  tls.on('tlsClientError', () => undefined);
  const listener = createServer((socket) => {
    keep(socket);
    if (options.fault === 'hang-up-before') socket.destroy();
    else tls.emit('connection', socket);
  });
  listener.listen(0, options.address);
  await once(listener, 'listening');
  const bound = listener.address();
  return {
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    received: () => Buffer.concat(seen),
    answered: () => Buffer.concat(said),
    changes: () => changes,
    stop: async () => {
      listener.close();
      for (const socket of open) socket.destroy();
      await once(listener, 'close');
    },
  };
}

function misbehave({ fault, said, endless }: FaultDoorOptions, client: Socket, answer: Buffer): void {
  switch (fault) {
    case 'none':
    case 'hang-up-before':
      client.write(answer);
      return;
    case 'silence':
      return;
    case 'hang-up-after':
      client.destroy();
      return;
    case 'truncated':
      client.end(answer.subarray(0, answer.length / 2));
      return;
    case 'answered-after':
      client.end(said);
      return;
    case 'answered-instead':
      return;
    case 'garbage':
      client.end(Buffer.from('<html>Sign in to the hotel network</html>\r\n\r\n'.repeat(20)));
      return;
    case 'oversized':
      flood(client, endless);
      return;
    case 'slow':
      trickle(client, answer);
      return;
  }
}

/** An answer that begins well and never ends: one megabyte after another as long as somebody reads. */
function flood(client: Socket, beginning: Buffer): void {
  client.write(beginning);
  const megabyte = Buffer.alloc(1024 * 1024, 0x20);
  const more = () => {
    while (!client.destroyed && client.write(megabyte));
  };
  client.on('drain', more);
  more();
}

/** The right answer, one byte every 150 ms: each is in time, the whole is not. */
function trickle(client: Socket, answer: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= answer.length || client.destroyed) clearInterval(timer);
    else client.write(answer.subarray(at, ++at));
  }, 150);
}
