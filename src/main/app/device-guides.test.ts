import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { guideFileSchema } from '../../shared/device-guide.ts';
import { scratchHome } from '../apps/apps.test-kit.ts';
import { mailApps } from '../apps/registry.ts';
import { readCatalogue } from './catalogue.ts';
import { guideOfKind, readDeviceGuides } from './device-guides.ts';

const catalogue = readCatalogue();
const guides = readDeviceGuides();
const all = [...guides.values()];

describe('the guides to the devices', () => {
  it('are one file for each kind of the catalogue, and no more', () => {
    const files = readdirSync(new URL('../../../resources/guides/', import.meta.url));
    expect(files.toSorted()).toEqual(catalogue.map(({ kind }) => `${kind}.json`).toSorted());
    expect([...guides.keys()].map((kind) => `${kind}.json`).toSorted()).toEqual(files.toSorted());
    expect(all.length).toBeGreaterThan(30);
  });

  it.each(all)('$kind speaks of the sides that such a device has', ({ kind, words }) => {
    const facts = catalogue.find((each) => each.kind === kind);
    for (const said of Object.values(words).filter((each) => each !== undefined)) {
      expect(said.receiving.length > 0).toBe(facts?.usually !== 'none');
      expect(said.sending.length > 0).toBe(facts?.sends);
    }
  });

  it.each(all)('$kind is in whole sentences, each said once, without dashes between words', ({ words }) => {
    for (const said of Object.values(words).filter((each) => each !== undefined)) {
      const { receiving, sending, pause, missed, note } = said;
      const sentences = [...receiving, ...sending, ...pause, missed, ...(note === undefined ? [] : [note])];
      for (const sentence of sentences) {
        expect(sentence).toMatch(/^(?:[A-Z]|“[A-Z]).*[.!”]$/);
        expect(sentence).not.toMatch(/ [-–—] /);
        expect(sentence.trim()).toBe(sentence);
      }
      for (const steps of [receiving, sending, pause]) expect(new Set(steps).size).toBe(steps.length);
    }
  });

  it.each(all)('$kind was not checked in the future', ({ checked }) => {
    expect(Date.parse(checked.on)).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(checked.on)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  it('fall back to the one for everything else', () => {
    expect(guideOfKind(guides, 'iphone').kind).toBe('iphone');
    expect(guideOfKind(guides, 'a-former-kind').kind).toBe('other');
  });
});

describe('a file that does not fit', () => {
  const words = { receiving: ['Open {host}.'], sending: [], pause: ['Close {address}.'], missed: 'It asks.' };
  const good = {
    kind: 'other',
    checked: { how: 'documentation', on: '2026-11-22', sources: ['https://help.example/'] },
    words: { en: words },
  };
  const withWords = (changes: object) => ({ ...good, words: { en: { ...words, ...changes } } });
  const withCheck = (changes: object) => ({ ...good, checked: { ...good.checked, ...changes } });

  it('is told from one that does', () => {
    expect(guideFileSchema.safeParse(good).success).toBe(true);
    expect(guideFileSchema.safeParse(withCheck({ how: 'general', sources: [] })).success).toBe(true);
  });
  it.each([
    ['names a place that nobody fills', withWords({ receiving: ['Open {password}.'] })],
    ['has half a place', withWords({ receiving: ['Open {host.'] })],
    ['has half a place at the end', withWords({ missed: 'It asks}.' })],
    ['names a server where none is meant', withWords({ pause: ['Close {host}.'] })],
    ['has too many steps', withWords({ sending: Array.from({ length: 7 }, (_, index) => `Step ${index}.`) })],
    ['has too long a step', withWords({ receiving: ['x'.repeat(201)] })],
    ['does not say how to pause', withWords({ pause: [] })],
    ['says more than is known', withWords({ video: 'https://help.example/' })],
    ['has no English', { ...good, words: { de: words } }],
    ['has a language that nobody knows', { ...good, words: { en: words, tlh: words } }],
    ['names no source', withCheck({ sources: [] })],
    ['names a source without encryption', withCheck({ sources: ['http://help.example/'] })],
    ['has no day', withCheck({ on: '2026-13-40' })],
  ])('%s', (_, file) => {
    expect(guideFileSchema.safeParse(file).success).toBe(false);
  });
});

describe('apps on this computer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyround-guides-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const known = new Set(catalogue.map(({ kind }) => kind));
  it.each(mailApps(scratchHome(folder)).map(({ manifest }) => manifest))(
    '$id is of a kind that has a guide',
    (manifest) => {
      expect(known).toContain(manifest.clientKind);
    },
  );
});
