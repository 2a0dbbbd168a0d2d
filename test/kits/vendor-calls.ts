import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import * as z from 'zod';
import { type CallsDocument, callOf, contentOf, type Exchange, mediaType } from './described-calls.ts';

/*
 * The vendors' own OpenAPI documents, where `OPENAPI_DIR` says that they lie. They are a second opinion and no part of
 * this repository. Some contradict their own servers; where they do, our description says so, and that is checked too.
 */

/** The folder with the vendors' documents, or null. */
export const vendorFolder = process.env['OPENAPI_DIR'] ?? null;

const objectSchema = z.record(z.string(), z.unknown());
type Json = z.infer<typeof objectSchema>;

/** Reads the vendor's document that a description names. @throws Error where it is not in the folder */
export function readVendorDocument(folder: string, name: string): Json {
  const file = join(folder, name);
  if (!existsSync(file)) throw new Error(`${name} is not in OPENAPI_DIR`);
  const text = readFileSync(file, 'utf8');
  return objectSchema.parse(name.endsWith('.json') ? JSON.parse(text) : parse(text, { logLevel: 'silent' }));
}

/** Where the vendor's document and our description disagree about an exchange; empty is good. */
export function vendorDisagreements(document: CallsDocument, vendor: Json, exchange: Exchange): string[] {
  const known = callOf(document, exchange);
  const { 'x-vendor': stated } = known?.call ?? { 'x-vendor': null };
  const path = stated?.path ?? known?.path ?? exchange.target;
  const method = exchange.method.toLowerCase();
  const call = at(vendor, ['paths', path, method]);
  if (stated === null) return call === null ? [] : [`${path} is in the vendor's document by now`];
  if (call === null) return [`${path} is not in the vendor's document`];
  const asked = contentOf(mediaType(exchange.headers), exchange.body);
  const parts = [
    { part: 'request', fits: fits(vendor, [call, 'requestBody'], mediaType(exchange.headers), asked) },
    { part: String(exchange.status), fits: answerFits(vendor, call, exchange) },
  ];
  return parts.flatMap(({ part, fits: same }) => {
    const differs = Object.hasOwn(stated.differs, part);
    if (same === null || same === !differs) return [];
    return [
      `${method} ${path} ${part}: ${same ? 'fits, and is said to differ' : 'does not fit the vendor’s document'}`,
    ];
  });
}

function answerFits(vendor: Json, call: Json, exchange: Exchange): boolean | null {
  const type = mediaType(exchange.answerHeaders);
  const { status } = exchange;
  if (at(vendor, [call, 'responses', String(status)]) === null) return false;
  return fits(vendor, [call, 'responses', String(status)], type, contentOf(type, exchange.answer));
}

/** Null where the document does not say what the value has to look like. */
function fits(vendor: Json, path: readonly (string | Json)[], type: string, value: unknown): boolean | null {
  const content = at(vendor, [...path, 'content']);
  if (content === null) return null;
  if (!Object.hasOwn(content, type)) return false;
  const schema = at(vendor, [content, type, 'schema']);
  if (schema === null) return null;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, logger: false });
  return ajv.compile({ ...schema, components: vendor['components'] })(value);
}

/** The object at a path, with references followed; null where there is none. The path may begin with an object. */
function at(vendor: Json, path: readonly (string | Json)[]): Json | null {
  let here: unknown = vendor;
  for (const step of path) {
    here = followed(vendor, typeof step === 'string' ? objectSchema.safeParse(here).data?.[step] : step);
  }
  return objectSchema.safeParse(here).data ?? null;
}

function followed(vendor: Json, value: unknown): unknown {
  const reference = objectSchema.safeParse(value).data?.['$ref'];
  if (typeof reference !== 'string') return value;
  return at(vendor, reference.replace(/^#\//, '').split('/'));
}
