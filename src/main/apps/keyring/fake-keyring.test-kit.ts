import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type BusMessage, messageBytes, messageIn, messageKinds, messageLength } from './bus-message.ts';
import { type BusValue, BusVariant } from './bus-values.ts';
import { offerSession, type SessionCipher } from './session-cipher.ts';

/** An entry of the fake. */
export interface FakeItem {
  label: string;
  attributes: Readonly<Record<string, string>>;
  value: Buffer;
  type: string;
  locked: boolean;
}

/** What becomes of one call instead of its answer: nothing, bytes that are none, the end of the line, or an error by name. */
export type Fate =
  | 'silence'
  | 'nonsense'
  | 'hang-up'
  | { readonly error: string }
  | { readonly body: readonly BusValue[] };

/**
 * Not a real keyring: a bus and a Secret Service in one, for what a real one does not do when it is asked to. The real one
 * is in the integration tests.
 */
export interface FakeKeyring {
  readonly address: string;
  readonly items: Map<string, FakeItem>;
  /** The members that were called, in order. */
  readonly calls: string[];
  /** Looked at before every call is answered. */
  fate: (member: string, path: string) => Fate | null;
  /** What the person does with the window; `is-played`: another program says that they have unlocked it. */
  person: 'unlocks' | 'dismisses' | 'is-away' | 'is-played';
  /** Ends every line, as if the bus had died. */
  hangUp(): void;
  stop(): Promise<void>;
}

const owner = ':1.7';
const errors = 'org.freedesktop.DBus.Error';

export async function startFakeKeyring(folder: string): Promise<FakeKeyring> {
  const path = join(folder, 'bus');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket, keyring);
  });
  server.listen(path);
  await once(server, 'listening');
  const keyring: FakeKeyring = {
    address: `unix:path=${path},guid=0123`,
    items: new Map(),
    calls: [],
    fate: () => null,
    person: 'unlocks',
    hangUp() {
      for (const socket of sockets) socket.destroy();
    },
    async stop() {
      keyring.hangUp();
      server.close();
      await once(server, 'close');
    },
  };
  return keyring;
}

const begin = 'BEGIN\r\n';

function serve(socket: Socket, keyring: FakeKeyring): void {
  let bytes = Buffer.alloc(0);
  let greeted = false;
  const session: Session = { cipher: null, serial: 0 };
  const greet = () => {
    const begins = bytes.indexOf(begin);
    if (begins < 0 && bytes.includes('AUTH EXTERNAL')) socket.write('OK 0123\r\n');
    greeted = begins >= 0;
    bytes = bytes.subarray(greeted ? begins + begin.length : bytes.length);
  };
  socket.on('data', (more) => {
    bytes = Buffer.concat([bytes, more]);
    if (!greeted) greet();
    while (greeted) {
      const length = messageLength(bytes) ?? Number.POSITIVE_INFINITY;
      if (bytes.length < length) return;
      const call = messageIn(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
      answer(socket, keyring, session, call);
    }
  });
}

interface Session {
  cipher: SessionCipher | null;
  serial: number;
}

function answer(socket: Socket, keyring: FakeKeyring, session: Session, call: BusMessage): void {
  const { member = '', path = '' } = call;
  keyring.calls.push(member);
  const say = (more: Partial<BusMessage>) => {
    session.serial += 1;
    const begins = {
      kind: messageKinds.reply,
      flags: 0,
      serial: session.serial,
      sender: owner,
      signature: '',
      body: [],
    };
    socket.write(messageBytes({ ...begins, ...more }));
  };
  const reply = (signature: string, body: readonly BusValue[]) => say({ replyTo: call.serial, signature, body });
  const refuse = (error: string) =>
    say({ kind: messageKinds.error, replyTo: call.serial, error, signature: 's', body: ['the words of a fake'] });
  const fate = keyring.fate(member, path);
  if (fate === 'silence') return;
  if (fate === 'nonsense') socket.write(Buffer.alloc(64, 0x6c));
  else if (fate === 'hang-up') socket.destroy();
  else if (fate && 'error' in fate) refuse(fate.error);
  else if (fate) reply(signatures[member] ?? '', fate.body);
  else if (member === 'Prompt') prompted(keyring, path, reply, say);
  else {
    const body = bodyFor(keyring, session, call);
    if (body === null) refuse(`${errors}.UnknownObject`);
    else reply(signatures[member] ?? '', body);
  }
}

const signatures: Readonly<Record<string, string>> = {
  ...{ Hello: 's', OpenSession: 'vo', SearchItems: 'aoao', GetAll: 'a{sv}', GetSecret: '(oayays)', Unlock: 'aoo' },
};

function prompted(
  keyring: FakeKeyring,
  path: string,
  reply: (signature: string, body: readonly BusValue[]) => void,
  say: (more: Partial<BusMessage>) => void,
): void {
  reply('', []);
  if (keyring.person === 'is-away') return;
  const isDismissed = keyring.person === 'dismisses';
  const isPlayed = keyring.person === 'is-played';
  if (keyring.person === 'unlocks') for (const item of keyring.items.values()) item.locked = false;
  const where = { path, interface: 'org.freedesktop.Secret.Prompt', member: 'Completed' };
  const sender = isPlayed ? ':1.99' : owner;
  say({ kind: messageKinds.signal, sender, ...where, signature: 'bv', body: [isDismissed, new BusVariant('s', '')] });
}

function bodyFor(keyring: FakeKeyring, session: Session, { member, path = '', body }: BusMessage): BusValue[] | null {
  const item = keyring.items.get(path);
  switch (member) {
    case 'Hello':
      return [':1.9'];
    case 'OpenSession': {
      const [, half] = body;
      const offer = offerSession();
      session.cipher = half instanceof BusVariant && Buffer.isBuffer(half.value) ? offer.agree(half.value) : null;
      return [new BusVariant('ay', offer.half), '/session'];
    }
    case 'SearchItems':
      return found(keyring, body);
    case 'GetAll':
      return item ? [described(item)] : null;
    case 'GetSecret': {
      const sealed = item && session.cipher?.seal(item.value);
      return sealed ? [['/session', sealed.iv, sealed.sealed, item.type]] : null;
    }
    case 'SetSecret':
      return item ? taken(session, item, body) : null;
    case 'Unlock':
      return [[], '/prompt'];
    default:
      return [];
  }
}

function found(keyring: FakeKeyring, [wanted]: readonly BusValue[]): BusValue[] {
  const pairs = Array.isArray(wanted) ? wanted : [];
  const fits = [...keyring.items].filter(([, { attributes }]) =>
    pairs.every((pair) => Array.isArray(pair) && attributes[String(pair[0])] === pair[1]),
  );
  const paths = (locked: boolean) => fits.filter(([, item]) => item.locked === locked).map(([path]) => path);
  return [paths(false), paths(true)];
}

const described = ({ label, attributes }: FakeItem): BusValue => [
  ['Label', new BusVariant('s', label)],
  ['Attributes', new BusVariant('a{ss}', Object.entries(attributes))],
];

function taken(session: Session, item: FakeItem, [secret]: readonly BusValue[]): BusValue[] | null {
  const [, iv, sealed, type] = Array.isArray(secret) ? secret : [];
  const value = Buffer.isBuffer(iv) && Buffer.isBuffer(sealed) ? session.cipher?.open(iv, sealed) : null;
  if (!value) return null;
  item.value = value;
  item.type = String(type);
  return [];
}
