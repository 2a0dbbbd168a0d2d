import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleSuite } from '../child/bundle.ts';
import { cellAt, cellCount } from './cells.ts';
import { plantedBugs } from './planted-bugs.ts';

const folder = fileURLToPath(new URL('../../../.cache/planted-network', import.meta.url));
const suite = new URL('./suite.ts', import.meta.url);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Imports a bundle of the suite. */
async function planted(path: string): Promise<typeof import('./suite.ts')> {
  return await import(/* @vite-ignore */ pathToFileURL(path).href);
}

describe('a bug planted in what talks to servers', () => {
  it.each(plantedBugs)(
    'is caught: $name',
    async ({ plant, shows, says }) => {
      mkdirSync(folder, { recursive: true });
      const { runPlaces } = await planted(await bundleSuite(suite, folder, [plant]));
      const places = Array.from({ length: cellCount }, (_none, place) => place).filter((place) => shows(cellAt(place)));
      expect((await runPlaces(places, 1)).join('\n')).toMatch(says);
    },
    60_000,
  );

  it('stands in the list for readers, with the suite that catches it', () => {
    const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name } of plantedBugs) expect(page).toContain(`| ${name} | network |`);
  });
});
