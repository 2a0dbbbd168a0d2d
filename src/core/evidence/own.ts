import type { SignIn } from '../../shared/at-provider.ts';
import type { Protocol } from '../../shared/model.ts';
import type { Span } from './clock.ts';

/** A sign-in that this program itself made, by the clock of this computer. At most one entry of a log is this one. */
export interface OwnSignIn extends Span {
  /** Null: not known any more, it may have been any. */
  readonly protocol: Protocol | null;
  /** Null: nobody knows what the server made of it. */
  readonly outcome: SignIn['outcome'] | null;
  /** The port at our side of the connection. A router on the way may have made another one of it. */
  readonly port: number | null;
  /** Our clock was set by so much since, in ms: its times may be off by that. */
  readonly stepped?: number;
}

/** An entry with its time by our clock. */
export interface Timed {
  readonly entry: SignIn;
  readonly at: number;
}

/** What is left of a log. `perhaps`: it may be ours all the same, and another one that was taken out was not. */
export interface Foreign extends Timed {
  readonly perhaps: boolean;
}

/** A log may be written a little after the answer was sent. In ms. */
const late = 2_000;
/** One whose answer was never seen, because it took too long, may be logged whenever the server comes to it. In ms. */
const lateUnanswered = 2 * 60_000;

/**
 * Takes our own sign-ins out of a log. One whose port is in the log is known exactly. Of the others the entry that lies
 * nearest is taken for ours, and whatever else of the same kind lies in its time may be ours as well: that decides nothing.
 * An entry is never said not to be ours because its port is another one, as long as ours has not been found.
 */
export function withoutOwn(entries: readonly Timed[], own: readonly OwnSignIn[], doubt: number): readonly Foreign[] {
  const taken = new Set<Timed>();
  const fits = (one: OwnSignIn, { entry, at }: Timed): boolean => {
    const margin = doubt + late + (one.stepped ?? 0);
    return (
      at >= one.from - margin &&
      at <= one.to + margin + (one.outcome === null ? lateUnanswered : 0) &&
      (one.protocol === null || one.protocol === entry.protocol) &&
      (one.outcome === null || one.outcome === entry.outcome)
    );
  };
  const candidates = (one: OwnSignIn) => entries.filter((timed) => !taken.has(timed) && fits(one, timed));
  const unfound = own.filter((one) => {
    if (one.port === null) return true;
    const found = nearest(
      candidates(one).filter(({ entry }) => entry.port === one.port),
      one,
    );
    if (found) taken.add(found);
    return !found;
  });
  for (const one of unfound) {
    const found = nearest(candidates(one), one);
    if (found) taken.add(found);
  }
  const rest = entries.filter((timed) => !taken.has(timed));
  return rest.map((timed) => ({ ...timed, perhaps: unfound.some((one) => fits(one, timed)) }));
}

function nearest(entries: readonly Timed[], { from, to }: Span): Timed | undefined {
  const middle = (from + to) / 2;
  const distance = ({ at }: Timed): number => Math.abs(at - middle);
  return entries.reduce<Timed | undefined>(
    (best, one) => (best === undefined || distance(one) < distance(best) ? one : best),
    undefined,
  );
}
