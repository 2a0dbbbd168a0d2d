import { bendBytes } from './bend-bytes.ts';
import type { Random } from './random.ts';

type Bend = (random: Random, text: string, words: readonly string[]) => string;

/** Tags and the text between them, in order. */
const pieces = (text: string): string[] => text.split(/(<[^>]*>)/).filter((piece) => piece !== '');
const change = (text: string, random: Random, act: (list: string[], at: number) => void): string => {
  const list = pieces(text);
  act(list, random.below(list.length));
  return list.join('');
};

const laughs = (levels: number): string =>
  Array.from({ length: levels }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
const prologues: readonly string[] = [
  `<!DOCTYPE packet [<!ENTITY e0 "ok">${laughs(12)}]>`,
  `<!DOCTYPE packet [<!ENTITY e0 "${'x'.repeat(20_000)}">]>`,
  '<!DOCTYPE packet [<!ENTITY e0 SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE packet [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
  '<!DOCTYPE packet [<!ENTITY e0 "<status>ok</status>"><!ATTLIST status x CDATA "ok">]>',
  '<!DOCTYPE packet SYSTEM "http://127.0.0.1:1/packet.dtd">',
  '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>',
  '<!-- ok -->',
];
/** What is put between two pieces, or in place of one. */
const insertions: readonly string[] = [
  ...[
    '<status>ok</status>',
    '<status>error</status>',
    '<errcode>1013</errcode>',
    '<errcode>1019</errcode>',
    '<result/>',
  ],
  ...[
    '<!-- -->',
    '<!-- -- -->',
    '<?x y?>',
    '<![CDATA[ok]]>',
    '<![CDATA[',
    ']]>',
    '&e0;',
    '&e12;',
    '&nbsp;',
    '&#0;',
    '&',
  ],
  ...['ok', 'error', ' ok ', 'OK', 'o\u200bk', '</packet>', '<packet>', '</status>', '<status>', '<x:status/>', '\0'],
  ...[
    '<system><status>ok</status></system>',
    '<system><status>error</status><errcode>1001</errcode></system>',
    '<a b=c>',
  ],
  ...['<output>PHP Warning: in line 3</output>', 'PHP Warning: in line 3\n', '<xi:include href="file:///etc/passwd"/>'],
];

const bends: readonly Bend[] = [
  (random, text) => change(text, random, (list, at) => list.splice(at, 1)),
  (random, text) => change(text, random, (list, at) => list.splice(at, 0, list[at] ?? '')),
  (random, text) => change(text, random, (list, at) => list.splice(at, 0, random.pick(insertions))),
  (random, text) => change(text, random, (list, at) => list.splice(at, 1, random.pick(insertions))),
  (random, text) =>
    change(text, random, (list, at) => {
      const other = random.below(list.length);
      [list[at], list[other]] = [list[other] ?? '', list[at] ?? ''];
    }),
  (random, text, words) => change(text, random, (list, at) => list.splice(at, 0, random.pick(['', ...words]))),
  (random, text) =>
    text
      .replace(/<packet/, `${random.pick(prologues)}<packet`)
      .replace('>ok<', `>${random.pick(['&e0;', '&e12;', 'ok'])}<`),
  (random, text) => `${random.pick(prologues)}${text}`,
  (random, text) => text.slice(0, random.below(text.length)),
  (random, text) => `${text}${random.pick([text, ' ', '\0', '<!-- -->', '<packet/>', 'x', '\ufeff'])}`,
  (random, text) =>
    text.replace(
      '<packet',
      `<packet ${Array.from({ length: random.below(3_000) }, (_, at) => `a${at}="x"`).join(' ')} `,
    ),
  (random, text) => {
    const depth = random.pick([5, 40, 20_000]);
    return text.replace('<status>', `${'<a>'.repeat(depth)}${random.chance(0.5) ? '</a>'.repeat(depth) : ''}<status>`);
  },
  (random, text) =>
    text.replace(
      '</packet>',
      `${random.pick(['<b/>', '<b>x</b>', 'y', '<!---->']).repeat(random.below(30_000))}</packet>`,
    ),
  (random, text) =>
    text.replace(
      /<(\/?)([a-z_]+)/g,
      (_, slash: string, name: string) =>
        `<${slash}${random.chance(0.9) ? name : random.pick(['x', `n:${name}`, name.toUpperCase()])}`,
    ),
  (random, text) =>
    text.replace(/<packet/, `<packet xmlns="${random.pick(['', 'urn:x', 'http://www.w3.org/2000/xmlns/'])}"`),
  (random, text) =>
    text.replace(
      /\?xml [^?]*/,
      `?xml version="${random.pick(['1.0', '1.1', '2.0'])}" encoding="${random.pick(['UTF-8', 'ISO-8859-1', 'UTF-7', 'UTF-16', 'x'])}"`,
    ),
];

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
/** The same text in bytes that a reader of UTF-8 must not take for it. */
const encodings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => swapped(Buffer.from(`\ufeff${text}`, 'utf16le')),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  (text) => Buffer.from(text.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-'), 'utf8'),
];

/** Bends a document by its tags, then now and then in its bytes; `words` may be put into its text. */
export function bendXml(random: Random, text: string, words: readonly string[]): Buffer {
  let bent = text;
  for (let times = random.below(3); times >= 0; times -= 1)
    if (bent !== '') bent = random.pick(bends)(random, bent, words);
  if (random.chance(0.1)) return random.pick(encodings)(bent);
  const bytes = Buffer.from(bent, 'utf8');
  return random.chance(0.2) ? bendBytes(random, bytes) : bytes;
}
