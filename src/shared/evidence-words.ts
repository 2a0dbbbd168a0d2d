import type { Shown } from './findings.ts';
import type { ClientView } from './views.ts';

type Side = 'receiving' | 'sending';
type Sides = Side | 'both';

/** A sentence under `shown` in the message catalogue: what was seen, and of which side of the device. */
export type SaidKey =
  | `${'signed-in' | 'stored' | 'holds-old' | 'tried-old'}.${Sides}`
  | `${'not-seen' | 'already'}.${Side}`;

export interface Said {
  readonly key: SaidKey;
  /** When it was so, wall-clock milliseconds; null where that is no part of the sentence. */
  readonly at: number | null;
}

/** The sentences of `saidOf` are the whole reason for the grade: its own sentence would only say the same again. */
export const restsOnSaid = ({ grade }: ClientView, said: readonly unknown[]): boolean =>
  said.length > 0 && (grade === 'device-seen' || grade === 'stored' || grade === 'old-password');

const sides = ['receiving', 'sending'] as const;

/**
 * What the device itself has shown, each side said by name, in the order in which it is read. For `device-seen`, `stored`
 * and `old-password` these sentences are the whole reason for the grade; beside the other grades they are what is known
 * in addition. Empty where nothing was shown that counts.
 */
export function saidOf(view: ClientView): readonly Said[] {
  switch (view.grade) {
    case 'device-seen':
      return [...all(view, 'signed-in'), ...unseen(view)];
    case 'stored':
      return all(view, 'stored');
    case 'old-password':
      return [...all(view, 'holds-old'), ...all(view, 'tried-old'), ...all(view, 'signed-in'), ...already(view)];
    case 'settings-proved':
    case 'told':
    case 'waiting':
    case 'cannot-check':
      return [...all(view, 'signed-in'), ...already(view)];
    case 'left-alone':
    case 'gone':
      return [];
  }
}

/** The sides that this was seen of, in one sentence where it was so at one time. */
function all(view: ClientView, as: Shown['as']): readonly Said[] {
  const seen = shownAs(view, as);
  if (seen.length === 0) return [];
  const times = seen.map(({ at }) => at);
  const isOneMoment = !timed.includes(as) || Math.max(...times) - Math.min(...times) <= moment;
  if (seen.length === 2 && isOneMoment) return [{ key: `${as}.both`, at: Math.max(...times) }];
  return seen.map(({ side, at }) => ({ key: `${as}.${side}`, at }));
}

/** Their sentences say when, and one sentence says it once. */
const timed: readonly Shown['as'][] = ['signed-in', 'tried-old'];
/** What lies closer together is said in one, in ms. */
const moment = 60_000;

function shownAs({ client, shown }: ClientView, as: Shown['as']): readonly { side: Side; at: number }[] {
  return sides.flatMap((side) => {
    const one = shown[side];
    return client[side] !== null && one?.as === as ? [{ side, at: one.at }] : [];
  });
}

const already = (view: ClientView): readonly Said[] =>
  shownAs(view, 'stored').map(({ side }) => ({ key: `already.${side}`, at: null }));

/** A side that has not signed in is said too: apps keep the two passwords apart. */
function unseen({ client, shown }: ClientView): readonly Said[] {
  return sides.flatMap((side): readonly Said[] => {
    if (client[side] === null || shown[side]?.as === 'signed-in') return [];
    return [{ key: shown[side]?.as === 'stored' ? `already.${side}` : `not-seen.${side}`, at: null }];
  });
}
