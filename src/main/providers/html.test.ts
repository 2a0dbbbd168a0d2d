import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsOf, formNamed, readPage, textOf } from './html.ts';

const formIn = (controls: string) => {
  const page = readPage(`<form name="f" method="POST" action="">${controls}</form>`);
  return page === null ? null : formNamed(page, 'f');
};
const fields = (controls: string) => Object.fromEntries(formIn(controls)?.fields ?? [['', 'no form']]);

describe('a form as it would be sent back', () => {
  it.each<[string, string, Record<string, string>]>([
    ['text, with its entities', '<input name=a value="1 &lt;b&gt; &amp;amp; &#x2603;">', { a: '1 <b> &amp; \u2603' }],
    ['no value', '<input name="a">', { a: '' }],
    ['no name', '<input value="1"><input name="" value="2">', {}],
    ['hidden and password', '<input type=hidden name=a value=1><input type=PASSWORD name=b>', { a: '1', b: '' }],
    ['a mark that is set', '<input type=checkbox name=a value=1 checked>', { a: '1' }],
    ['a mark without a value', '<input type=checkbox name=a checked>', { a: 'on' }],
    ['a mark that is not set', '<input type=checkbox name=a value=1>', {}],
    ['radio buttons', '<input type=radio name=a value=1><input type=radio name=a value=2 checked>', { a: '2' }],
    ['what is switched off', '<input name=a value=1 disabled>', {}],
    ['buttons', '<input type=submit name=a value=1><button name=b value=2>x</button><input type=file name=c>', {}],
    ['a list', '<select name=a><option value=1>x<option value=2 selected>y</select>', { a: '2' }],
    ['a list with nothing chosen', '<select name=a><option value=1>x</option><option>y</option></select>', { a: '1' }],
    ['a list without values', '<select name=a><option> x </option></select>', { a: 'x' }],
    ['a long text', '<textarea name=a>\n<b>1</b>\n2</textarea>', { a: '<b>1</b>\n2' }],
    ['a comment', '<!-- <input name=a value=1> --><input name=b value=2>', { b: '2' }],
    ['a script', '<script>"<input name=a value=1>"</script><input name=b value=2>', { b: '2' }],
    ['what is only a pattern', '<template><input name=a value=1></template><input name=b value=2>', { b: '2' }],
    ['a name that objects have', '<input name="__proto__" value=1>', JSON.parse('{"__proto__":"1"}')],
  ])('%s', (_, controls, expected) => {
    expect(fields(controls)).toEqual(expected);
  });

  it('is none where a name comes twice', () => {
    expect(formIn('<input name=a value=1><input name=a value=2>')).toBeNull();
  });

  it('is none where there are two of its name', () => {
    const page = readPage('<form name="f"></form><form name="f"></form>') ?? [];
    expect(formNamed(page, 'f')).toBeNull();
    expect(formNamed(page, 'g')).toBeNull();
  });
});

describe('a page', () => {
  it('is none where it is too deep or has too much', () => {
    expect(readPage('<div>'.repeat(100))).not.toBeNull();
    expect(readPage('<div>'.repeat(1_000))).toBeNull();
    expect(readPage('<br>'.repeat(30_000))).toBeNull();
  });

  it('gives its texts as one line', () => {
    const page = readPage('<p> a\n\t<b>b</b>&nbsp;c </p><p>d') ?? [];
    expect(elementsOf(page, 'p').map(textOf)).toEqual(['a b c', 'd']);
  });

  it('never fails, and never takes long, whatever is written', () => {
    const tags = [
      '<form name=f>',
      '<a>',
      '</b>',
      '<b>',
      '<p>',
      '<table>',
      '<select>',
      '</',
      '<!--',
      '"',
      '&',
      '<![CDATA[',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...tags), fc.string({ unit: 'binary' })), { maxLength: 200 }),
        (parts) => {
          const page = readPage(parts.join(''));
          if (page !== null) formNamed(page, 'f');
        },
      ),
    );
    for (const unit of [...tags, '<a x', '<ul><li>', '<ul><li>x</ul>', '<a b="', '<b id=1><p>', '</a><a>', '&lt']) {
      const started = performance.now();
      readPage(unit.repeat(Math.ceil(262_144 / unit.length)));
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});
