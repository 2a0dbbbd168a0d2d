import { BusNonsense, BusReader, type BusValue, BusVariant, BusWriter } from './bus-values.ts';

/** The kinds of messages (D-Bus specification, "Message Protocol"). */
export const messageKinds = { call: 1, reply: 2, error: 3, signal: 4 } as const;

export interface BusMessage {
  readonly kind: number;
  readonly flags: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly error?: string;
  readonly replyTo?: number;
  readonly destination?: string;
  readonly sender?: string;
  readonly signature: string;
  readonly body: readonly BusValue[];
}

/** The service is not started for the sake of the question. */
export const noAutoStart = 2;

/** Longer ones are nothing that anybody asked for; a password is at most a few hundred bytes. */
const longest = 1 << 18;
const fixedHeader = 16;

const words = [
  ['path', 1, 'o'],
  ['interface', 2, 's'],
  ['member', 3, 's'],
  ['error', 4, 's'],
  ['destination', 6, 's'],
  ['sender', 7, 's'],
] as const;

/** The bytes of a message. */
export function messageBytes(message: BusMessage): Buffer {
  const body = new BusWriter();
  body.all(message.signature, message.body);
  const fields: BusValue[] = [];
  for (const [name, code, type] of words) {
    const value = message[name];
    if (value !== undefined) fields.push([code, new BusVariant(type, value)]);
  }
  if (message.replyTo !== undefined) fields.push([5, new BusVariant('u', message.replyTo)]);
  if (message.signature !== '') fields.push([8, new BusVariant('g', message.signature)]);
  const header = new BusWriter();
  const begins = [0x6c, message.kind, message.flags, 1, body.bytes().length, message.serial];
  header.all('yyyyuua(yv)', [...begins, fields]);
  header.align(8);
  return Buffer.concat([header.bytes(), body.bytes()]);
}

/**
 * How many bytes the message at the beginning of these has; null while that cannot be told.
 *
 * @throws BusNonsense if it is none, or too long
 */
export function messageLength(bytes: Buffer): number | null {
  if (bytes.length < fixedHeader) return null;
  if (bytes[0] !== 0x6c || bytes[3] !== 1) throw new BusNonsense('header');
  const fields = bytes.readUInt32LE(12);
  const length = fixedHeader + fields + ((8 - (fields % 8)) % 8) + bytes.readUInt32LE(4);
  if (length > longest) throw new BusNonsense('length');
  return length;
}

/** Reads one whole message. @throws BusNonsense */
export function messageIn(bytes: Buffer): BusMessage {
  const reader = new BusReader(bytes);
  const [, kind, flags, , , serial, fields] = reader.all('yyyyuua(yv)');
  reader.align(8);
  const found = new Map<number, BusValue>();
  if (Array.isArray(fields)) for (const field of fields) takeField(field, found);
  const text = (code: number): string | undefined => {
    const value = found.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const replyTo = found.get(5);
  const signature = text(8) ?? '';
  const named = words.flatMap(([name, code]) => {
    const value = text(code);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(named),
    ...(typeof replyTo === 'number' ? { replyTo } : {}),
    ...{ kind: Number(kind), flags: Number(flags), serial: Number(serial), signature },
    body: new BusReader(bytes, reader.at).all(signature),
  };
}

function takeField(field: BusValue, into: Map<number, BusValue>): void {
  if (!Array.isArray(field)) return;
  const [code, variant] = field;
  if (typeof code === 'number' && variant instanceof BusVariant) into.set(code, variant.value);
}
