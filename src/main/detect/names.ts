import { Resolver } from 'node:dns/promises';
import type { SrvRecord } from '../../core/detect/srv.ts';

/** `none`: the name servers say that there is nothing of that kind. `failed`: nobody gave an answer that could be used. */
export type NameAnswer<T> =
  | { readonly kind: 'found'; readonly records: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' };

export interface MxRecord {
  readonly exchange: string;
  readonly priority: number;
}

/** The name servers. Only names are ever asked: no address of anybody is part of a question. Never throws. */
export interface Names {
  mx(domain: string): Promise<NameAnswer<MxRecord>>;
  srv(name: string): Promise<NameAnswer<SrvRecord>>;
  /** IPv4 and IPv6 addresses of a host. */
  addresses(host: string): Promise<NameAnswer<string>>;
  /** Ends every question that is under way: they fail. */
  close(): void;
}

/** One question is asked twice, and each time waited for so long, in ms. */
const patience = { timeout: 1_500, tries: 2 } as const;
/** More records than this of one kind are not looked at. */
const most = 20;

/**
 * Asks this computer's name servers, or those given, by the DNS protocol itself: unlike the system's own look-up it can
 * be stopped, and it holds up nothing else of the program.
 */
export function createNames(servers: readonly string[] | null): Names {
  const resolver = new Resolver(patience);
  if (servers !== null) resolver.setServers(servers);
  const ask = async <T>(question: Promise<readonly T[]>): Promise<NameAnswer<T>> => {
    try {
      const records = (await question).slice(0, most);
      return records.length === 0 ? { kind: 'none' } : { kind: 'found', records };
    } catch (error) {
      return { kind: isNo(error) ? 'none' : 'failed' };
    }
  };
  return {
    mx: (domain) => ask(resolver.resolveMx(domain)),
    srv: (name) => ask(resolver.resolveSrv(name)),
    async addresses(host) {
      const [six, four] = await Promise.all([ask(resolver.resolve6(host)), ask(resolver.resolve4(host))]);
      const records = [six, four].flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
      if (records.length > 0) return { kind: 'found', records };
      return { kind: six.kind === 'none' || four.kind === 'none' ? 'none' : 'failed' };
    },
    close: () => resolver.cancel(),
  };
}

const isNo = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA');
