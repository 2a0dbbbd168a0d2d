import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRepository } from '../set-up/paths.mjs';
import { say } from '../set-up/say.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite */
/** @typedef {import('./suites.mjs').Counts} Counts */

/** @param {number} since `performance.now()` of the start */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * @param {Suite} suite
 * @param {{ isLinux: boolean, mustNotSkip: boolean }} where under CI a skipped test is a failed one
 * @returns {Promise<{ line: string, counts: Counts, output: string }>}
 */
export async function runSuite(suite, { isLinux, mustNotSkip }) {
  const begin = performance.now();
  if (suite.linuxOnly && !isLinux) {
    const counts = mustNotSkip ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
    return { line: `${suite.name} ... skipped, it needs Linux`, counts, output: '' };
  }
  const { output, note = '', ...found } = await suite.run();
  const counts = mustNotSkip ? { ...found, failed: found.failed + found.skipped, skipped: 0 } : found;
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok';
  const size = counts.passed + counts.failed + counts.skipped > 1 ? ` (${counts.passed} passed)` : '';
  const more = note === '' ? '' : `\n  ${note}`;
  return { line: `${suite.name} ... ${verdict} ${seconds(begin)}${size}${more}`, counts, output };
}

/**
 * @param {Counts[]} all
 * @returns {string} the closing line
 */
export function closingLine(all) {
  const sum = (/** @type {keyof Counts} */ key) => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Runs suites, prints a line for each and the whole output only of those that fail, and closes with the counts. Each
 * output is also kept in `.cache/test/`.
 *
 * @param {Suite[][]} groups one after the other; the suites of a group run at the same time
 * @returns {Promise<number>} exit code
 */
export async function runSuites(groups) {
  const where = { isLinux: process.platform === 'linux', mustNotSkip: Boolean(process.env['CI']) };
  const logs = inRepository('.cache', 'test');
  mkdirSync(logs, { recursive: true });
  /** @type {Counts[]} */
  const all = [];
  for (const group of groups) {
    await Promise.all(
      group.map(async (suite) => {
        const { line, counts, output } = await runSuite(suite, where);
        all.push(counts);
        writeFileSync(join(logs, `${suite.name.replaceAll(' ', '-')}.log`), output);
        say(line);
        if (counts.failed > 0) say(`${output.trimEnd()}\n--- end of ${suite.name} ---`);
      }),
    );
  }
  const closing = closingLine(all);
  say(`\n${closing}`);
  return all.some(({ failed }) => failed > 0) ? 1 : 0;
}
