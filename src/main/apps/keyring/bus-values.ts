/**
 * Values as D-Bus writes them (D-Bus specification, "Marshaling (Wire Format)"), little end first as on every computer that
 * Electron runs on. A dictionary is a list of pairs, a list of bytes a Buffer.
 */
export type BusValue = number | bigint | boolean | string | Buffer | BusVariant | readonly BusValue[];

/** A value that says itself what it is. */
export class BusVariant {
  readonly signature: string;
  readonly value: BusValue;

  constructor(signature: string, value: BusValue) {
    this.signature = signature;
    this.value = value;
  }
}

/** The bytes are not what D-Bus allows, or more than anybody has to say here. */
export class BusNonsense extends Error {}

const deepest = 16;

/** How far from the beginning of the message a type may begin: at a multiple of this. */
function alignment(type: string): number {
  const code = type.charAt(0);
  if ('ygv'.includes(code)) return 1;
  if ('nq'.includes(code)) return 2;
  return 'xtd({'.includes(code) ? 8 : 4;
}

/** The types that stand one after the other in a signature. @throws BusNonsense */
export function typesIn(signature: string): string[] {
  const types: string[] = [];
  for (let from = 0; from < signature.length; ) {
    const to = typeEnd(signature, from, 0);
    types.push(signature.slice(from, to));
    from = to;
  }
  return types;
}

function typeEnd(signature: string, from: number, depth: number): number {
  const code = signature.charAt(from);
  if (depth > deepest || code === '') throw new BusNonsense('signature');
  if (code === 'a') return typeEnd(signature, from + 1, depth + 1);
  if (code !== '(' && code !== '{') {
    if (!'ybnqiuxtdsogvh'.includes(code)) throw new BusNonsense('signature');
    return from + 1;
  }
  const close = code === '(' ? ')' : '}';
  let at = from + 1;
  while (signature.charAt(at) !== close) at = typeEnd(signature, at, depth + 1);
  // Something empty takes no bytes, and there could be any number of it.
  if (at === from + 1) throw new BusNonsense('signature');
  return at + 1;
}

const inside = (type: string): string => type.slice(1, -1);

/** Reads values out of a message, from `at` on. */
export class BusReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** @throws BusNonsense */
  all(signature: string): BusValue[] {
    return typesIn(signature).map((type) => this.one(type, 0));
  }

  align(to: number): void {
    this.#take((to - (this.#at % to)) % to);
  }

  one(type: string, depth: number): BusValue {
    if (depth > deepest) throw new BusNonsense('depth');
    this.align(alignment(type));
    switch (type.charAt(0)) {
      case 'y':
        return this.#take(1).readUInt8();
      case 'b':
        return this.#take(4).readUInt32LE() !== 0;
      case 'n':
        return this.#take(2).readInt16LE();
      case 'q':
        return this.#take(2).readUInt16LE();
      case 'i':
        return this.#take(4).readInt32LE();
      case 'u':
      case 'h':
        return this.#take(4).readUInt32LE();
      case 'x':
        return this.#take(8).readBigInt64LE();
      case 't':
        return this.#take(8).readBigUInt64LE();
      case 'd':
        return this.#take(8).readDoubleLE();
      case 's':
      case 'o':
        return this.#text(this.#take(4).readUInt32LE());
      case 'g':
        return this.#text(this.#take(1).readUInt8());
      case 'v':
        return this.#variant(depth);
      case 'a':
        return this.#list(type.slice(1), depth);
      default:
        return typesIn(inside(type)).map((part) => this.one(part, depth + 1));
    }
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new BusNonsense('length');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #text(length: number): string {
    const text = this.#take(length).toString('utf8');
    if (this.#take(1).readUInt8() !== 0) throw new BusNonsense('text');
    return text;
  }

  #variant(depth: number): BusVariant {
    const signature = this.#text(this.#take(1).readUInt8());
    const [type, ...others] = typesIn(signature);
    if (type === undefined || others.length > 0) throw new BusNonsense('variant');
    return new BusVariant(signature, this.one(type, depth + 1));
  }

  #list(type: string, depth: number): BusValue {
    const length = this.#take(4).readUInt32LE();
    if (type === 'y') return Buffer.from(this.#take(length));
    this.align(alignment(type));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new BusNonsense('length');
    const list: BusValue[] = [];
    while (this.#at < end) list.push(this.one(type, depth + 1));
    if (this.#at !== end) throw new BusNonsense('length');
    return list;
  }
}

/** Writes values; `at` is how far from a multiple of eight the first of them begins. */
export class BusWriter {
  readonly #parts: Buffer[] = [];
  #at = 0;

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  align(to: number): void {
    this.#put(Buffer.alloc((to - (this.#at % to)) % to));
  }

  /** @throws TypeError if a value is not what the signature says: a mistake of ours */
  all(signature: string, values: readonly BusValue[]): void {
    typesIn(signature).forEach((type, i) => {
      this.one(type, values[i]);
    });
  }

  one(type: string, value: BusValue | undefined): void {
    const code = type.charAt(0);
    this.align(alignment(type));
    if (value instanceof BusVariant) this.#variant(code, value);
    else if (Buffer.isBuffer(value) || Array.isArray(value)) this.#several(type, value);
    else if (typeof value === 'string') this.#text(value, code);
    else this.#number(value, code);
  }

  #variant(code: string, { signature, value }: BusVariant): void {
    if (code !== 'v') throw new TypeError(`not of type ${code}`);
    this.one('g', signature);
    this.one(signature, value);
  }

  #several(type: string, values: Buffer | readonly BusValue[]): void {
    if (type.startsWith('a')) this.#list(type.slice(1), values);
    else if (/^[({]/.test(type) && !Buffer.isBuffer(values)) this.all(inside(type), values);
    else throw new TypeError(`not of type ${type}`);
  }

  #put(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#at += bytes.length;
  }

  #number(value: BusValue | undefined, code: string): void {
    const number = code === 'b' ? Number(value === true) : value;
    if (typeof number !== 'number' || !'ybu'.includes(code)) throw new TypeError(`not of type ${code}`);
    const bytes = Buffer.alloc(code === 'y' ? 1 : 4);
    bytes.writeUIntLE(number, 0, bytes.length);
    this.#put(bytes);
  }

  #text(text: string, code: string): void {
    if (!'sog'.includes(code)) throw new TypeError(`not of type ${code}`);
    const bytes = Buffer.from(text, 'utf8');
    this.#number(bytes.length, code === 'g' ? 'y' : 'u');
    this.#put(bytes);
    this.#put(Buffer.alloc(1));
  }

  #list(type: string, values: Buffer | readonly BusValue[]): void {
    const length = Buffer.alloc(4);
    this.#put(length);
    this.align(alignment(type));
    const from = this.#at;
    if (Buffer.isBuffer(values)) this.#put(values);
    else for (const value of values) this.one(type, value);
    length.writeUInt32LE(this.#at - from);
  }
}
