import { linesOf, type Span, spanText, trimmed } from '../byte-text.ts';

/** One key with its value as it stands; `whole` is false where it goes on over lines or is cut by a mark that is a comment in some versions. */
export interface Key extends Span {
  readonly whole: boolean;
}

export type GoSection = ReadonlyMap<string, Key>;

/** A file as aerc's reader has it (`go-ini`): the last of several equal keys counts; null where it would refuse the file. */
export function goIni(text: string): ReadonlyMap<string, GoSection> | null {
  const sections = new Map<string, Map<string, Key>>();
  let current = new Map<string, Key>();
  let until: ((line: string) => boolean) | null = null;
  for (const line of linesOf(text)) {
    const words = trimmed(text, line, ' \t\r\v\f');
    const said = spanText(text, words);
    const skipped: boolean = until !== null || /^(?:[#;]|$)/.test(said);
    if (until?.(said)) until = null;
    if (skipped) continue;
    const [, header, key] = /^(?:\[(.*)\]|([^[=:][^=:]*|)[=:])/.exec(said) ?? [];
    if (header !== undefined) {
      current = sections.get(header) ?? new Map();
      sections.set(header, current);
    } else if (key !== undefined) {
      const value = trimmed(text, { from: words.from + key.length + 1, to: words.to });
      until = ending(spanText(text, value));
      current.set(key.trimEnd(), keyAt(text, value, until === null));
    } else return null;
  }
  return sections;
}

function keyAt(text: string, value: Span, ends: boolean): Key {
  const place = withoutComment(text, value);
  return { ...place, whole: ends && !/^(?:"""|`)|[#;]/.test(spanText(text, place)) };
}

/** Whether more lines belong to this value, and how its end is told. */
function ending(value: string): ((line: string) => boolean) | null {
  const [quote] = /^(?:"""|`)/.exec(value) ?? [];
  if (quote !== undefined) {
    const closed = value.lastIndexOf(quote) > 0;
    return closed ? null : (line) => line.includes(quote);
  }
  return value.endsWith('\\') ? (line) => !line.endsWith('\\') : null;
}

/** Without a comment behind it and without quotes around all of it. */
function withoutComment(text: string, value: Span): Span {
  const comment = spanText(text, value).search(/[ \t][#;]/);
  const said = comment < 0 ? value : trimmed(text, { from: value.from, to: value.from + comment });
  const quoted = /^(["'])(?:(?!\1).)*\1$/.test(spanText(text, said));
  return quoted ? { from: said.from + 1, to: said.to - 1 } : said;
}
