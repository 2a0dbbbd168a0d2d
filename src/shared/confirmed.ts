import type { ClientView } from './views.ts';

/** What a grade rests on. */
export type Graded = Pick<ClientView, 'client' | 'grade' | 'shown'>;

const sides = ['receiving', 'sending'] as const;

/**
 * True if the device itself has shown that it has the new password, on every side that it uses: apps keep the password
 * for receiving and the one for sending apart. A device that was only seen receiving is graded `device-seen`, and not done.
 */
export function isConfirmed({ client, grade, shown }: Graded): boolean {
  if (grade !== 'device-seen' && grade !== 'stored') return false;
  return sides.every((side) => client[side] === null || ['signed-in', 'stored'].includes(shown[side]?.as ?? ''));
}

/** True if somebody still has to go to the device. */
export const isLeft = (view: Graded): boolean =>
  ['settings-proved', 'old-password', 'waiting'].includes(view.grade) ||
  (view.grade === 'device-seen' && !isConfirmed(view));
