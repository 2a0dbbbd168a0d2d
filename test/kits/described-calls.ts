import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';
import { sourceSchema } from './provider-fixture.ts';

/*
 * A provider's `calls.json`: an OpenAPI 3.1 document of the calls that Keyround makes, and of no others, written by us
 * from the sources that it names. What goes over the wire in the contract kit is judged by it.
 */

/** One request and its answer, as they went over the wire. Header names in lower case. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly status: number;
  readonly answerHeaders: ReadonlyMap<string, string>;
  readonly answer: string;
}

const schemaSchema = z.record(z.string(), z.unknown());
const contentSchema = z.record(z.string(), z.looseObject({ schema: schemaSchema }));
const parameterSchema = z.strictObject({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  required: z.boolean(),
  schema: schemaSchema,
});
const operationSchema = z.strictObject({
  summary: z.string(),
  'x-source': z.array(z.string()).min(1),
  /**
   * The same call in the vendor's own document: null where it is not in there; otherwise its path in there, and why the
   * request (`request`) or an answer (by its status) does not fit what is said there.
   */
  'x-vendor': z.strictObject({ path: z.string(), differs: z.record(z.string(), z.string()) }).nullable(),
  parameters: z.array(parameterSchema),
  requestBody: z.strictObject({ required: z.literal(true), content: contentSchema }).optional(),
  responses: z.record(
    z.string().regex(/^\d{3}$/),
    z.strictObject({ description: z.string(), content: contentSchema.optional() }),
  ),
});

const documentSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  'x-sources': z.record(z.string(), sourceSchema),
  /** The name of the vendor's own document, which is not part of this repository; null where there is none. */
  'x-vendor-document': z.string().nullable(),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationSchema),
  ),
  components: z.strictObject({ schemas: z.record(z.string(), schemaSchema) }),
});
export type CallsDocument = z.infer<typeof documentSchema>;

/** Reads and checks a description. @throws Error where a call has no source, or names one that is not listed */
export function readCalls(file: URL): CallsDocument {
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const named = callsIn(document).flatMap(({ call }) => call['x-source']);
  const listed = Object.keys(document['x-sources']);
  const wrong = [
    ...named.filter((name) => !listed.includes(name)).map((name) => `no such source: ${name}`),
    ...listed.filter((name) => !named.includes(name)).map((name) => `a source of nothing: ${name}`),
  ];
  if (wrong.length > 0) throw new Error(wrong.join(', '));
  return document;
}

const callsIn = ({ paths }: CallsDocument) =>
  Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(([method, call]) => ({ path, method: method.toUpperCase(), call })),
  );

/** The described call that a request belongs to, or null. */
export function callOf(document: CallsDocument, { method, target }: Pick<Exchange, 'method' | 'target'>) {
  const path = target.split('?')[0] ?? '';
  return callsIn(document).find((known) => known.method === method && templateOf(known.path).test(path)) ?? null;
}

/** A path with `{names}` in it as an expression for the paths that it stands for. */
export const templateOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`);

/** Everything in which a request is not as described; empty is good. */
export function faultsOfRequest(document: CallsDocument, exchange: Exchange): string[] {
  const known = callOf(document, exchange);
  if (known === null) return [`${exchange.method} ${exchange.target} is not described`];
  const { parameters, requestBody } = known.call;
  const query = new URLSearchParams(exchange.target.split('?')[1] ?? '');
  const given = (place: string, name: string) =>
    place === 'query' ? query.get(name) : (exchange.headers.get(name.toLowerCase()) ?? null);
  const wrong = parameters.flatMap(({ in: place, name, required, schema }) => {
    const value = place === 'path' ? null : given(place, name);
    if (value === null) return required && place !== 'path' ? [`${place} ${name} is missing`] : [];
    return mismatches(document.components, schema, value).map((fault) => `${place} ${name}: ${fault}`);
  });
  const asked = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const unasked = [...query.keys()].filter((name) => !asked.includes(name)).map((name) => `query ${name}: too much`);
  if (requestBody === undefined) return [...wrong, ...unasked, ...(exchange.body === '' ? [] : ['a body too much'])];
  const type = mediaType(exchange.headers);
  return [...wrong, ...unasked, ...faultsOfContent(document, requestBody.content, type, exchange.body)];
}

/** Everything in which an answer is not as described; empty is good. */
export function faultsOfAnswer(document: CallsDocument, exchange: Exchange): string[] {
  const answer = callOf(document, exchange)?.call.responses[String(exchange.status)];
  if (answer === undefined) return [`${exchange.method} ${exchange.target} answer ${exchange.status} is not described`];
  if (answer.content === undefined) return exchange.answer === '' ? [] : ['a body too much'];
  return faultsOfContent(document, answer.content, mediaType(exchange.answerHeaders), exchange.answer);
}

export const mediaType = (headers: ReadonlyMap<string, string>): string =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';

function faultsOfContent(
  { components }: CallsDocument,
  content: z.infer<typeof contentSchema>,
  type: string,
  body: string,
): string[] {
  const expected = content[type];
  return expected === undefined
    ? [`${type || 'no type'} is not described`]
    : mismatches(components, expected.schema, contentOf(type, body));
}

/** What a body says, by its type. @throws SyntaxError for JSON that is none */
export function contentOf(type: string, body: string): unknown {
  if (/^application\/([\w.-]+\+)?json$/.test(type)) return JSON.parse(body);
  return type === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(body)) : body;
}

/** Our own descriptions are read strictly: a keyword that nobody knows is a mistake in them. */
const strict = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
strict.addKeyword('components');
const compiled = new WeakMap<object, ValidateFunction>();

function mismatches(components: object, schema: object, value: unknown): string[] {
  const fits = compiled.get(schema) ?? strict.compile({ ...schema, components });
  compiled.set(schema, fits);
  if (fits(value)) return [];
  return (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'value'} ${message ?? ''}`);
}
