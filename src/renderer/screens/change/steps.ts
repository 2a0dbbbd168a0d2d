import type { AppUpdateView } from '../../../shared/apps.ts';
import { isConfirmed, isLeft } from '../../../shared/confirmed.ts';
import type { ClientKindView, ClientView, RotationStage } from '../../../shared/views.ts';
import { isInHand, isLocked } from './updates.ts';

/** Which of the four steps a stage belongs to, counted from 0. */
export function stepOf(stage: RotationStage, readyConfirmed: boolean): number {
  switch (stage) {
    case 'getting-ready':
    case 'not-ready':
      return 0;
    case 'new-password':
      return readyConfirmed ? 1 : 0;
    case 'staging':
    case 'submitting':
    case 'your-turn':
    case 'settling':
    case 'waiting':
    case 'verifying':
    case 'reverted':
    case 'needs-help':
      return 2;
    case 'round':
      return 3;
    case 'finished':
      return 4;
  }
}

export const isToDo = (view: ClientView): boolean => isLeft(view);
/** Devices for which there is a guide and something to press. An app's update stands in its place while it lasts. */
export const isGuided = (view: ClientView, update: AppUpdateView | null): boolean =>
  (isToDo(view) || view.grade === 'cannot-check') && !(update && isInHand(update));
/** The guide that is opened by itself: nothing else on the row asks for an answer first. */
export const isNext = (view: ClientView, update: AppUpdateView | null): boolean =>
  isToDo(view) && isGuided(view, update) && !(update && isLocked(update));
export const isDone = (view: ClientView): boolean => isConfirmed(view) || view.grade === 'told';

/** Devices that a change of the mailbox password concerns. */
export const isConcerned = ({ client }: ClientView): boolean => client.signIn.how === 'mailbox-password';

/**
 * Devices that would go on trying the old password by themselves after the change. A kind that the catalogue does not know
 * may well be one of them.
 */
export const keepsKnocking = (view: ClientView, catalogue: readonly ClientKindView[]): boolean =>
  isConcerned(view) &&
  view.grade !== 'gone' &&
  (catalogue.find(({ kind }) => kind === view.client.kind)?.knocks ?? true);
