import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { practiceSeed } from '../practice/seed.ts';
import { startPractice } from '../practice/service.ts';
import { readCatalogue } from './catalogue.ts';
import { systemClock } from './system.ts';

it('holds every file of the folder, named after its kind, with the catch-all last', () => {
  const files = readdirSync(new URL('../../../resources/clients', import.meta.url));
  const kinds = readCatalogue().map(({ kind }) => kind);
  expect(kinds.map((kind) => `${kind}.json`).sort()).toEqual(files.sort());
  expect(kinds.at(-1)).toBe('other');
});

it('knows every kind that the practice mailboxes use', async () => {
  const kinds = new Set(readCatalogue().map(({ kind }) => kind));
  const service = await startPractice({ clock: systemClock });
  try {
    const used = practiceSeed(service).flatMap(({ clients }) => clients.map(({ kind }) => kind));
    expect(used.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(used.length).toBeGreaterThan(5);
  } finally {
    await service.stop();
  }
});

it('knows every device and app that people were promised', () => {
  const kinds = readCatalogue().map(({ kind }) => kind);
  const promised = [
    ...['iphone', 'apple-mail', 'gmail-app', 'samsung-email', 'thunderbird-mobile', 'outlook-classic', 'outlook-new'],
    ...['outlook-mac', 'outlook-mobile', 'windows-mail', 'em-client', 'the-bat', 'spark', 'bluemail', 'scanner'],
    ...['website-form', 'crm', 'fetching-mailbox', 'backup'],
  ];
  expect(kinds).toEqual(expect.arrayContaining(promised));
});
