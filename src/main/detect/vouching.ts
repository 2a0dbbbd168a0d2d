import { checkHost } from '../../core/detect/address.ts';
import { trustIn } from '../../core/detect/decide.ts';
import { type KnownService, serviceOfDomain } from '../../core/detect/known-service.ts';
import type { Registrable } from '../../core/detect/plan.ts';
import { ownerOf } from '../../core/detect/sighting.ts';
import type { Detection } from '../../shared/detection.ts';

/** Who vouches for a host, when there is no search to ask: the name itself, the table, or the latest search. */
export interface Vouching {
  /** The table ties hosts to a domain also by its MX, and only a search learns that. The latest one is remembered. */
  remember(detection: Detection): void;
  /** Those of these hosts that nobody vouches for, in ASCII and each once. What is no host at all is left out. */
  unvouched(address: string, hosts: readonly string[], services: readonly KnownService[]): readonly string[];
}

export function createVouching(registrable: Registrable): Vouching {
  let latest: { readonly domain: string; readonly hosts: readonly string[] } | null = null;
  return {
    remember({ address, receiving, sending }) {
      const owner = ownerOf(address);
      const tied = [...receiving, ...sending].filter(({ trust }) => trust === 'built-in');
      latest = owner && { domain: owner.domain, hosts: tied.map(({ host }) => host) };
    },
    unvouched(address, hosts, services) {
      const owner = ownerOf(address);
      if (owner === null) return [];
      const known = serviceOfDomain(services, owner.domain);
      const service = known && { known, source: { how: 'built-in', where: owner.domain } as const };
      const tied = latest?.domain === owner.domain ? latest.hosts : [];
      const names = hosts.flatMap((typed) => {
        const host = checkHost(typed);
        return host.ok ? [host.value] : [];
      });
      return [...new Set(names)].filter(
        (host) => !tied.includes(host) && trustIn(host, { owner, registrable, service }) === 'confirm',
      );
    },
  };
}
