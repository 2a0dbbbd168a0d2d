import { cpus, release, totalmem } from 'node:os';

import type { Place } from '../../scripts/set-up/launch.mjs';

/** What `npm run bench` hands over once set-up is done. */
export interface BenchTools {
  /** Opens the built app on a desktop of its own. */
  readonly launchDesktop: () => Promise<Place>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}

/** Measures and prints. */
export async function runBench({ say }: BenchTools): Promise<void> {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(1);
  say(
    `${cpus().length} x ${first?.model ?? 'unknown processor'}, ${memory} GiB, Linux ${release()}, Node ${process.version}`,
  );
  await Promise.resolve();
}
