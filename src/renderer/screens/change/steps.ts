import type { Grade } from '../../../shared/findings.ts';
import type { ClientView, RotationStage } from '../../../shared/views.ts';

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

const donePart: Record<Grade, 'done' | 'to-do' | 'aside'> = {
  'device-seen': 'done',
  stored: 'done',
  told: 'done',
  'settings-proved': 'to-do',
  'old-password': 'to-do',
  waiting: 'to-do',
  'left-alone': 'aside',
  'cannot-check': 'aside',
  gone: 'aside',
};

export const isToDo = ({ grade }: ClientView): boolean => donePart[grade] === 'to-do';
/** Devices for which there is a guide and something to press. */
export const isGuided = (view: ClientView): boolean => isToDo(view) || view.grade === 'cannot-check';
export const isDone = ({ grade }: ClientView): boolean => donePart[grade] === 'done';

/** Devices that a change of the mailbox password concerns. */
export const isConcerned = ({ client }: ClientView): boolean => client.signIn.how === 'mailbox-password';
