import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type Exchange, faultsOfAnswer, faultsOfRequest, readCalls } from '../kits/described-calls.ts';
import { vendorDisagreements } from '../kits/vendor-calls.ts';

const providers = 'src/main/providers';
const files = readdirSync(providers, { withFileTypes: true })
  .map((entry) => join(providers, entry.name, 'calls.json'))
  .filter((file) => existsSync(file));

it.each(files)('%s says where each of its calls is known from, and is used', (file) => {
  expect(Object.keys(readCalls(pathToFileURL(file)).paths).length).toBeGreaterThan(0);
  const judged = readFileSync(file.replace('calls.json', 'contract.test.ts'), 'utf8');
  expect(judged).toContain("calls: new URL('./calls.json', import.meta.url)");
});

const template = join(providers, '_template', 'calls.json');
const good = readFileSync(template, 'utf8');
const document = readCalls(pathToFileURL(template));

it.each<[string, (text: string) => string]>([
  ['a call has none', (text) => text.replace('"x-source": ["server"],', '')],
  ['one is not listed', (text) => text.replace('"x-source": ["server"]', '"x-source": ["somewhere"]')],
  [
    'one is of nothing',
    (text) => text.replace('"x-sources": {', '"x-sources": { "other": { "url": "https://example.test/" },'),
  ],
  ['one is a file that is not there', (text) => text.replace('contract.test.ts', 'nothing.ts')],
])('refuses a description where of its sources %s', (_, break_) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyround-calls-'));
  try {
    const file = join(folder, 'calls.json');
    writeFileSync(file, break_(good));
    expect(readFileSync(file, 'utf8')).not.toBe(good);
    expect(() => readCalls(pathToFileURL(file))).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const json = new Map([['content-type', 'application/json']]);
const exchange: Exchange = {
  method: 'POST',
  target: '/password',
  headers: new Map([...json, ['authorization', 'Bearer x']]),
  body: '{"address":"a@example.test","password":"x"}',
  status: 200,
  answerHeaders: json,
  answer: '{"changed":true}',
};

it('finds nothing wrong with what is as described', () => {
  expect([...faultsOfRequest(document, exchange), ...faultsOfAnswer(document, exchange)]).toEqual([]);
});

it.each<[string, Partial<Exchange>]>([
  ['another method', { method: 'PUT' }],
  ['another path', { target: '/password/x' }],
  ['a query', { target: '/password?x=1' }],
  ['a missing header', { headers: json }],
  ['a header that is otherwise', { headers: new Map([...json, ['authorization', 'Basic x']]) }],
  ['another type', { headers: new Map([['authorization', 'Bearer x']]) }],
  ['a field too much', { body: '{"address":"a@example.test","password":"x","more":1}' }],
  ['a field that is missing', { body: '{"address":"a@example.test"}' }],
  ['a field of another kind', { body: '{"address":"a@example.test","password":1}' }],
])('finds a request that is not as described: %s', (_, changed) => {
  expect(faultsOfRequest(document, { ...exchange, ...changed })).not.toEqual([]);
});

it.each<[string, Partial<Exchange>]>([
  ['another status', { status: 201 }],
  ['another type', { answerHeaders: new Map() }],
  ['another body', { answer: '{"changed":false}' }],
])('finds an answer that is not as described: %s', (_, changed) => {
  expect(faultsOfAnswer(document, { ...exchange, ...changed })).not.toEqual([]);
});

/** A vendor's document of the one call, which says `type` of its field `password` and of the answer's `changed`. */
const vendorOf = (asked: string, said: string) => ({
  paths: {
    '/v1/password': {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Asked' } } } },
        responses: { '200': { $ref: '#/components/responses/Said' } },
      },
    },
  },
  components: {
    schemas: { Asked: { type: 'object', properties: { password: { type: asked } } } },
    responses: {
      Said: { content: { 'application/json': { schema: { properties: { changed: { type: said } } } } } },
    },
  },
});

const stated = (vendor: unknown) => {
  const text = good.replace(/("Sets[\s\S]*?"x-vendor": )null/, (_, before: string) => before + JSON.stringify(vendor));
  const folder = mkdtempSync(join(tmpdir(), 'keyround-calls-'));
  try {
    writeFileSync(join(folder, 'calls.json'), text);
    return readCalls(pathToFileURL(join(folder, 'calls.json')));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const path = '/v1/password';

it.each<[string, unknown, ReturnType<typeof vendorOf>, number]>([
  ['it agrees', { path, differs: {} }, vendorOf('string', 'boolean'), 0],
  ['the request differs', { path, differs: {} }, vendorOf('integer', 'boolean'), 1],
  ['the request differs, as is said', { path, differs: { request: 'why' } }, vendorOf('integer', 'boolean'), 0],
  ['the answer differs', { path, differs: {} }, vendorOf('string', 'integer'), 1],
  ['the answer differs, as is said', { path, differs: { '200': 'why' } }, vendorOf('string', 'integer'), 0],
  [
    'both agree, against what is said',
    { path, differs: { request: 'a', '200': 'b' } },
    vendorOf('string', 'boolean'),
    2,
  ],
  ['it does not know the call', { path: '/v2/password', differs: {} }, vendorOf('string', 'boolean'), 1],
  ['it does not know the call, as is said', null, vendorOf('string', 'boolean'), 0],
])('compares with the vendor’s own document: %s', (_, vendor, own, disagreements) => {
  expect(vendorDisagreements(stated(vendor), own, exchange)).toHaveLength(disagreements);
});
