import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrefs } from './prefs.ts';

const read = (source: string) => [...readPrefs(source)];

describe('settings of a profile', () => {
  it.each<[string, [string, string | number | boolean][]]>([
    ['user_pref("a.b", "text");', [['a.b', 'text']]],
    [
      'user_pref("a", 993);\r\nuser_pref("b", true);\r\nuser_pref("c", -1);',
      [
        ['a', 993],
        ['b', true],
        ['c', -1],
      ],
    ],
    [' user_pref ( "a" ,\n "x" ) ;', [['a', 'x']]],
    ["user_pref('a', 'it\\'s');", [['a', "it's"]]],
    ['user_pref("a", "\\"\\\\\\n\\r\\x41\\u00e4\\q");', [['a', '"\\\n\rAä\\q']]],
    ['user_pref("a", "1");user_pref("a", "2");', [['a', '2']]],
    ['// user_pref("a", 1);\n# user_pref("b", 1);\n/* user_pref("c", 1); */ user_pref("d", 1);', [['d', 1]]],
    [
      'user_pref("a", "// no comment"); user_pref("b", "/*"); user_pref("c", "*/");',
      [
        ['a', '// no comment'],
        ['b', '/*'],
        ['c', '*/'],
      ],
    ],
    ['user_pref("a", evil());\nuser_pref("b", 1);', [['b', 1]]],
    ['user_pref("a", "open\nuser_pref("b", 1);', [['b', 1]]],
    ['my_user_pref("a", 1); user_pref("b", 1.5); user_pref("c"); pref("d", 2);', []],
    ['user_pref("a", "x") /* no end', []],
    ['', []],
  ])('%j', (source, prefs) => {
    expect(read(source)).toEqual(prefs);
  });

  it('come out as they went in, whatever they are', () => {
    const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`;
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), value)), (prefs) => {
        const line = ([key, one]: (typeof prefs)[number]) =>
          `user_pref(${quoted(key)}, ${typeof one === 'string' ? quoted(one) : one});`;
        expect(readPrefs(prefs.map(line).join('\n'))).toEqual(new Map(prefs));
      }),
    );
  });

  it.each(['/*', 'user_pref("', "user_pref('a', '", 'user_pref('])(
    'are read in good time, also of %j over and over',
    (piece) => {
      const started = performance.now();
      readPrefs(piece.repeat(400_000));
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});
