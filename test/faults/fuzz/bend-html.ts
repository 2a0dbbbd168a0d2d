import { bendBytes } from './bend-bytes.ts';
import type { Random } from './random.ts';

type Bend = (random: Random, text: string, words: readonly string[]) => string;

/** Tags and the text between them, in order. */
const pieces = (text: string): string[] => text.split(/(<[^<>]*>)/).filter((piece) => piece !== '');
const change = (text: string, random: Random, act: (list: string[], at: number) => void): string => {
  const list = pieces(text);
  act(list, random.below(list.length));
  return list.join('');
};

/** What is put between two pieces, or in place of one. */
const insertions: readonly string[] = [
  ...[
    '<!--',
    '-->',
    '<!-- -->',
    '<!---->',
    '<script>',
    '</script>',
    '<textarea>',
    '</textarea>',
    '<template>',
    '<title>',
  ],
  ...[
    '</form>',
    '<form>',
    '<form name="password" method="post" action="">',
    '<form name="edit_mailbox">',
    '</div>',
    '<div>',
  ],
  ...[
    '<div class="form-group has-error">',
    'has-error',
    ' class="has-error"',
    '<ul class="flash-error">',
    '<li>',
    '</ul>',
  ],
  ...['<ul class="flash-info"><li>ok</li></ul>', '<input name="token" value="x">', '<input name="fPassword_current">'],
  ...[
    '<meta http-equiv="refresh" content="0;url=main.php">',
    '<base href="https://elsewhere.example.test/">',
    '<br/>',
    '<p',
  ],
  ...[
    '&lt;',
    '&#0;',
    '&#xd800;',
    '&amp',
    '&',
    '\0',
    '\u200b',
    '<![CDATA[',
    ']]>',
    '<?php ?>',
    '<!DOCTYPE x>',
    '"',
    "'",
    '<',
  ],
  ...[
    '<svg><style><!--</style>',
    '<select>',
    '<option>',
    '<noscript>',
    '<iframe>',
    '<plaintext>',
    '<frameset>',
    '<a b=c',
    '</',
  ],
];

const bends: readonly Bend[] = [
  (random, text) => change(text, random, (list, at) => list.splice(at, 1)),
  (random, text) => change(text, random, (list, at) => list.splice(at, 1 + random.below(list.length))),
  (random, text) => change(text, random, (list, at) => list.splice(at, 0, list[at] ?? '')),
  (random, text) => change(text, random, (list, at) => list.splice(at, 0, random.pick(insertions))),
  (random, text) => change(text, random, (list, at) => list.splice(at, 1, random.pick(insertions))),
  (random, text, words) => change(text, random, (list, at) => list.splice(at, 0, random.pick([...words, 'x']))),
  (random, text) =>
    change(text, random, (list, at) => {
      const other = random.below(list.length);
      [list[at], list[other]] = [list[other] ?? '', list[at] ?? ''];
    }),
  (random, text) => change(text, random, (list, at) => list.splice(at, 0, '<div>'.repeat(random.below(400)))),
  (random, text) =>
    change(text, random, (list, at) =>
      list.splice(at, 0, random.pick(['<a>', '<b id=1>', '</p>', '<br>', 'x<']).repeat(20_000)),
    ),
  (random, text) => text.replaceAll(/"([^"<>]*)"/g, () => random.pick([`'x'`, '""', 'x', '"x"'])),
  (random, text) => random.pick([text.toUpperCase(), text.replaceAll('"', ''), text.replaceAll('=', ' = ')]),
  (random, text) =>
    `${random.pick(['<!--', '<template>', '<textarea>', '<script>', '<title>', '\ufeff', '<pre>'])}${text}`,
  (_random, text) => `${text}${text}`,
];

/** Bends a page by its tags, or by its bytes; `words` are put in as texts. */
export function bendHtml(random: Random, text: string, words: readonly string[]): Buffer {
  let bent = text;
  const times = 1 + random.below(3);
  for (let time = 0; time < times; time += 1) bent = random.pick(bends)(random, bent, words);
  return random.chance(0.15) ? bendBytes(random, Buffer.from(bent)) : Buffer.from(bent);
}
