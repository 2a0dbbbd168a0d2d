import { expect, it } from 'vitest';
import { clientView } from '../core/report/report.test-kit.ts';
import { isConfirmed, isLeft } from './confirmed.ts';
import { type ShownAs, type ShownSides, shownSchema } from './findings.ts';

const at = 5;
const shown = (receiving: ShownAs | null, sending: ShownAs | null): ShownSides => ({
  receiving: receiving && { as: receiving, at },
  sending: sending && { as: sending, at },
});

it('a device is confirmed only when every side that it uses was seen or read back', () => {
  const seen = (receiving: ShownAs | null, sending: ShownAs | null) =>
    clientView('Phone', 'device-seen', { shown: shown(receiving, sending) });
  for (const one of shownSchema.options) {
    const proves = one === 'signed-in' || one === 'stored';
    expect(isConfirmed(seen('signed-in', one)), one).toBe(proves);
    expect(isLeft(seen('signed-in', one)), one).toBe(!proves);
  }
  expect([isConfirmed(seen('signed-in', null)), isLeft(seen('signed-in', null))]).toEqual([false, true]);
  const { client } = seen('signed-in', null);
  const fetcher = clientView('Fetcher', 'device-seen', {
    client: { ...client, sending: null },
    shown: shown('signed-in', null),
  });
  expect([isConfirmed(fetcher), isLeft(fetcher)]).toEqual([true, false]);
});

it('what somebody has told, or a device that is gone, is neither confirmed nor left', () => {
  for (const grade of ['told', 'gone', 'left-alone', 'cannot-check'] as const) {
    const view = clientView('Phone', grade);
    expect([isConfirmed(view), isLeft(view)]).toEqual([false, false]);
  }
});
