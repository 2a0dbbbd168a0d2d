import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withSpan } from '../byte-text.ts';
import { passwordIn } from './variant-text.ts';

const both = (imap: string, smtp: string): string => `{'imap-password': <${imap}>, 'smtp-password': <${smtp}>}`;
const part = (text: string, name = 'imap-password') => {
  const found = passwordIn(text, name);
  if (found === null || found === 'none') throw new Error(`no password in ${text}`);
  return found;
};

it('reads strings as GLib prints them', () => {
  for (const [raw, password] of [
    ["'Old-Pass-1'", 'Old-Pass-1'],
    [`"it's"`, "it's"],
    [`'a "b" \\\\ c'`, 'a "b" \\ c'],
    [`"\\"it's\\""`, `"it's"`],
    ["'tab\\there\\u00e9\\U0001f511'", 'tab\there\u00e9\u{1f511}'],
    ["'\u00fc\u00df\u6f22'", '\u00fc\u00df\u6f22'],
    ["''", ''],
  ]) {
    expect(part(both(raw ?? '', "'x'")).password).toBe(password);
    expect(part(both("'x'", raw ?? ''), 'smtp-password').password).toBe(password);
  }
});

it('knows a part that is not there from a text that it does not understand', () => {
  expect(passwordIn('{}', 'imap-password')).toBe('none');
  expect(passwordIn("{'password': <'x'>}", 'imap-password')).toBe('none');
  for (const text of [
    ...['', 'Old-Pass-1', '{', "{'imap-password'", "{'imap-password': 'x'}", "{'imap-password': <'x'>", "{'a': <1>}"],
    ...["{'imap-password': <'x'>} more", "{'imap-password': <'x'>,}", "{'imap-password': <'x\\u12'>}"],
    ...["{'imap-password': <'x'>, 'imap-password': <'y'>}", "{'imap-password': <'\\ud800'>}", 'x'.repeat(30_000)],
    both("'x'", "'y"),
  ]) {
    expect([text, passwordIn(text, 'imap-password')]).toEqual([text, null]);
  }
});

it('exchanges one password, whatever is in it, and leaves every other byte', () => {
  const hard = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const quotes = fc.string({ unit: fc.constantFrom("'", '"', '\\', '<', '>', '{', '}', ',', ' ', 'u', 'n') });
  fc.assert(
    fc.property(fc.oneof(hard, quotes), fc.constantFrom('imap-password', 'smtp-password'), (password, name) => {
      const before = both("'Old-Pass-1'", `"it's"`);
      const place = part(before, name);
      const after = withSpan(before, place, place.put(password));
      const there = part(after, name);
      expect(there.password).toBe(password);
      expect(withSpan(after, there, before.slice(place.from, place.to))).toBe(before);
    }),
    { numRuns: 500 },
  );
});
