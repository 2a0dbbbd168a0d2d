import { type Span, textBegins } from '../byte-text.ts';

/** A word of a fetchmailrc. Quoted, or after a word that wants a name, it is never a keyword. */
export interface Token extends Span {
  readonly value: string;
  readonly quote: '"' | "'" | '';
  readonly keyword: boolean;
}

/**
 * The words of a fetchmailrc, as fetchmail's own scanner has them (`rcfile_l.l`): the longest match wins, so quotes count
 * only where the whole word is quoted; `#` is a comment only at the beginning of a word and on a line that ends.
 */
export function* tokensOf(text: string): Generator<Token> {
  let state: 'any' | 'name' | 'kind' = 'any';
  // A comment is looked for only where a line ends, or every `#` behind the last end would be a long way.
  const lastEnd = text.lastIndexOf('\n');
  for (let at = textBegins(text); at < text.length; ) {
    const char = text.charAt(at);
    if (between.includes(char)) {
      if (char === '=') state = 'name';
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, { keyword: state === 'any', comment: at <= lastEnd });
    at = Math.max(token.to, at + 1);
    if (token.from === token.to) continue;
    yield token;
    state = token.keyword ? nextState(token.value) : 'any';
  }
}

/** What stands between words and is none. */
const between = ' \t\r\n=;:,';

function nextState(keyword: string): 'any' | 'name' | 'kind' {
  if (/^(user(name)?|pass(word)?|is|to)$/.test(keyword)) return 'name';
  return /^(pre)?auth(enticate)?$/.test(keyword) ? 'kind' : 'any';
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

interface May {
  readonly keyword: boolean;
  readonly comment: boolean;
}

function tokenAt(text: string, from: number, { keyword, comment: ends }: May): Token {
  const quoted = match(/"[^"]*"|'[^']*'/y, text, from);
  const word = match(/[^=;:, \t\r\n]+/y, text, from);
  const comment = ends ? match(/(?:#[^\n]*)?\\?\n/y, text, from) : '';
  const nothing = { value: '', quote: '' as const, keyword: false };
  if (comment.length > word.length && comment.length > quoted.length) {
    return { ...nothing, from: from + comment.length, to: from + comment.length };
  }
  if (quoted !== '' && quoted.length >= word.length) {
    const quote = quoted.startsWith('"') ? '"' : "'";
    return { from, to: from + quoted.length, value: unescaped(quoted.slice(1, -1)), quote, keyword: false };
  }
  if (word !== '') {
    const value = keyword ? word : unescaped(word);
    return { from, to: from + word.length, value, quote: '', keyword };
  }
  return { ...nothing, from, to: from };
}

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', r: '\r', '\n': '' };

/** Undoes backslashes: up to two hexadecimal digits after `x`, up to three octal ones after 0, else three decimal ones. */
export function unescaped(raw: string): string {
  const backslashed = /\\(?:[xX]([0-9a-fA-F]{0,2})|(0[0-7]{0,2})|([1-9][0-9]{0,2})|(.))|\\$/gs;
  return raw.replace(backslashed, (_whole, hex?: string, octal?: string, decimal?: string, char?: string) => {
    if (hex !== undefined) return byte(hex === '' ? 0 : Number.parseInt(hex, 16));
    if (octal !== undefined) return byte(Number.parseInt(octal, 8));
    if (decimal !== undefined) return byte(Number(decimal));
    return char === undefined ? '' : (letters[char] ?? char);
  });
}

const byte = (code: number): string => String.fromCharCode(code & 0xff);
