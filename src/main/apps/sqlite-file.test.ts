import fc from 'fast-check';
import initSqlJs from 'sql.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { NotSqlite, readTable, type SqliteValue } from './sqlite-file.ts';

let Sql: Awaited<ReturnType<typeof initSqlJs>>;
beforeAll(async () => {
  Sql = await initSqlJs();
});

/** A database as SQLite itself writes it. */
function written(statements: readonly string[], rows: readonly (readonly (Uint8Array | string | number | null)[])[]) {
  const db = new Sql.Database();
  for (const statement of statements) db.run(statement);
  for (const row of rows) db.run(`insert into t values (${row.map(() => '?').join(',')})`, [...row]);
  const bytes = Buffer.from(db.export());
  db.close();
  return bytes;
}

const plain = (value: SqliteValue | undefined) => {
  if (typeof value === 'bigint') return Number(value);
  return Buffer.isBuffer(value) ? [...value] : value;
};

describe('a table of a database', () => {
  it('is read as SQLite wrote it: any values, lengths and page sizes', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
      fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
      fc.integer({ min: 0, max: 9_000 }).map((length) => new Uint8Array(length).fill(length % 251)),
    );
    const rows = fc.array(fc.tuple(value, value, value), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.constantFrom(512, 1_024, 4_096, 65_536), (all, pageSize) => {
        const bytes = written(
          [`pragma page_size=${pageSize}`, 'create table t (id PRIMARY KEY, "b c" text(3), d)'],
          [],
        );
        expect(readTable(bytes, 't')).toEqual([]);
        const full = written([`pragma page_size=${pageSize}`, 'create table t (id, a0, a1)'], all);
        const read = readTable(full, 't')?.map((row) => [plain(row['id']), plain(row['a0']), plain(row['a1'])]);
        expect(read).toEqual(all.map((row) => row.map((one) => (one instanceof Uint8Array ? [...one] : one))));
      }),
      { numRuns: 40 },
    );
  });

  it('is found among others, by its whole name', () => {
    const bytes = written(
      [
        'create table t2 (a)',
        'create table t (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, a0, a102)',
        'create index i on t (a0)',
      ],
      [['x', 1, 2]],
    );
    expect(readTable(bytes, 't')).toEqual([{ id: 'x', a0: 1, a102: 2 }]);
    expect(readTable(bytes, 'T')).toBeNull();
  });

  it('has as many rows as went in, over many pages', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => [i, `row ${i}`]);
    const bytes = written(['pragma page_size=512', 'create table t (n, text)'], rows);
    expect(readTable(bytes, 't')?.map(({ n }) => n)).toEqual(rows.map(([n]) => n));
  });

  it('that is damaged is refused, and never read forever', () => {
    const rows = Array.from({ length: 300 }, (_, i) => [i, 'x'.repeat(i * 7)]);
    const whole = written(['pragma page_size=512', 'create table t (n, text)'], rows);
    const spoilt = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(spoilt, fc.nat(whole.length), (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          readTable(length % 2 === 0 ? bytes : bytes.subarray(0, length), 't');
        } catch (error) {
          expect(error).toBeInstanceOf(NotSqlite);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('that is far wider or longer than any of a mail app is refused soon', () => {
    const columns = Array.from({ length: 500 }, (_, i) => `c${i}`).join(',');
    const wide = written([`create table t (${columns})`, `insert into t (c499) values (1)`], []);
    expect(() => readTable(wide, 't')).toThrow(NotSqlite);
    const long = written(
      [
        `create table t (a); with recursive n(x) as (select 1 union all select x + 1 from n limit 20001) insert into t select x from n`,
      ],
      [],
    );
    expect(() => readTable(long, 't')).toThrow(NotSqlite);
  });

  it('whose rows all lie in the same bytes is refused soon', () => {
    const rows = Array.from({ length: 60 }, () => [new Uint8Array(15_000)]);
    const bytes = written(['pragma page_size=65536', 'create table t (a)'], rows);
    // every cell of every leaf names the first one, and there seem to be as many as fit
    for (let at = 65_536; at < bytes.length; at += 65_536) {
      if (bytes[at] !== 0x0d) continue;
      const cell = bytes.readUInt16BE(at + 8);
      const most = 5_000;
      bytes.writeUInt16BE(most, at + 3);
      for (let i = 0; i < most; i += 1) bytes.writeUInt16BE(cell, at + 8 + 2 * i);
    }
    expect(() => readTable(bytes, 't')).toThrow(NotSqlite);
  });

  it.each(['', 'SQLite format 3\0', 'x'.repeat(1_000)])('of something else is refused: %j', (text) => {
    expect(() => readTable(Buffer.from(text), 't')).toThrow(NotSqlite);
  });
});
