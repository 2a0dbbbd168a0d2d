import type { Failure } from '../../shared/failures.ts';
import type { Clock } from '../ports.ts';
import type { RotationFacts } from './facts.ts';
import { longestHold } from './ladder.ts';

type Time = Pick<Clock, 'now' | 'elapsed'>;

/**
 * How long ago something was written, by a clock that nobody can set. When this process first sees a record, the wall
 * clock says how old it is, but no older than it was when this book was begun and has grown since: the wall clock may have
 * been put forward between the two. A record from the future is new, so that the whole wait begins again. From then on
 * only time that has truly passed counts. Moving the wall clock while the app runs therefore frees nothing.
 */
export class Ages {
  private readonly clock: Time;
  private readonly begun: { readonly wall: number; readonly elapsed: number };
  private readonly seen = new Map<string, { readonly age: number; readonly from: number }>();

  constructor(clock: Time) {
    this.clock = clock;
    this.begun = { wall: clock.now(), elapsed: elapsedOn(clock) };
  }

  /** Milliseconds since `at` (wall clock) for the record with this name. */
  of(name: string, at: number): number {
    const elapsed = elapsedOn(this.clock);
    const known = this.seen.get(name) ?? { age: this.firstAge(at, elapsed), from: elapsed };
    this.seen.set(name, known);
    return known.age + Math.max(elapsed - known.from, 0);
  }

  private firstAge(at: number, elapsed: number): number {
    const { begun, clock } = this;
    const sinceBegun = Math.max(begun.wall - at, 0) + Math.max(elapsed - begun.elapsed, 0);
    return Math.min(Math.max(clock.now() - at, 0), sinceBegun);
  }
}

/** Where a clock has nothing that only runs forwards, the wall clock is all there is. */
export function elapsedOn(clock: Time): number {
  return clock.elapsed?.() ?? clock.now();
}

/** A wait until a moment of the wall clock as it stands now, told anew at each look, as far as time has truly passed. */
export function holdUntil(
  clock: Clock,
  freeAt: number,
  failure: Failure,
): { readonly until: number; readonly failure: Failure } {
  const ends = elapsedOn(clock) + Math.max(freeAt - clock.now(), 0);
  return {
    failure,
    get until() {
      return clock.now() + ends - elapsedOn(clock);
    },
  };
}

const books = new WeakMap<Clock, Ages>();

/** A wait for as many seconds as a provider has said; null where it has not. */
export function pauseFor(clock: Clock, failure: Failure, seconds: number | undefined) {
  return seconds === undefined ? null : holdUntil(clock, clock.now() + seconds * 1_000, failure);
}

/** One book for each clock, so that what a process has seen outlives the rotation's run in it. */
export function agesOn(clock: Clock): Ages {
  const book = books.get(clock) ?? new Ages(clock);
  books.set(clock, book);
  return book;
}

/**
 * The same facts with the times of tries and waits moved to where they lie on the wall clock as it stands now, by their
 * true age: whoever compares them with `now` compares ages.
 */
export function byAge(rotation: RotationFacts, ages: Ages, now: number): RotationFacts {
  const at = (name: string, when: number): number => now - ages.of(`${rotation.id}/${name}`, when);
  const probes = rotation.probes.map((one) => ({
    ...one,
    at: at(`${one.seq}`, one.at),
    doneAt: one.doneAt === null ? null : at(`${one.seq}/done`, one.doneAt),
  }));
  const waits = rotation.waits.map((one) => {
    const since = at(`${one.seq}`, one.at);
    return { ...one, at: since, until: since + Math.min(Math.max(one.until - one.at, 0), longestHold) };
  });
  return { ...rotation, probes, waits };
}
