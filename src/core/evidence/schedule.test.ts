import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import { endsWatching, waitBefore } from './schedule.ts';

const minute = 60_000;

describe('the next look', () => {
  it.each([
    [0, 20_000],
    [9.9 * minute, 20_000],
    [10 * minute, 5 * minute],
    [129 * minute, 5 * minute],
    [130 * minute, 30 * minute],
    [9_000 * minute, 30 * minute],
  ])('after %i ms of watching is in %i ms', (since, wait) => {
    expect(waitBefore(since, 0, null)).toBe(wait);
  });

  it('is later with every failure, and never later than half an hour', () => {
    const busy = failure('provider.busy');
    expect([1, 2, 3, 400].map((failures) => waitBefore(0, failures, busy))).toEqual([
      40_000,
      80_000,
      160_000,
      30 * minute,
    ]);
  });

  it('waits until the budget may be free again', () => {
    expect(waitBefore(0, 1, failure('mail.budget-spent'))).toBe(10 * minute);
  });
});

it.each([
  ['provider.wrong-current', true],
  ['provider.locked', true],
  ['provider.credential-refused', true],
  ['provider.second-factor', true],
  ['provider.certificate', false],
  ['provider.busy', false],
  ['provider.unreachable', false],
  ['provider.odd-answer', false],
  ['mail.budget-spent', false],
  ['keychain.locked', false],
  ['request.busy', false],
] as const)('%s ends the watching: %s', (code, ends) => {
  expect(endsWatching(failure(code))).toBe(ends);
});
