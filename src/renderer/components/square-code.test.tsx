import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SquareCode } from './square-code.tsx';

const rows = ['1101', '0000', '1011', '0111'];
const drawn = renderToStaticMarkup(<SquareCode rows={rows} label="A code" />);

it('draws exactly the dark squares, with a light border of four around them', () => {
  const path = / d="([^"]+)"/.exec(drawn)?.[1] ?? '';
  const dark = new Set<string>();
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(back).toBe(width);
    for (let at = 0; at < Number(width); at += 1) dark.add(`${Number(x) + at} ${y}`);
  }
  const wanted = rows.flatMap((row, y) => [...row].flatMap((one, x) => (one === '1' ? [`${x + 4} ${y + 4}`] : [])));
  expect([...dark].toSorted()).toEqual(wanted.toSorted());
  expect(drawn).toContain('viewBox="0 0 12 12"');
});

it('is dark on white in every theme, and says what it is', () => {
  expect(drawn).toContain('<rect width="12" height="12" fill="#fff"></rect>');
  expect(drawn).toContain('fill="#000"');
  expect(drawn).toContain('role="img" aria-label="A code"');
});
