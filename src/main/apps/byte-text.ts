/**
 * A file as text in which every character is one byte (ISO 8859-1). Places in it are places in the file, whatever the file
 * is written in, and what is not understood is kept as it is.
 */
export const byteText = (bytes: Buffer): string => bytes.toString('latin1');

export const bytesOfText = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The words that stand in such a text, or null if they are not UTF-8. */
export function wordsIn(text: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOfText(text));
  } catch {
    return null;
  }
}

/** Words as such a text. */
export const inBytes = (words: string): string => Buffer.from(words, 'utf8').toString('latin1');

/** A part of a text: from its first character up to, and without, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const spanText = (text: string, { from, to }: Span): string => text.slice(from, to);

/** The text without this part, and `by` in its place. */
export const withSpan = (text: string, { from, to }: Span, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** A mark that some editors put in front of UTF-8; no program that is known here takes it for a word. */
export const textBegins = (text: string): number => (text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0);

/** Every line without its end. `lone`: a carriage return by itself ends a line too, as Python has it. */
export function linesOf(text: string, lone = false): Span[] {
  const ends = lone ? /\r\n|\r|\n/g : /\r?\n/g;
  const lines: Span[] = [];
  let from = textBegins(text);
  for (const end of text.matchAll(ends)) {
    if (end.index < from) continue;
    lines.push({ from, to: end.index });
    from = end.index + end[0].length;
  }
  if (from < text.length) lines.push({ from, to: text.length });
  return lines;
}

/** A part without the blanks around it; `blanks` are single bytes. */
export function trimmed(text: string, span: Span, blanks = ' \t'): Span {
  let { from, to } = span;
  while (from < to && blanks.includes(text.charAt(from))) from += 1;
  while (from < to && blanks.includes(text.charAt(to - 1))) to -= 1;
  return { from, to };
}

/** Which line a place is in, counted from 1. */
export const lineNumber = (text: string, at: number): number => text.slice(0, at).split('\n').length;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether something in it would end a line or be taken for an order; such a password is written nowhere. */
export const hasControls = (words: string): boolean => controls.test(words);
