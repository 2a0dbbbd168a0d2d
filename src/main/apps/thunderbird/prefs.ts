/** Settings of a profile by key. */
export type Prefs = ReadonlyMap<string, string | number | boolean>;

const mostPrefs = 50_000;
/** A comment, or one whole setting; whatever else stands there is passed over. */
const piece =
  /\/\/[^\n\r]*|#[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)|\buser_pref\s*\(\s*("(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')\s*,\s*("(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|true|false|[+-]?\d{1,15})\s*\)\s*;/g;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', '"': '"', "'": "'", '\\': '\\' };

function textOf(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, two?: string, four?: string, one?: string) => {
      const code = two ?? four;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return escapes[one ?? ''] ?? `\\${one}`;
    });
}

function readValue(word: string): string | number | boolean {
  if (word.startsWith('"') || word.startsWith("'")) return textOf(word);
  return word === 'true' || word === 'false' ? word === 'true' : Number(word);
}

/**
 * Reads a `prefs.js`: lines such as `user_pref("mail.server.server1.port", 993);`, which are never run. What is not such a
 * line is passed over, as Thunderbird does with a line it cannot read; of two for one key the later one counts.
 */
export function readPrefs(source: string): Prefs {
  const prefs = new Map<string, string | number | boolean>();
  for (const [, key, value] of source.matchAll(piece)) {
    if (key !== undefined && value !== undefined && prefs.size < mostPrefs) prefs.set(textOf(key), readValue(value));
  }
  return prefs;
}
