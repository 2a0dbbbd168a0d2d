import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { readXml, type XmlElement } from '../../src/main/providers/xml.ts';
import { providerFailureCodeSchema } from '../../src/shared/failures.ts';
import type { HeardRequest } from './heard-requests.ts';

/*
 * A provider's `fixture.json`: what goes over the wire, field by field, each with the name of the source that it is known
 * from. In texts `{address}`, `{local}`, `{domain}`, `{current}`, `{next}` and `{credential}` stand for the case's own and
 * `{any}` for what the server chose; in bytes they stand for the hexadecimal of the same.
 */

const repository = new URL('../../', import.meta.url);

/** Where a fact is known from. */
export const sourceSchema = z.union([
  z.strictObject({
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    commit: z.string().regex(/^[0-9a-f]{40}$/),
    path: z.string().min(1),
  }),
  z.strictObject({ url: z.url({ protocol: /^https$/ }) }),
  // Of this repository: only for what is made here.
  z.strictObject({ file: z.string().refine((path) => existsSync(fileURLToPath(new URL(path, repository)))) }),
]);

const sourced = <S extends z.ZodType>(is: S) => z.strictObject({ is, from: z.string().min(1) });
const textSchema = sourced(z.string());
const valueSchema = sourced(z.union([z.string(), z.number(), z.boolean(), z.null()]));

const httpSchema = z.strictObject({
  method: textSchema,
  /** With the query. */
  path: textSchema,
  /** Those with a meaning for the server, names in lower case. */
  headers: z.record(z.string().regex(/^[a-z0-9_-]+$/), textSchema),
  /** Every field, and no other; fields inside fields are written `outer/inner`. Null: no body. */
  body: z
    .strictObject({ format: z.enum(['json', 'form', 'xml']), fields: z.record(z.string(), valueSchema) })
    .nullable(),
});
/** Bytes in hexadecimal that follow each other in the request that changes the password, perhaps with others between. */
const bytesSchema = z.strictObject({ bytes: z.array(sourced(z.string().regex(/^([0-9a-f ]|\{\w+\})+$/))).min(1) });

const answerSchema = z.strictObject({
  name: z.string().min(1),
  mode: z.enum(['self', 'admin']),
  status: sourced(z.int()),
  headers: z.record(z.string(), textSchema),
  body: textSchema,
  /** An answer that says yes is no case for this list: the server behind it would have to have acted. */
  expect: z.strictObject({ kind: z.enum(['refused', 'unknown']), code: providerFailureCodeSchema }),
});

export const fixtureSchema = z.strictObject({
  sources: z.record(z.string(), sourceSchema),
  /** What one change sends, in each mode that the provider has. */
  changes: z
    .array(
      z.strictObject({ mode: z.enum(['self', 'admin']), requests: z.array(z.union([httpSchema, bytesSchema])).min(1) }),
    )
    .min(1),
  /** What is sent to be told something beside the change, for everything that the manifest claims. */
  told: z
    .array(
      z.strictObject({
        what: z.enum(['signInLog', 'appPasswords', 'listsMailboxes']),
        mode: z.enum(['self', 'admin']),
        requests: z.array(httpSchema).min(1),
      }),
    )
    .default([]),
  /** Answers to the request that changes the password: the system's refusals, and what looks like success and is none. */
  answers: z.array(answerSchema),
});
export type ProviderFixture = z.infer<typeof fixtureSchema>;
export type RequestFixture = ProviderFixture['changes'][number]['requests'][number];

/** Reads and checks a fixture. @throws Error where a field has no source, or names one that is not listed */
export function readFixture(file: URL): ProviderFixture {
  const fixture = fixtureSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const named = [...namesIn(fixture)];
  const unlisted = named.filter((name) => !Object.hasOwn(fixture.sources, name));
  const unused = Object.keys(fixture.sources).filter((name) => !named.includes(name));
  if (unlisted.length > 0) throw new Error(`no such source: ${unlisted.join(', ')}`);
  if (unused.length > 0) throw new Error(`sources of nothing: ${unused.join(', ')}`);
  return fixture;
}

function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if ('from' in value && typeof value.from === 'string') yield value.from;
  for (const inner of Object.values(value)) yield* namesIn(inner);
}

export type Filling = Readonly<Record<'address' | 'local' | 'domain' | 'current' | 'next' | 'credential', string>>;

/** What is different between a request that was expected and one that came; empty is good. */
export function differences(expected: RequestFixture, heard: HeardRequest, filling: Filling): string[] {
  if ('bytes' in expected) return ['bytes cannot be compared with an HTTP request'];
  const wrong: string[] = [];
  const compare = (what: string, wanted: unknown, came: unknown) => {
    const same =
      typeof wanted === 'string' && typeof came === 'string' ? patternOf(wanted, filling).test(came) : wanted === came;
    if (!same) wrong.push(`${what}: expected ${JSON.stringify(wanted)}, came ${JSON.stringify(came)}`);
  };
  compare('method', expected.method.is, heard.method);
  compare('path', expected.path.is, heard.target);
  for (const [name, { is }] of Object.entries(expected.headers)) compare(name, is, heard.headers.get(name));
  const fields = expected.body === null ? [] : fieldsOf(expected.body.format, heard.body);
  if (expected.body === null) compare('body', '', heard.body);
  const wanted = expected.body?.fields ?? {};
  for (const [name, { is }] of Object.entries(wanted)) compare(name, is, fields.find(([known]) => known === name)?.[1]);
  const names = fields.map(([name]) => name);
  const unasked = names.filter((name) => !Object.hasOwn(wanted, name));
  // A server may take the first of them or the last.
  const doubled = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [
    ...wrong,
    ...unasked.map((name) => `${name}: not in the fixture`),
    ...[...doubled].map((name) => `${name}: came more than once`),
  ];
}

/** Whether the pieces stand in what came, one behind the other. */
export function bytesMissing(expected: RequestFixture, received: Buffer, filling: Filling): string[] {
  if (!('bytes' in expected)) return ['a request cannot be compared with bytes'];
  let at = 0;
  return expected.bytes.flatMap(({ is }) => {
    const hex = is
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => Buffer.from(filled(name, filling)).toString('hex'))
      .replaceAll(' ', '');
    const found = received.indexOf(hex, at, 'hex');
    if (found < 0) return [`not sent: ${is}`];
    at = found + hex.length / 2;
    return [];
  });
}

function fieldsOf(format: 'json' | 'form' | 'xml', body: string): (readonly [string, unknown])[] {
  if (format === 'form') return [...new URLSearchParams(body)];
  if (format === 'xml') {
    const root = readXml(body);
    return root === null ? [] : leavesOf(root, root.name);
  }
  const flat = (value: unknown, before: string): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => flat(inner, before === '' ? name : `${before}/${name}`))
      : [[before, value]];
  return flat(JSON.parse(body), '');
}

/** Texts by their path, attributes behind an `@`. */
function leavesOf({ attributes, children, text }: XmlElement, path: string): [string, string][] {
  const own = [...attributes].map(([name, value]): [string, string] => [`${path}@${name}`, value]);
  if (children.length === 0) return [...own, [path, text]];
  return [...own, ...children.flatMap((child) => leavesOf(child, `${path}/${child.name}`))];
}

function patternOf(text: string, filling: Filling): RegExp {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    if (part === '{any}') return '.+';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return (name === undefined ? part : filled(name, filling)).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'u');
}

/** A text of the fixture with the case's own values in it. */
export function filledText(text: string, filling: Filling): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => filled(name, filling));
}

function filled(name: string, filling: Filling): string {
  const found = Object.entries(filling).find(([known]) => known === name)?.[1];
  if (found === undefined) throw new Error(`{${name}} stands for nothing`);
  return found;
}
