import { knownHosts } from '../../core/detect/known-hosts.ts';
import { knownMailboxes } from '../../core/detect/known-mailboxes.ts';
import type { PageAsk } from '../../core/detect/plan.ts';
import type { SrvRecord } from '../../core/detect/srv.ts';
import { detectionSchema } from '../../shared/detection.ts';
import type { Endpoint } from '../../shared/model.ts';
import type { NameAnswer } from './names.ts';
import type { PageAnswer } from './pages.ts';
import { registrable } from './registrable.ts';
import { type SearchParts, searchFor } from './search.ts';

export const address = 'anna.secret-name@example.com';

/** A world that is said in a few lines and remembers what it was asked. */
export interface World {
  readonly mx?: readonly string[];
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>;
  readonly pages?: Readonly<Record<string, PageAnswer>>;
  readonly status?: (url: string) => number | null;
  readonly hosts?: readonly string[];
  readonly greeting?: (endpoint: Endpoint) => boolean;
  /** Nobody answers, not even with a no. */
  readonly dead?: boolean;
  /** Nobody ever comes back. */
  readonly hangs?: boolean;
}

export function worldOf(world: World, budget = 4_000) {
  const asked = { names: [] as string[], pages: [] as PageAsk[], urls: [] as string[], knocked: [] as string[] };
  let closed = 0;
  const never = new Promise<never>(() => undefined);
  const say = <T>(name: string, records: readonly T[]): Promise<NameAnswer<T>> => {
    asked.names.push(name);
    if (world.hangs) return never;
    if (world.dead) return Promise.resolve({ kind: 'failed' });
    return Promise.resolve(records.length > 0 ? { kind: 'found', records } : { kind: 'none' });
  };
  const parts: SearchParts = {
    names: {
      mx: (domain) =>
        say(
          domain,
          (world.mx ?? []).map((exchange, at) => ({ exchange, priority: 10 * (at + 1) })),
        ),
      srv: (name) => say(name, world.srv?.[name] ?? []),
      addresses: (host) => say(host, world.hosts?.includes(host) ? ['192.0.2.1'] : []),
      close: () => {
        closed += 1;
      },
    },
    pages: {
      read: (ask) => {
        asked.pages.push(ask);
        return world.hangs ? never : Promise.resolve(world.pages?.[ask.url.split('?')[0] ?? ''] ?? { kind: 'failed' });
      },
      status: (url) => {
        asked.urls.push(url);
        return world.hangs ? never : Promise.resolve(world.status?.(url) ?? null);
      },
    },
    greets: (endpoint) => {
      asked.knocked.push(`${endpoint.protocol} ${endpoint.host}:${endpoint.port}`);
      return world.hangs ? never : Promise.resolve(world.greeting?.(endpoint) ?? false);
    },
    registrable,
    services: [...knownMailboxes, ...knownHosts],
    providers: ['by-hand', 'rackspace'],
    budget,
  };
  const search = async (of = address, stop = new AbortController().signal) => {
    const detection = await searchFor(of, parts, stop);
    if (detection === null) throw new Error('no address');
    return detectionSchema.parse(detection);
  };
  return { parts, asked, search, closed: () => closed };
}

export const srv = (name: string, port: number): SrvRecord => ({ name, port, priority: 0, weight: 0 });
export const page = (text: string): PageAnswer => ({ kind: 'answer', status: 200, text });
export const config = (host: string) =>
  page(`<clientConfig><emailProvider>
    <incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
    <outgoingServer type="smtp"><hostname>${host}</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>
  </emailProvider></clientConfig>`);
