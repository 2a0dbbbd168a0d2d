/** The little BER (X.690) that LDAP messages need: definite lengths, one-byte tags. */

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
} as const;

export interface Element {
  readonly tag: number;
  readonly value: Buffer;
}

/** Thrown for bytes that are no BER of this kind; callers treat the whole answer as odd. */
export class NotBer extends Error {}

/** One element: its tag, its length, and the parts one after another. */
export function encode(elementTag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
  return Buffer.concat([Buffer.from([elementTag]), lengthOf(body.length), body]);
}

/** An INTEGER or ENUMERATED of 0 to 2^31 - 1. */
export function encodeInteger(value: number, elementTag: number = tag.integer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  let start = 0;
  while (start < 3 && bytes[start] === 0 && (bytes[start + 1] ?? 0) < 0x80) start += 1;
  return encode(elementTag, bytes.subarray(start));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 | digits.length]), digits]);
}

/**
 * How many bytes the first element of `bytes` takes, or null if more must arrive to tell.
 *
 * @throws NotBer for an indefinite or absurd length
 */
export function sizeOfFirst(bytes: Buffer): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits === 0 || digits > 4) throw new NotBer('length');
  if (bytes.length < 2 + digits) return null;
  return 2 + digits + bytes.readUIntBE(2, digits);
}

/** All elements in `bytes`, which must hold nothing else. @throws NotBer */
export function decode(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const size = sizeOfFirst(rest);
    const first = rest[0];
    if (size === null || first === undefined || size > rest.length) throw new NotBer('cut short');
    const digits = (rest[1] ?? 0) < 0x80 ? 0 : (rest[1] ?? 0) & 0x7f;
    elements.push({ tag: first, value: rest.subarray(2 + digits, size) });
    rest = rest.subarray(size);
  }
  return elements;
}

/** An INTEGER or ENUMERATED of at most four bytes. @throws NotBer */
export function decodeInteger(element: Element | undefined): number {
  if (element === undefined || element.value.length < 1 || element.value.length > 4) throw new NotBer('integer');
  return element.value.readIntBE(0, element.value.length);
}
