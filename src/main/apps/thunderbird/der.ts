/** One element of DER (ITU-T X.690): as much of it as Mozilla's key store uses. */
export interface Der {
  readonly tag: number;
  readonly body: Buffer;
  /** The element with its tag and length. */
  readonly raw: Buffer;
  /** What a sequence holds; empty for everything else. */
  readonly parts: readonly Der[];
}

const deepest = 8;
const mostParts = 64;

function element(bytes: Buffer, at: number, depth: number): Der {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const more = first & 0x80 ? first & 0x7f : 0;
  if (more > 3 || depth > deepest) throw new RangeError('DER');
  const length = more > 0 ? bytes.readUIntBE(at + 2, more) : first;
  const start = at + 2 + more;
  const end = start + length;
  if (first === 0x80 || end > bytes.length) throw new RangeError('DER');
  const parts: Der[] = [];
  for (let next = start; tag & 0x20 && next < end; ) {
    const part = element(bytes.subarray(0, end), next, depth + 1);
    if (parts.push(part) > mostParts) throw new RangeError('DER');
    next += part.raw.length;
  }
  return { tag, body: bytes.subarray(start, end), raw: bytes.subarray(at, end), parts };
}

/** Reads the element that the bytes begin with. @throws RangeError if they are something else */
export const readDer = (bytes: Buffer): Der => element(bytes, 0, 0);

/** The part at the end of a way, such as `[1, 0]` for the first part of the second. @throws RangeError if there is none */
export function partOf(der: Der, ...way: readonly number[]): Der {
  let found = der;
  for (const index of way) {
    const part = found.parts[index];
    if (!part) throw new RangeError('DER');
    found = part;
  }
  return found;
}

/** An object identifier in its usual form, such as `1.2.840.113549.3.7`. */
export function objectId(der: Der): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of der.body) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (numbers.length === 0)
      numbers.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else numbers.push(value);
    value = 0;
  }
  return numbers.join('.');
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x1_00 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

/** Writes one element of at most 65,535 bytes. */
export function writeDer(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length > 0xff_ff) throw new RangeError('DER');
  return Buffer.concat([Buffer.from([tag]), lengthBytes(body.length), body]);
}
