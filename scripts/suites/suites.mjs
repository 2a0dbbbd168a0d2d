import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { buildApp } from '../set-up/build.mjs';
import { inRepository } from '../set-up/paths.mjs';
import { run } from '../set-up/run.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { output: string, note?: string }} Result `note`: one more line on what was run
 * @typedef {{ name: string, linuxOnly?: boolean, run: () => Promise<Result> }} Suite
 */

const MINUTE = 60_000;

/** @param {string[]} parts of the path of a program in node_modules */
const program = (...parts) => inRepository('node_modules', ...parts);

/**
 * A check that either holds or does not; it counts as one.
 *
 * @param {string} name
 * @param {string[]} command for Node
 * @returns {Suite}
 */
function staticCheck(name, command) {
  return {
    name,
    run: async () => {
      return verdict(await run(process.execPath, command, { cwd: inRepository(), timeLimitMs: 5 * MINUTE }));
    },
  };
}

/**
 * @param {import('../set-up/run.mjs').Outcome} outcome
 * @returns {Result}
 */
function verdict({ code, output }) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
}

/**
 * Counts in vitest's JSON report. A file that cannot even be loaded has no test cases, yet it is a failure.
 *
 * @param {string} json
 * @returns {Counts}
 */
export function countsOf(json) {
  const report = JSON.parse(json);
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const CONTRACT = 'the provider contract: ';

/**
 * How many cases of the provider contract each provider went through, in vitest's JSON report; empty where none did.
 *
 * @param {string} json
 * @returns {string}
 */
export function contractCases(json) {
  /** @type {Map<string, number>} */
  const cases = new Map();
  for (const file of JSON.parse(json).testResults) {
    for (const { ancestorTitles } of file.assertionResults) {
      const title = ancestorTitles?.find((/** @type {string} */ text) => text.startsWith(CONTRACT));
      if (title !== undefined) cases.set(title, (cases.get(title) ?? 0) + 1);
    }
  }
  if (cases.size === 0) return '';
  const each = [...cases].map(([title, count]) => `${title.slice(CONTRACT.length)} ${count}`);
  const sum = [...cases.values()].reduce((total, count) => total + count, 0);
  const made = [...cases].filter(([title]) => title.includes('a fake made from'));
  const self = made.reduce((total, [, count]) => total + count, 0);
  const never = self === 0 ? '' : `; ${self} on ${made.length} of them self-consistent, never met a server`;
  return `provider contract: ${sum} cases on ${cases.size} providers${never} (${each.sort().join('; ')})`;
}

/**
 * @param {string} name of a vitest project
 * @param {{ linuxOnly?: boolean, limitMinutes?: number }} [options]
 * @returns {Suite}
 */
function tests(name, { linuxOnly = false, limitMinutes = 10 } = {}) {
  return {
    name,
    linuxOnly,
    run: async () => {
      const folder = inRepository('.cache', 'test');
      const report = join(folder, `${name}.json`);
      mkdirSync(folder, { recursive: true });
      rmSync(report, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const { code, output } = await run(
        process.execPath,
        [program('vitest', 'vitest.mjs'), 'run', '--project', name, ...reporters],
        { cwd: inRepository(), env: { ...process.env, NO_COLOR: '1' }, timeLimitMs: limitMinutes * MINUTE },
      );
      return { ...judge(code, report), output, note: noteOf(report) };
    },
  };
}

/** @param {string} report */
function noteOf(report) {
  try {
    return contractCases(readFileSync(report, 'utf8'));
  } catch {
    return '';
  }
}

/**
 * @param {number} code exit code of vitest
 * @param {string} report
 * @returns {Counts}
 */
function judge(code, report) {
  try {
    const counts = countsOf(readFileSync(report, 'utf8'));
    // Vitest also fails for errors outside any test.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** What the compiler found is kept between runs, which makes the next one much shorter. */
const INCREMENTAL = ['--incremental', '--tsBuildInfoFile', inRepository('.cache', 'types.json')];

/** @satisfies {Record<string, Suite>} */
export const suites = {
  types: staticCheck('types', [program('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit', ...INCREMENTAL]),
  lint: staticCheck('lint and format', [
    program('@biomejs', 'biome', 'bin', 'biome'),
    'check',
    '--error-on-warnings',
    '.',
  ]),
  layers: staticCheck('layers', [
    program('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.cjs', 'src', 'test'],
  ]),
  unused: staticCheck('unused code', [program('knip', 'bin', 'knip.js')]),
  unit: tests('unit'),
  contracts: tests('contracts'),
  rules: tests('rules'),
  faults: tests('faults', { limitMinutes: 20 }),
  wire: tests('wire'),
  integration: tests('integration', { linuxOnly: true, limitMinutes: 20 }),
  build: { name: 'build', run: async () => verdict(await buildApp()) },
  e2e: tests('e2e', { linuxOnly: true, limitMinutes: 30 }),
};
