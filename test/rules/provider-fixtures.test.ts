import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createProviders } from '../../src/main/providers/registry.ts';
import { differences, readFixture } from '../kits/provider-fixture.ts';

const providers = 'src/main/providers';
const folders = readdirSync(providers, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(providers, entry.name, 'contract.test.ts')))
  .map(({ name }) => name);

it.each(folders)('%s has fixtures whose every field has a source', (name) => {
  const fixtures = readdirSync(join(providers, name)).filter((file) => /^fixture.*\.json$/.test(file));
  expect(fixtures.length).toBeGreaterThan(0);
  for (const file of fixtures) {
    expect(readFixture(pathToFileURL(join(providers, name, file))).changes.length).toBeGreaterThan(0);
  }
});

it('whoever was checked on a live server is tried on one in the integration tests', () => {
  const live = createProviders({ practice: null }).filter(({ manifest }) => manifest.checked.how === 'live-server');
  expect(live.length).toBeGreaterThan(0);
  for (const { manifest } of live) {
    const file = join('test', 'integration', `${manifest.id}.test.ts`);
    expect(existsSync(file) && readFileSync(file, 'utf8').includes('testProvider('), file).toBe(true);
  }
});

const good = readFileSync(join(providers, '_template', 'fixture.json'), 'utf8');

it.each<[string, (text: string) => string]>([
  ['a field has none', (text) => text.replace(/("is": "POST"),\s*"from": "server"/, '$1')],
  ['a field has an empty one', (text) => text.replace('"from": "server"', '"from": ""')],
  ['one is not listed', (text) => text.replace('"from": "server"', '"from": "somewhere"')],
  [
    'one is of nothing',
    (text) => text.replace('"sources": {', '"sources": { "other": { "url": "https://example.test/" },'),
  ],
  ['one is a file that is not there', (text) => text.replace('contract.test.ts', 'nothing.ts')],
  [
    'one is no commit',
    (text) => text.replace(/\{\s*"file": [^}]+\}/, '{ "repository": "a/b", "commit": "main", "path": "c" }'),
  ],
  ['one is a page in the clear', (text) => text.replace(/\{\s*"file": [^}]+\}/, '{ "url": "http://example.test/" }')],
])('refuses a fixture where of its sources %s', (_, break_) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyround-fixture-'));
  try {
    const file = join(folder, 'fixture.json');
    writeFileSync(file, good);
    expect(() => readFixture(pathToFileURL(file))).not.toThrow();
    writeFileSync(file, break_(good));
    expect(readFileSync(file, 'utf8')).not.toBe(good);
    expect(() => readFixture(pathToFileURL(file))).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('what came', () => {
  const text = (is: string) => ({ is, from: 'server' });
  const came = (format: 'form' | 'xml', fields: readonly string[], body: string) =>
    differences(
      {
        ...{ method: text('POST'), path: text('/'), headers: {} },
        body: { format, fields: Object.fromEntries(fields.map((name) => [name, text('{next}')])) },
      },
      { method: 'POST', target: '/', headers: new Map(), body },
      { address: '', local: '', domain: '', current: '', next: 'new', credential: '' },
    );

  it.each<[string, 'form' | 'xml', string, string, string]>([
    ['a form', 'form', 'a', 'a=new', 'a=new&a=new'],
    ['a form, the first of them another', 'form', 'a', 'a=new', 'a=old&a=new'],
    ['XML', 'xml', 'r/a', '<r><a>new</a></r>', '<r><a>new</a><a>new</a></r>'],
  ])('is not taken for one field where it was sent twice: %s', (_, format, name, once, twice) => {
    expect(came(format, [name], once)).toEqual([]);
    expect(came(format, [name], twice)).toContain(`${name}: came more than once`);
    expect(came(format, [name, 'other'], once)).toHaveLength(1);
    expect(came(format, [], once)).toEqual([`${name}: not in the fixture`]);
  });
});
