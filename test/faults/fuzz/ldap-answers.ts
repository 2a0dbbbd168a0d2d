import { decode, decodeInteger, encode, encodeInteger, tag } from '../../../src/main/providers/ldap/ber.ts';
import { bendBytes } from './bend-bytes.ts';
import type { Random } from './random.ts';

/** Requests and the answers that belong to them (RFC 4511). */
export const answerTags: Readonly<Record<number, number>> = { 96: 0x61, 99: 0x65, 119: 0x78 };
const policyControl = '1.3.6.1.4.1.42.2.27.8.5.1';
const someCodes = [0, 0, 0, 1, 8, 10, 19, 32, 34, 48, 49, 50, 51, 52, 53, 80, 118, 4_096, 2 ** 31 - 1];

export interface LdapRequest {
  readonly id: number;
  readonly operation: number;
}

/** The requests in what a client sent; a password may be anywhere in it. */
export function requestsIn(bytes: Buffer): LdapRequest[] {
  return decode(bytes).map((message) => {
    const [id, operation] = decode(message.value);
    return { id: decodeInteger(id), operation: operation?.tag ?? 0 };
  });
}

/** A whole answer with this result. */
export function result(
  id: number,
  answerTag: number,
  code: number,
  text = '',
  control: Buffer = Buffer.alloc(0),
): Buffer {
  const body = encode(answerTag, encodeInteger(code, tag.enumerated), encode(tag.octets), encode(tag.octets, text));
  return encode(tag.sequence, encodeInteger(id), body, control);
}

export function entry(id: number, name: string, attributes: readonly (readonly [string, string])[]): Buffer {
  const list = attributes.map(([key, value]) =>
    encode(tag.sequence, encode(tag.octets, key), encode(0x31, encode(tag.octets, value))),
  );
  return encode(tag.sequence, encodeInteger(id), encode(0x64, encode(tag.octets, name), encode(tag.sequence, ...list)));
}

export const reference = (id: number): Buffer =>
  encode(tag.sequence, encodeInteger(id), encode(0x73, encode(tag.octets, 'ldap://elsewhere.example.test/')));

function policy(random: Random): Buffer {
  const value = random.chance(0.3)
    ? random.bytes(random.below(20))
    : encode(
        tag.sequence,
        encode(0xa0, encodeInteger(random.below(5), 0x80 + random.below(2))),
        encodeInteger(random.below(12), 0x81),
      );
  return encode(0xa0, encode(tag.sequence, encode(tag.octets, policyControl), encode(tag.octets, value)));
}

/** An answer that is bent by what its parts mean, then now and then also as bare bytes. */
export function bentAnswer(random: Random, request: LdapRequest, echoes: readonly string[]): Buffer {
  const right = answerTags[request.operation] ?? 0x78;
  const answerTag = random.chance(0.8) ? right : random.pick([0x61, 0x64, 0x65, 0x73, 0x78, 0x79, 0x42, 0x30]);
  const id = random.chance(0.85) ? request.id : random.pick([0, 1, request.id + 1, request.id - 1, 99, 2 ** 31 - 1]);
  const text = random.pick([
    '',
    'no',
    'unwilling to verify old password',
    echoes.join(' '),
    random.pick(['', ...echoes]),
    'y'.repeat(9_000),
  ]);
  const bytes = result(
    id,
    answerTag,
    random.pick(someCodes),
    text,
    random.chance(0.3) ? policy(random) : Buffer.alloc(0),
  );
  switch (random.below(10)) {
    case 0:
      return Buffer.concat([
        entry(request.id, 'uid=x,dc=test', [['pwdReset', random.pick(['TRUE', '', 'y'.repeat(3_000)])]]),
        bytes,
      ]);
    case 1:
      return Buffer.concat([reference(request.id), bytes]);
    case 2:
      return Buffer.concat([bytes, bytes]);
    case 3:
    case 4:
      return bendBytes(random, bytes);
    case 5:
      return Buffer.from([0x30, 0x80 + random.below(128), ...random.bytes(6)]);
    default:
      return bytes;
  }
}

/** The results for one request in what a server sent, read as leniently as can be. */
export function resultsIn(bytes: Buffer, id: number, answerTag: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const message = element(bytes, at);
    if (message === null) break;
    const idPart = element(bytes, message.start);
    const operation = idPart === null ? null : element(bytes, idPart.end);
    const code = operation === null ? null : element(bytes, operation.start);
    if (idPart !== null && operation?.tag === answerTag && code !== null && number(bytes, idPart) === id)
      found.push(number(bytes, code));
    at = message.end;
  }
  return found;
}

interface Place {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function element(bytes: Buffer, at: number): Place | null {
  const [elementTag, first] = [bytes[at], bytes[at + 1]];
  if (elementTag === undefined || first === undefined) return null;
  const digits = first < 0x80 ? 0 : first & 0x7f;
  if (digits > 4 || at + 2 + digits > bytes.length) return null;
  const length = digits === 0 ? first & 0x7f : bytes.readUIntBE(at + 2, digits);
  return { tag: elementTag, start: at + 2 + digits, end: at + 2 + digits + length };
}

const number = (bytes: Buffer, { start, end }: Place): number =>
  end > start && end - start <= 4 && end <= bytes.length ? bytes.readIntBE(start, end - start) : -1;
