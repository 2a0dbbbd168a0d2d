/** Reads whole tables from the bytes of an SQLite database, after https://sqlite.org/fileformat2.html. It writes none. */
export type SqliteValue = number | bigint | string | Buffer | null;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

interface Pages {
  readonly bytes: Buffer;
  readonly size: number;
  /** What a page holds without what is reserved at its end. */
  readonly usable: number;
  /** Pages that were looked at, so that one that leads to itself ends the reading. */
  readonly seen: Set<number>;
  /** What may still be read: values, and bytes of them. Many rows may lie in the same bytes. */
  readonly left: { values: number; bytes: number };
}

const magic = Buffer.from('SQLite format 3\0', 'latin1');
const mostRows = 20_000;
const mostValues = 500_000;
const mostBytes = 64_000_000;
/** NSS's own tables have more than a hundred. */
const mostColumns = 400;
const longestWords = 20_000;
/** SQLite's own trees are never deeper than about ten pages. */
const deepest = 40;

/** The bytes are not a database that this reads: damaged, of another encoding, or a table of another kind. */
export class NotSqlite extends Error {}

const wrong = (why: string): never => {
  throw new NotSqlite(why);
};

function open(bytes: Buffer): Pages {
  if (bytes.length < 512 || !bytes.subarray(0, 16).equals(magic)) wrong('no database');
  const stated = bytes.readUInt16BE(16);
  const size = stated === 1 ? 65_536 : stated;
  if (size < 512 || (size & (size - 1)) !== 0) wrong('page size');
  if (bytes.readUInt32BE(56) > 1) wrong('not UTF-8');
  const usable = size - bytes.readUInt8(20);
  if (usable < 480) wrong('reserved space');
  return { bytes, size, usable, seen: new Set(), left: { values: mostValues, bytes: mostBytes } };
}

function page(pages: Pages, number: number): Buffer {
  const end = number * pages.size;
  if (number < 1 || end > pages.bytes.length) wrong('page missing');
  if (pages.seen.has(number)) wrong('page in a circle');
  pages.seen.add(number);
  return pages.bytes.subarray(end - pages.size, end);
}

/** A number of up to nine bytes, and where the next thing begins. */
function varint(bytes: Buffer, from: number): readonly [number, number] {
  let value = 0n;
  for (let i = 0; i < 9; i += 1) {
    const byte = bytes.readUInt8(from + i);
    if (i === 8) return [Number(BigInt.asIntN(64, (value << 8n) | BigInt(byte))), from + 9];
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [Number(value), from + i + 1];
  }
  return wrong('number');
}

/** A row's bytes: what lies in its page, and the rest on pages of its own. */
function payload(pages: Pages, leaf: Buffer, cell: number): Buffer {
  const [length, afterLength] = varint(leaf, cell);
  const [, start] = varint(leaf, afterLength);
  if (length < 0 || length > pages.bytes.length) wrong('row length');
  const { usable } = pages;
  const largest = usable - 35;
  if (length <= largest) return leaf.subarray(start, start + length);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fits = least + ((length - least) % (usable - 4));
  const local = fits <= largest ? fits : least;
  const parts = [leaf.subarray(start, start + local)];
  let next = leaf.readUInt32BE(start + local);
  for (let left = length - local; left > 0; ) {
    const more = page(pages, next);
    const part = more.subarray(4, 4 + Math.min(left, usable - 4));
    parts.push(part);
    left -= part.length;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function* rowsFrom(pages: Pages, root: number, depth = 0): Generator<Buffer> {
  if (depth > deepest) wrong('too deep');
  const bytes = page(pages, root);
  const at = root === 1 ? 100 : 0;
  const kind = bytes.readUInt8(at);
  if (kind !== 0x0d && kind !== 0x05) wrong('kind of table');
  const isLeaf = kind === 0x0d;
  const cells = bytes.readUInt16BE(at + 3);
  for (let i = 0; i < cells; i += 1) {
    const cell = bytes.readUInt16BE(at + (isLeaf ? 8 : 12) + 2 * i);
    if (isLeaf) yield payload(pages, bytes, cell);
    else yield* rowsFrom(pages, bytes.readUInt32BE(cell), depth + 1);
  }
  if (!isLeaf) yield* rowsFrom(pages, bytes.readUInt32BE(at + 8), depth + 1);
}

const intLengths = [0, 1, 2, 3, 4, 6, 8];

function readValue(type: number, bytes: Buffer, from: number): readonly [SqliteValue, number] {
  if (type === 0) return [null, from];
  if (type === 8 || type === 9) return [type - 8, from];
  if (type === 7) return [bytes.readDoubleBE(from), from + 8];
  const length = intLengths[type];
  if (length === 8) return [bytes.readBigInt64BE(from), from + 8];
  if (length !== undefined) return [bytes.readIntBE(from, length), from + length];
  if (type < 12) return wrong('kind of value');
  const end = from + Math.floor((type - 12) / 2);
  if (end > bytes.length) wrong('value length');
  const part = bytes.subarray(from, end);
  return [type % 2 === 0 ? part : part.toString('utf8'), end];
}

function valuesOf({ left }: Pages, row: Buffer): SqliteValue[] {
  left.bytes -= row.length;
  const [headerEnd, first] = varint(row, 0);
  if (headerEnd > row.length) wrong('row header');
  const values: SqliteValue[] = [];
  let from = headerEnd;
  for (let at = first; at < headerEnd; ) {
    const [type, next] = varint(row, at);
    const [value, after] = readValue(type, row, from);
    if (values.push(value) > mostColumns) wrong('too many columns');
    at = next;
    from = after;
  }
  left.values -= values.length + 1;
  if (left.values < 0 || left.bytes < 0) wrong('too much');
  return values;
}

/** The names of a table's columns, from the words that made it. Enough for tables without brackets in their defaults. */
function columnsOf(sql: string): string[] {
  if (sql.length > longestWords) wrong('table words');
  const inside = /^[^(]*\(([\s\S]*)\)[^)]*$/.exec(sql)?.[1] ?? wrong('table words');
  const parts = inside.replace(/\([^()]*\)/g, '').split(',');
  const names = parts.map((part) => /^\s*["`[]?([^\s"`\]]+)/.exec(part)?.[1] ?? '');
  return names.filter((name) => !/^(primary|unique|check|foreign|constraint)$/i.test(name));
}

/**
 * Every row of a table by the names of its columns, or null if there is no such table. A column that is the row's own
 * number (`INTEGER PRIMARY KEY`) comes out as null, and one that was added later is missing in older rows.
 *
 * @throws NotSqlite if the bytes are not understood
 */
export function readTable(bytes: Buffer, table: string): readonly SqliteRow[] | null {
  try {
    const pages = open(bytes);
    for (const entry of rowsFrom(pages, 1)) {
      const [kind, name, , root, sql] = valuesOf(pages, entry);
      if (kind !== 'table' || name !== table || typeof root !== 'number' || typeof sql !== 'string') continue;
      return rowsOf(pages, root, columnsOf(sql));
    }
    return null;
  } catch (error) {
    if (error instanceof NotSqlite) throw error;
    throw new NotSqlite('damaged');
  }
}

function rowsOf(pages: Pages, root: number, columns: readonly string[]): SqliteRow[] {
  const rows: SqliteRow[] = [];
  for (const row of rowsFrom(pages, root)) {
    if (rows.length >= mostRows) wrong('too many rows');
    const values = valuesOf(pages, row);
    rows.push(Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null])));
  }
  return rows;
}
