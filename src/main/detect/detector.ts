import { knownHosts } from '../../core/detect/known-hosts.ts';
import { knownMailboxes } from '../../core/detect/known-mailboxes.ts';
import type { KnownService } from '../../core/detect/known-service.ts';
import type { MailProbe } from '../../core/ports.ts';
import type { Detection } from '../../shared/detection.ts';
import { failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { greetsOf } from './greets.ts';
import { createNames, type Names } from './names.ts';
import { createPages } from './pages.ts';
import { registrable } from './registrable.ts';
import { knownOnly, searchFor } from './search.ts';
import { createVouching } from './vouching.ts';

/** How long a search may take in all, in ms. */
export const searchBudget = 5_000;

export interface Detector {
  /**
   * Finds out about a mailbox from its address alone. `providers` are the ids on the list. A new search ends the one
   * before it with `request.cancelled`; `request.invalid` names the field of what is no address.
   */
  search(address: string, providers: readonly string[]): Promise<Result<Detection>>;
  /** The same from these services alone: nobody is asked anything. */
  lookUp(address: string, providers: readonly string[], services: readonly KnownService[]): Result<Detection>;
  /**
   * Those of these hosts that a person has to confirm by their whole names before a password of this address goes there.
   * `services` in place of the table's, or null.
   */
  toConfirm(address: string, hosts: readonly string[], services: readonly KnownService[] | null): readonly string[];
}

/**
 * Asks this computer's name servers, pages over https, and, as the last resort, greetings of mail servers. A test puts
 * name servers of its own in their place.
 */
export function createDetector(probe: MailProbe, newNames: () => Names = () => createNames(null)): Detector {
  const services = [...knownMailboxes, ...knownHosts];
  const greets = greetsOf(probe);
  const vouching = createVouching(registrable);
  let stop = new AbortController();
  const noAddress = failed(failure('request.invalid', 'no mail address', 'address'));
  return {
    async search(address, providers) {
      stop.abort();
      const mine = new AbortController();
      stop = mine;
      const names = newNames();
      const pages = createPages({ names, registrable, limit: searchBudget });
      const parts = { names, pages, greets, registrable, services, providers, budget: searchBudget };
      const detection = await searchFor(address, parts, mine.signal);
      if (mine.signal.aborted) return failed(failure('request.cancelled'));
      if (detection === null) return noAddress;
      vouching.remember(detection);
      return success(detection);
    },
    lookUp(address, providers, own) {
      const detection = knownOnly(address, { registrable, services: own, providers });
      return detection === null ? noAddress : success(detection);
    },
    toConfirm: (address, hosts, own) => vouching.unvouched(address, hosts, own ?? services),
  };
}
