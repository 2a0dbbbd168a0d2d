import type { FaultSuite } from './fault-suite.ts';
import { type CampaignState, sizeOf, stateOf } from './state.ts';

/** A failure as a line of the page; the whole of it stands in the state. */
const longest = 160;
const lineOf = (failure: string): string => {
  const [line = ''] = failure.split('\n');
  return line.length > longest ? `${line.slice(0, longest)} …` : line;
};

const count = (number: number): string => number.toLocaleString('en');

/** One line for each suite; what was not run says so. */
export function tableLines(suites: readonly FaultSuite[], state: CampaignState): string[] {
  const rows = suites.map((suite) => {
    const { counts, took, commit } = stateOf(state, suite.name);
    const size = sizeOf(suite, state);
    const left = size - counts.run;
    const cut =
      counts.met === undefined || counts.met === counts.run ? '' : ` (${count(counts.met)} to their last point)`;
    const ran = counts.run === 0 ? 'not run' : `${count(counts.run)}${cut}`;
    const open = left > 0 ? `${count(left)} not run` : 'complete';
    const failed = counts.run === 0 ? 'not run' : count(counts.failed);
    return `| ${suite.name} | ${count(suite.size)} | ${ran} | ${open} | ${failed} | ${Math.round(took / 1000)} s | ${counts.run === 0 ? '' : commit} |`;
  });
  return [
    '| suite | full size | runs | | failed | time of one process | commit |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

export interface PageFacts {
  readonly suites: readonly FaultSuite[];
  readonly state: CampaignState;
  readonly date: string;
  readonly machine: readonly string[];
}

/** `docs/faults.md` as the last campaign left it. */
export function faultsPage({ suites, state, date, machine }: PageFacts): string {
  const { seed, scale } = state;
  const failures = suites.flatMap(({ name }) => stateOf(state, name).counts.failures.map(lineOf));
  return [
    '# Faults',
    '',
    'What the last campaign of `npm run faults` showed. How it is done, and what is judged, stands in',
    '[test/faults/README.md](../test/faults/README.md). `npm test` runs a slice of every suite.',
    '',
    ...tableLines(suites, state),
    '',
    `Seed ${seed}, ${date}${scale === 1 ? '' : `, scaled to ${scale} of the full size`}.`,
    ...machine.map((line) => `${line}.`),
    '',
    ...(failures.length > 0 ? ['Failures:', '', ...failures.map((line) => `- ${line}`), ''] : []),
  ].join('\n');
}
