import { expect, it } from 'vitest';
import { cellAt, cellCount, faults, phases, sampledPlaces } from './cells.ts';
import { runPlaces } from './suite.ts';

it('has every fault at every phase of every service three times', () => {
  const cells = Array.from({ length: cellCount }, (_, place) => cellAt(place));
  expect(cells).toHaveLength(1_008);
  expect(new Set(cells.map(({ fault, phase, service }) => `${fault} ${phase} ${service}`)).size).toBe(336);
});

it('gives every fault at every phase its right class, with one sign-in at most', async () => {
  const places = sampledPlaces();
  expect(new Set(places.map(cellAt).map(({ fault, phase }) => `${fault} ${phase}`)).size).toBe(
    faults.length * phases.length,
  );
  expect(await runPlaces(places, 20_261_122)).toEqual([]);
}, 120_000);
