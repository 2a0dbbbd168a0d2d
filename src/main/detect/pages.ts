import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { mayLearnAddress, type PageAsk, type Registrable } from '../../core/detect/plan.ts';
import type { Owner } from '../../core/detect/sighting.ts';
import type { Authority } from '../../shared/model.ts';
import { callHttp, type HttpAnswer } from '../providers/http-call.ts';
import { fitsXml, part, writeXml } from '../providers/xml.ts';
import type { Names } from './names.ts';

/** `refused`: it led to where nobody may be led, or was too long. `failed`: nobody answered, or not over sound TLS. */
export type PageAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  | { readonly kind: 'refused' | 'failed' | 'no-such-host' };

export interface Pages {
  /** Follows redirects as far as they are allowed. Never throws. */
  read(ask: PageAsk, owner: Owner, signal: AbortSignal): Promise<PageAnswer>;
  /** One request whose answer is taken as it is: only its status counts. */
  status(url: string, signal: AbortSignal): Promise<number | null>;
}

export interface PagesParts {
  readonly names: Names;
  readonly registrable: Registrable;
  /** For how long one page may take, in ms. */
  readonly limit: number;
  /** What is trusted beyond the roots of this program: nothing, but for a test's own server. */
  readonly authorities?: readonly Authority[];
  /** Where https listens; only a test's server listens elsewhere. */
  readonly port?: number;
}

const mostRedirects = 3;
const longest = 256 * 1024;

/**
 * Reads pages over https and in no other way: no http, no cookies, no sign-in, bounded in size and time. A redirect is
 * followed within the registrable domain of the page, and if the request has the address in it, only to the domain of
 * the address and the names below it.
 */
export function createPages({ names, registrable, limit, authorities = [], port = 443 }: PagesParts): Pages {
  const once = async (url: URL, ask: Pick<PageAsk, 'body'>, signal: AbortSignal): Promise<Got> => {
    const host = url.hostname;
    const found = await names.addresses(host);
    if (found.kind !== 'found') return { kind: found.kind === 'none' ? 'no-such-host' : 'failed' };
    const door = { host, port, authorities, lookup: lookupOf(found.records) };
    const body = ask.body === null ? null : writtenBody(ask.body);
    const headers: Record<string, string> =
      body === null ? { accept: '*/*' } : { accept: '*/*', 'content-type': 'text/xml; charset=utf-8' };
    const call = {
      method: body === null ? 'GET' : 'POST',
      path: `${url.pathname}${url.search}`,
      headers,
      body,
      longest,
    } as const;
    const outcome = await callHttp(door, call, { connect: limit, answer: limit }, signal);
    if (outcome.ok) return { kind: 'answer', answer: outcome.value };
    return { kind: outcome.failure.code === 'provider.odd-answer' ? 'refused' : 'failed' };
  };
  const follow = (got: Got, url: URL, ask: PageAsk, owner: Owner): URL | PageAnswer => {
    if (got.kind !== 'answer') return got;
    const { status, text, headers } = got.answer;
    if (status < 300 || status > 399) return { kind: 'answer', status, text };
    const next = target(headers.get('location')?.[0], url);
    return next !== null && mayFollow(next, url, ask, owner, registrable) ? next : { kind: 'refused' };
  };
  return {
    async read(ask, owner, signal) {
      if (ask.body !== null && !fitsXml(ask.body.address)) return { kind: 'failed' };
      let url = new URL(ask.url);
      for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
        const next = follow(await once(url, ask, signal), url, ask, owner);
        if (!(next instanceof URL)) return next;
        url = next;
      }
      return { kind: 'refused' };
    },
    async status(url, signal) {
      const got = await once(new URL(url), { body: null }, signal);
      return got.kind === 'answer' ? got.answer.status : null;
    },
  };
}

type Got =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | { readonly kind: 'refused' | 'failed' | 'no-such-host' };

function target(location: string | undefined, from: URL): URL | null {
  try {
    return location === undefined ? null : new URL(location, from);
  } catch {
    return null;
  }
}

function mayFollow(next: URL, from: URL, ask: PageAsk, owner: Owner, registrable: Registrable): boolean {
  if (next.protocol !== 'https:' || next.port !== '' || next.username !== '' || next.password !== '') return false;
  if (ask.carriesAddress && !mayLearnAddress(next.hostname, owner)) return false;
  const top = registrable(from.hostname);
  return next.hostname === from.hostname || (top !== null && registrable(next.hostname) === top);
}

const writtenBody = ({ address, schema, wanted }: NonNullable<PageAsk['body']>): string =>
  writeXml(
    part('Autodiscover', [part('Request', [part('EMailAddress', address), part('AcceptableResponseSchema', wanted)])], {
      xmlns: schema,
    }),
  );

/** Connects to the addresses that were just found, and asks nobody else. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const known = addresses
    .filter((address) => isIP(address) !== 0)
    .map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, answer) => {
    const [one] = known;
    if (one === undefined) answer(new Error('no address'), '', 0);
    else if (options.all) answer(null, known);
    else answer(null, one.address, one.family);
  };
}
