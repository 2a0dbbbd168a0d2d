import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptAsk } from '../ports.ts';
import { type AttemptRecord, decideAttempt, refusalsAt, stillCounting } from './budget.ts';
import { firstVersion, mailbox } from './world.test-kit.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = 100 * day;
const ask: AttemptAsk = {
  ...{ server: 'mail.example.test', mailbox, version: firstVersion },
  ...{ standing: 'unproven', prompted: 'rung' },
};
const refusedAt = (at: number, more: Partial<AttemptRecord> = {}): AttemptRecord => ({
  ...{ at, server: 'mail.example.test', mailbox, version: firstVersion, standing: 'unproven', state: 'refused' },
  ...more,
});

describe('the attempt budget', () => {
  it.each([
    ['nothing yet', [], 'rung', null],
    ['one refusal', [minute], 'rung', null],
    ['two in ten minutes', [minute, 2 * minute], 'rung', 8 * minute],
    ['two in ten minutes, a click', [minute, 2 * minute], 'person', null],
    ['three in ten minutes, a click', [minute, 2 * minute, 3 * minute], 'person', 7 * minute],
    ['four in seven days', [day, 2 * day, 3 * day, 4 * day], 'rung', 3 * day],
    ['four in seven days, a click', [day, 2 * day, 3 * day, 4 * day], 'person', null],
    ['five in seven days', [day, 2 * day, 3 * day, 4 * day, 5 * day], 'rung', 3 * day],
    ['older than seven days', [8 * day, 9 * day, 10 * day, 11 * day], 'rung', null],
    ['the same secret, no prompt', [6 * day], 'app', day],
  ] as const)('%s', (_name, ages, prompted, freeIn) => {
    const history = ages.map((age) => refusedAt(now - age)).sort((a, b) => a.at - b.at);
    const expected = freeIn === null ? { granted: true } : { granted: false, freeAt: now + freeIn };
    expect(decideAttempt(history, { ...ask, prompted }, now)).toEqual(expected);
  });

  it('counts per server name, over all mailboxes, without case and final dot', () => {
    const history = [refusedAt(now - 1), refusedAt(now - 1, { server: 'MAIL.example.test.' })];
    expect(decideAttempt(history, ask, now).granted).toBe(false);
    expect(decideAttempt(history, { ...ask, server: 'other.example.test' }, now).granted).toBe(true);
  });

  it('counts an attempt in flight as refused, unless secrets are proven', () => {
    const flying = (standing: 'proven' | 'unproven') => refusedAt(now, { state: 'in-flight', standing });
    const two = [flying('unproven'), flying('unproven')];
    expect(decideAttempt(two, ask, now).granted).toBe(false);
    expect(decideAttempt(two, { ...ask, standing: 'proven' }, now).granted).toBe(true);
    expect(decideAttempt([flying('proven'), flying('proven')], ask, now).granted).toBe(true);
    expect(decideAttempt([refusedAt(now), refusedAt(now)], { ...ask, standing: 'proven' }, now).granted).toBe(false);
  });

  it('lets a secret that has signed in since its refusal be tried without a prompt', () => {
    const app: AttemptAsk = { ...ask, prompted: 'app' };
    const signedIn = refusedAt(now, { state: 'signed-in' });
    expect(decideAttempt([refusedAt(now)], app, now).granted).toBe(false);
    expect(decideAttempt([refusedAt(now), signedIn], app, now).granted).toBe(true);
    expect(decideAttempt([signedIn, refusedAt(now)], app, now).granted).toBe(false);
  });

  it('frees nothing when the clock is put back, and never exceeds the limits', () => {
    const future = [refusedAt(now + 30 * day), refusedAt(now + 30 * day)];
    expect(decideAttempt(future, ask, now)).toEqual({ granted: false, freeAt: now + 10 * minute });
    expect(stillCounting([...future, refusedAt(now - 8 * day)], now)).toEqual(future);
    const steps = fc.array(fc.integer({ min: -2 * minute, max: 20 * minute }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(steps, (pauses) => {
        let history: AttemptRecord[] = [];
        let clock = now;
        // what truly passes, whatever the wall clock says: a clock put back has not made time pass
        let passed = 0;
        const spent: number[] = [];
        for (const pause of pauses) {
          clock += pause;
          passed += Math.max(pause, 0);
          if (!decideAttempt(history, ask, clock).granted) continue;
          history = stillCounting([...history, refusedAt(clock)], clock);
          spent.push(passed);
        }
        for (const at of spent) {
          const window = spent.filter((one) => one > at - 10 * minute && one <= at);
          expect(window.length).toBeLessThanOrEqual(2);
        }
        expect(spent.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('tells the face what counts', () => {
    const history = [refusedAt(now - day), refusedAt(now - minute), refusedAt(now, { state: 'signed-in' })];
    expect(refusalsAt(history, 'mail.example.test', now)).toEqual({ inTenMinutes: 1, inSevenDays: 2 });
  });
});
