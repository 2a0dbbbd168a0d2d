import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/** Where Node looks for a package from inside another one, nearest folder first. */
function placesFor(name: string, from: string): readonly string[] {
  const inside = `${from}/node_modules/${name}`;
  const parent = from.lastIndexOf('/node_modules/');
  return parent < 0 ? [inside, `node_modules/${name}`] : [inside, ...placesFor(name, from.slice(0, parent))];
}

// npm leaves out what the registry in use does not offer, and then `npm ci` fails on every machine.
it('the lock file names the packages of every platform, also of those it was not written on', () => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !placesFor(name, path).some((place) => packages[place])),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
