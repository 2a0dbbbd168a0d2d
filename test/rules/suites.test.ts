import { describe, expect, it } from 'vitest';

import { closingLine, runSuite } from '../../scripts/suites/run-suites.mjs';
import { contractCases, countsOf } from '../../scripts/suites/suites.mjs';

const linux = { isLinux: true, mustNotSkip: false };

function suiteWith(counts: { passed: number; failed: number; skipped: number }, linuxOnly = false) {
  return { name: 'unit', linuxOnly, run: () => Promise.resolve({ ...counts, output: 'what it said' }) };
}

describe('the closing line', () => {
  it('counts everything, and names skipped ones only where there are any', () => {
    const counts = { passed: 3, failed: 0, skipped: 0 };
    expect(closingLine([counts, { passed: 2, failed: 1, skipped: 0 }])).toBe('5 passed, 1 failed');
    expect(closingLine([counts, { passed: 0, failed: 0, skipped: 2 }])).toBe('3 passed, 0 failed, 2 skipped');
  });
});

describe('a suite', () => {
  it('passes only without a failure', async () => {
    const good = await runSuite(suiteWith({ passed: 3, failed: 0, skipped: 0 }), linux);
    expect(good.line).toMatch(/^unit \.\.\. ok \d+\.\d s \(3 passed\)$/);
    const bad = await runSuite(suiteWith({ passed: 3, failed: 1, skipped: 0 }), linux);
    expect(bad.line).toMatch(/^unit \.\.\. FAILED \d+\.\d s/);
    expect(bad.output).toBe('what it said');
  });

  it('that needs Linux is skipped elsewhere and says so, and fails under CI', async () => {
    const suite = suiteWith({ passed: 1, failed: 0, skipped: 0 }, true);
    const elsewhere = await runSuite(suite, { isLinux: false, mustNotSkip: false });
    expect(elsewhere).toMatchObject({ line: 'unit ... skipped, it needs Linux', counts: { skipped: 1, failed: 0 } });
    expect((await runSuite(suite, { isLinux: false, mustNotSkip: true })).counts.failed).toBe(1);
  });

  it('with a skipped test fails under CI', async () => {
    const suite = suiteWith({ passed: 1, failed: 0, skipped: 2 });
    expect((await runSuite(suite, linux)).counts).toEqual({ passed: 1, failed: 0, skipped: 2 });
    expect((await runSuite(suite, { isLinux: true, mustNotSkip: true })).counts).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
    });
  });

  it('says how many cases of the provider contract were played on whom', () => {
    const contract = (name: string) => ({ ancestorTitles: [`the provider contract: ${name}`], status: 'passed' });
    const other = { ancestorTitles: ['one HTTP call'], status: 'passed' };
    const file = (assertionResults: object[]) => ({ status: 'passed', assertionResults });
    const report = { testResults: [file([contract('b'), contract('b'), other]), file([contract('a')])] };
    expect(contractCases(JSON.stringify(report))).toBe('provider contract: 3 cases on 2 providers (a 1; b 2)');
    const made = { testResults: [file([contract('c, a fake made from documents'), contract('b')])] };
    expect(contractCases(JSON.stringify(made))).toBe(
      'provider contract: 2 cases on 2 providers; 1 on 1 of them self-consistent, never met a server (b 1; c, a fake made from documents 1)',
    );
    expect(contractCases(JSON.stringify({ testResults: [file([other])] }))).toBe('');
  });

  it('says more of itself on a line of its own', async () => {
    const run = () => Promise.resolve({ passed: 3, failed: 0, skipped: 0, output: '', note: 'three cases' });
    expect((await runSuite({ name: 'unit', run }, linux)).line).toMatch(/\(3 passed\)\n {2}three cases$/);
  });

  it('counts a test file that cannot be loaded as a failure', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(countsOf(JSON.stringify(report))).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
});
