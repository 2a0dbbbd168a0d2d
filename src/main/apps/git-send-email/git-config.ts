import { type Span, textBegins } from '../byte-text.ts';

/** One variable with the bytes it means; its place is all that stands for the value, quotes and all. */
export interface GitValue extends Span {
  /** `section.sub.name` as Git has it: everything but the middle in small letters. */
  readonly name: string;
  readonly value: string;
  readonly quoted: boolean;
}

/** A file as Git's own reader has it (`config.c`): every variable in order; null where Git would refuse the file. */
export function gitConfig(text: string): GitValue[] | null {
  const values: GitValue[] = [];
  let section: string | null = null;
  for (let at = afterNothing(text, textBegins(text)); at < text.length; ) {
    const next: Statement | null = statementAt(text, at, section);
    if (!next) return null;
    if ('section' in next) section = next.section;
    else if (next.named) values.push(next.named);
    at = afterNothing(text, next.to);
  }
  return values;
}

type Statement =
  | { readonly section: string; readonly to: number }
  | { readonly named: GitValue | null; readonly to: number };

function statementAt(text: string, at: number, section: string | null): Statement | null {
  if (text[at] === '[') return sectionAt(text, at);
  return section === null ? null : variableAt(text, at, section);
}

/** Behind blanks, empty lines and comments. */
function afterNothing(text: string, at: number): number {
  const nothing = /(?:[ \t\r\v\f\n]+|[#;][^\n]*)*/y;
  nothing.lastIndex = at;
  return at + (nothing.exec(text)?.[0].length ?? 0);
}

function sectionAt(text: string, at: number): { readonly section: string; readonly to: number } | null {
  const header = /\[([-.a-zA-Z0-9]+)(?:[ \t]+"((?:[^"\\\n]|\\[^\n])*)")?\]/y;
  header.lastIndex = at;
  const found = header.exec(text);
  if (!found) return null;
  const [whole, section = '', sub] = found;
  const middle = sub === undefined ? '' : `${sub.replace(/\\(.)/g, '$1')}.`;
  return { section: `${section.toLowerCase()}.${middle}`, to: at + whole.length };
}

function variableAt(text: string, at: number, section: string): { named: GitValue | null; to: number } | null {
  const head = /([a-zA-Z][-a-zA-Z0-9]*)[ \t]*(=?)/y;
  head.lastIndex = at;
  const found = head.exec(text);
  if (!found) return null;
  const [whole, key = '', equals] = found;
  const name = section + key.toLowerCase();
  const from = at + whole.length;
  // Without a value it is a switch.
  if (equals === '')
    return /^[ \t\r]*(?:[#;\n]|$)/.test(text.slice(from, from + 80)) ? { named: null, to: from } : null;
  const value = valueAt(text, from);
  return value && { named: { ...value, name }, to: value.end };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '"': '"', '\\': '\\' };

interface Piece extends Span {
  readonly bytes: string;
  readonly blank: boolean;
}

/** One byte of a value, or what a backslash makes of the next one; null where Git would stop. */
function pieceAt(text: string, from: number, open: boolean): Piece | null {
  const char = text.charAt(from);
  if (char === '"') return { from, to: from + 1, bytes: '', blank: false };
  if (char !== '\\') return { from, to: from + 1, bytes: char, blank: !open && ' \t\r\v\f'.includes(char) };
  const next = /^\r?\n/.exec(text.slice(from + 1, from + 3))?.[0] ?? text.charAt(from + 1);
  const bytes = next.endsWith('\n') ? '' : escapes[next];
  return bytes === undefined ? null : { from, to: from + 1 + next.length, bytes, blank: false };
}

/** Longest value; a longer one is nobody's settings, and each byte of it takes room. */
const longestValue = 10_000;

/** A value up to a comment or the end of the line. Quotes may open and close anywhere in it. */
function piecesAt(text: string, begin: number): Piece[] | null {
  const pieces: Piece[] = [];
  let open = false;
  for (let at = begin; at < text.length && text[at] !== '\n'; ) {
    if (!open && '#;'.includes(text.charAt(at))) break;
    if (text[at] === '"') open = !open;
    const piece = pieceAt(text, at, open);
    if (!piece || pieces.length >= longestValue) return null;
    pieces.push(piece);
    at = piece.to;
  }
  return open ? null : pieces;
}

/** Blanks outside of quotes do not count at either end. */
function valueAt(text: string, begin: number): (Omit<GitValue, 'name'> & { readonly end: number }) | null {
  const pieces = piecesAt(text, begin);
  if (!pieces) return null;
  const last = pieces.at(-1)?.to ?? begin;
  const first = pieces.findIndex(({ blank }) => !blank);
  const kept = pieces.slice(Math.max(first, 0), pieces.findLastIndex(({ blank }) => !blank) + 1);
  const from = kept[0]?.from ?? last;
  const end = text.indexOf('\n', last);
  return {
    from,
    to: kept.at(-1)?.to ?? from,
    value: kept.map(({ bytes }) => bytes).join(''),
    quoted: text[from] === '"',
    end: end < 0 ? text.length : end,
  };
}
