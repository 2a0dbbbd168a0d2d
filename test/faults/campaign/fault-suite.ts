/** What came of some runs of a suite. */
export interface Counts {
  readonly run: number;
  readonly failed: number;
  /** The first few failures, each with what is needed to run it again. */
  readonly failures: readonly string[];
  /** Runs that came to everything they were meant to come to, where a run may be over before that. */
  readonly met?: number | undefined;
}

/** A number of runs, each of which is the same for the same seed and place; so they can be stopped and gone on with. */
export interface FaultSuite {
  readonly name: string;
  /** Runs in a whole campaign. */
  readonly size: number;
  /** Runs the places from `from` up to, and without, `to`. */
  run(range: Range, seed: number): Promise<Counts>;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const noCounts: Counts = { run: 0, failed: 0, failures: [] };
const mostFailures = 10;

export function addCounts(one: Counts, other: Counts): Counts {
  const met = one.met === undefined && other.met === undefined ? undefined : (one.met ?? 0) + (other.met ?? 0);
  return {
    met,
    run: one.run + other.run,
    failed: one.failed + other.failed,
    failures: [...one.failures, ...other.failures].slice(0, mostFailures),
  };
}
