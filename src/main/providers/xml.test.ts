import { describe, expect, it } from 'vitest';
import { fitsXml, onlyAt, part, readXml, textAt, writeXml } from './xml.ts';

const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

describe('reading XML', () => {
  it('reads elements, attributes, text, CDATA and the five entities as what they are', () => {
    const root = readXml(
      '\ufeff<?xml version="1.0" encoding="utf-8"?><!-- c --><p v="1&quot;"><a>x &lt;b&gt;<!-- c --> &amp;&#x41;</a><b><![CDATA[<c/>&amp;]]></b></p>\n',
    );
    expect(root).toMatchObject({ name: 'p', namespace: '' });
    expect(root?.attributes.get('v')).toBe('1"');
    expect(root === null ? null : textAt(root, ['a'])).toBe('x <b> &A');
    expect(root === null ? null : textAt(root, ['b'])).toBe('<c/>&amp;');
  });

  it('knows names by their namespace, whatever the prefix', () => {
    const root = readXml('<s:E xmlns:s="urn:s" xmlns="urn:d" s:x="1"><s:B><c>y</c></s:B><B/></s:E>');
    expect(root).toMatchObject({ name: 'E', namespace: 'urn:s' });
    expect([...(root?.attributes ?? [])]).toEqual([['x', '1']]);
    const body = root === null ? null : onlyAt(root, ['B']);
    expect(body === null ? null : textAt(body, ['c'])).toBeNull();
    expect(body === null ? null : textAt(body, ['c'], 'urn:d')).toBe('y');
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['text', 'ok'],
    ['JSON', '{"ok":true}'],
    ['two documents', '<a/><a/>'],
    ['text after the document', '<a/>x'],
    ['text before the document', 'x<a/>'],
    ['a piece', '<a><b>ok</b>'],
    ['a piece that ends in a tag', '<a><b>ok</b></a'],
    ['wrongly closed', '<a><b>ok</a></b>'],
    ['a bare ampersand', '<a>R&D</a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a prefix of nobody', '<x:a/>'],
    ['HTML', '<!DOCTYPE html><html><br></html>'],
    ['a document type without entities', '<!DOCTYPE a><a/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity that nobody has named', '<a>&nbsp;</a>'],
    ['an outside entity', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/"> %b;]><a/>'],
    ['an entity without a declaration in a later place', '<a><!DOCTYPE a></a>'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
    ['another version', '<?xml version="1.1"?><a/>'],
    ['no character of XML', '<a>\0</a>'],
    ['no character of XML as a reference', '<a>&#0;</a>'],
    ['UTF-16 read as UTF-8', Buffer.from('<a/>', 'utf16le').toString('utf8')],
    ['too deep', nested(33)],
    ['very deep', nested(30_000)],
    ['too many elements', `<a>${'<b/>'.repeat(4_000)}</a>`],
    ['too many attributes', `<a ${Array.from({ length: 33 }, (_, at) => `b${at}="1"`).join(' ')}/>`],
    ['too long', `<a>${'x'.repeat(256 * 1024)}</a>`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeNull();
  });

  it('is not slowed down by entities that name each other', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
    const started = performance.now();
    expect(readXml(`<!DOCTYPE a [<!ENTITY e0 "x">${lines.join('')}]><a>&e30;</a>`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('takes what is just within the limits', () => {
    expect(readXml(nested(32))).not.toBeNull();
    expect(readXml(`<a>${'<b/>'.repeat(3_999)}</a>`)?.children).toHaveLength(3_999);
  });

  it('counts the attributes of each element by itself', () => {
    const many = Array.from({ length: 20 }, (_, at) => `b${at}="1"`).join(' ');
    expect(readXml(`<a ${many}><c ${many}/></a>`)).not.toBeNull();
  });

  it('picks nothing where there is more than one, or something inside the text', () => {
    const root = readXml('<p><r><s>ok</s></r><q><s>ok</s><s>error</s></q><t>o<u/>k</t></p>');
    if (root === null) throw new Error('not read');
    expect(textAt(root, ['r', 's'])).toBe('ok');
    expect(textAt(root, ['q', 's'])).toBeNull();
    expect(textAt(root, ['t'])).toBeNull();
    expect(textAt(root, ['s'])).toBeNull();
    expect(onlyAt(root, [])).toBe(root);
  });
});

describe('writing XML', () => {
  it('writes nothing that is not escaped, and reads back what it wrote', () => {
    const hostile = `</v><!-- ]]> & < > " ' \t\r\n \u2603 \u{1f511} L\u00f8v`;
    const text = writeXml(part('p', [part('v', hostile), part('w')], { x: hostile }));
    const root = readXml(text);
    expect(root?.children.map(({ name }) => name)).toEqual(['v', 'w']);
    expect(root?.children[0]?.text).toBe(hostile);
    expect(root?.attributes.get('x')).toBe(hostile);
  });

  it.each(['\0', 'a\u0007', '\u001b[2J', '\ud800', '\udc00x', '\uffff'])('carries no %j', (text) => {
    expect(fitsXml(text)).toBe(false);
    expect(() => writeXml(part('p', text))).toThrow(Error);
    expect(() => writeXml(part('p', [], { x: text }))).toThrow(Error);
  });
});
