import { basicAuthorization, headerText } from '../authorization.ts';
import type { HttpCall } from '../http-call.ts';
import type { Literal, PanelRequest } from './parts.ts';

/** Everything that a request may name, as text. What is not known is left out. */
export type PanelValues = ReadonlyMap<string, string>;

type Place = string | { readonly from: string };
type Field = NonNullable<PanelRequest['body']>['fields'][number];

/** The request with its values in it, or the name of what is missing or cannot be written there. */
export function fillRequest(request: PanelRequest, values: PanelValues): HttpCall | string {
  try {
    const { method, body } = request;
    const content = body === undefined ? null : contentOf(body.format, body.fields, values);
    const type = body?.format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
    return {
      method,
      path: pathOf(request, values),
      headers: {
        ...Object.fromEntries((request.headers ?? []).map(({ name, is }) => [name, is])),
        ...(content === null ? {} : { 'content-type': type }),
        ...signedIn(request.authorization, values),
      },
      body: content,
    };
  } catch (error) {
    if (error instanceof Missing) return error.message;
    throw error;
  }
}

class Missing extends Error {}

function known(name: string, values: PanelValues): string {
  const value = values.get(name) ?? '';
  if (value === '') throw new Missing(name);
  return value;
}

/** Each piece is encoded as a whole, so that no value can lead to another place. */
function pathOf({ path, query }: PanelRequest, values: PanelValues): string {
  const pieces = path.map((place) => pieceOf(place, values));
  const pairs = (query ?? []).map(({ name, value }) => `${textOf(name, values)}=${textOf(value, values)}`);
  return `/${pieces.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function pieceOf(place: Place, values: PanelValues): string {
  const text = textOf(place, values);
  if (text === '.' || text === '..') throw new Missing('path');
  return text;
}

function textOf(place: Place, values: PanelValues): string {
  const text = typeof place === 'string' ? place : known(place.from, values);
  if (/\p{Cs}/u.test(text)) throw new Missing('path');
  return encodeURIComponent(text);
}

function signedIn(authorization: PanelRequest['authorization'], values: PanelValues): Record<string, string> {
  if (authorization === undefined) return {};
  const secret = known(authorization.secret, values);
  const text =
    authorization.type === 'basic'
      ? basicAuthorization(known(authorization.user.from, values), secret)
      : headerText(secret);
  if (text === null) throw new Missing(authorization.secret);
  return { authorization: authorization.type === 'basic' ? text : `${authorization.word} ${text}` };
}

function contentOf(format: 'json' | 'form', fields: readonly Field[], values: PanelValues): string {
  const filled = fields.map((field) => [field.at, filledIn(field, values)] as const);
  if (format === 'json') return JSON.stringify(treeOf(filled));
  return new URLSearchParams(filled.map(([at, value]) => [at, String(value ?? '')])).toString();
}

const filledIn = (field: Field, values: PanelValues): Literal =>
  'from' in field ? known(field.from, values) : field.is;

interface Tree {
  [name: string]: Tree | Literal;
}

/** Objects inside objects, as the pointers say. */
function treeOf(filled: readonly (readonly [string, Literal])[]): Tree {
  const root: Tree = {};
  for (const [at, value] of filled) {
    const names = namesIn(at);
    const last = names.pop() ?? '';
    let inner = root;
    for (const name of names) {
      const next = Object.hasOwn(inner, name) ? inner[name] : {};
      if (typeof next !== 'object' || next === null) throw new Missing(at);
      inner[name] = next;
      inner = next;
    }
    inner[last] = value;
  }
  return root;
}

/** The names of a JSON pointer (RFC 6901 section 4). */
export const namesIn = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
