import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * The test runtime is Electron 25: Chromium 114 and Node 18.15. The compiler's `lib` keeps newer JavaScript out; of the
 * web and of CSS it knows the newest. These are the names that came later and are easily reached for. Each rule finds its
 * own sample, because a search that finds nothing passes everything.
 */
const newer: readonly { readonly since: string; readonly pattern: RegExp; readonly sample: string }[] = [
  { since: 'Chromium 120', pattern: /\bURL\.(canParse|parse)\(/, sample: 'URL.canParse(text)' },
  { since: 'Chromium 116', pattern: /\bAbortSignal\.any\b/, sample: 'AbortSignal.any([a, b])' },
  { since: 'Chromium 119', pattern: /\bPromise\.(withResolvers|try)\b/, sample: 'Promise.withResolvers()' },
  { since: 'Chromium 121', pattern: /\bArray\.fromAsync\b/, sample: 'Array.fromAsync(rows)' },
  { since: 'Chromium 117', pattern: /\b(Object|Map)\.groupBy\b/, sample: 'Map.groupBy(rows, by)' },
  { since: 'Chromium 134', pattern: /\b(using|await using) \w+ =/, sample: 'using file = open()' },
  { since: 'Chromium 135', pattern: /\b(command|commandfor)=/, sample: '<button commandfor="menu">' },
  { since: 'Chromium 123', pattern: /light-dark\(/, sample: 'color: light-dark(#fff, #000)' },
  { since: 'Chromium 123', pattern: /field-sizing\s*:/, sample: 'field-sizing: content' },
  { since: 'Chromium 117', pattern: /@starting-style\b/, sample: '@starting-style { }' },
  { since: 'Chromium 118', pattern: /@scope\b/, sample: '@scope (.card) { }' },
  { since: 'Chromium 119', pattern: /\b(rgb|hsl|oklch)\(from /, sample: 'rgb(from red r g b)' },
  { since: 'Chromium 125', pattern: /anchor-name\s*:|position-area\s*:/, sample: 'anchor-name: --menu' },
  { since: 'Chromium 117', pattern: /text-wrap\s*:\s*pretty/, sample: 'text-wrap: pretty' },
];
/** Nested rules without `&` came with Chromium 120; the style sheets here do not nest at all. */
const nested = /\{[^{}@]*\{/;

function filesIn(folder: string, ends: RegExp): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name) && !/\.test(-kit)?\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

const root = join(import.meta.dirname, '..', '..');
const product = filesIn(join(root, 'src'), /\.(ts|tsx|css)$/);

describe('what came after the oldest runtime', () => {
  it.each(newer)('is not used: $sample ($since)', ({ pattern, sample }) => {
    expect(sample).toMatch(pattern);
    expect(product.filter(({ text }) => pattern.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('is not used: nested style rules', () => {
    const outside = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@[^{;]*\{/g, '');
    expect(outside('.card { color: red; .title { color: blue } }')).toMatch(nested);
    const sheets = product.filter(({ name }) => name.endsWith('.css'));
    expect(sheets.length).toBeGreaterThan(5);
    expect(sheets.filter(({ text }) => nested.test(outside(text))).map(({ name }) => name)).toEqual([]);
  });
});
