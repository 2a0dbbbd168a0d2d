import type { Evidence } from '../../core/detect/decide.ts';
import type { Settings } from '../../core/detect/sighting.ts';
import type { FoundSource, LookedUp } from '../../shared/detection.ts';

type Gathered = Pick<Evidence, 'service' | 'sightings' | 'exchange' | 'changePages' | 'looked' | 'reached'>;

/** What one search has seen so far. After `closed` nothing is added any more, whoever still comes with something. */
export interface Notes {
  /** Notes that something is being looked up. Until `ended` is called, it counts as out of time. */
  begin(source: FoundSource): { ended(outcome: Exclude<LookedUp['outcome'], 'no-time'>): void };
  /** Somebody answered, if only with a no. */
  heard(): void;
  service(service: NonNullable<Evidence['service']>): void;
  settings(settings: Settings): void;
  changePage(domain: string): void;
  /** True if there is something to receive with and something to send with. */
  complete(): boolean;
  close(): Gathered;
}

/** No search looks up more than this; a list that is too long is no help to anybody. */
const most = 100;

export function createNotes(): Notes {
  let open = true;
  let service: Evidence['service'] = null;
  let exchange = false;
  let reached = false;
  const sightings: Settings['servers'][number][] = [];
  const changePages: string[] = [];
  const looked: LookedUp[] = [];
  return {
    begin(source) {
      const at = looked.length;
      if (open && at < most) looked.push({ ...source, outcome: 'no-time' });
      return {
        ended(outcome) {
          if (open && at < most) looked[at] = { ...source, outcome };
        },
      };
    },
    heard() {
      if (open) reached = true;
    },
    service(found) {
      if (open) service = found;
    },
    settings(found) {
      if (!open) return;
      sightings.push(...found.servers);
      exchange ||= found.exchange;
    },
    changePage(domain) {
      if (open) changePages.push(domain);
    },
    complete() {
      const protocols = [...(service?.known.servers ?? []), ...sightings].map(({ protocol }) => protocol);
      return protocols.includes('smtp') && protocols.some((protocol) => protocol !== 'smtp');
    },
    close() {
      open = false;
      return { service, sightings, exchange, changePages, looked, reached };
    },
  };
}
