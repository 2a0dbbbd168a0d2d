import type { Failure } from '../../src/shared/failures.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import type { RotationView } from '../../src/shared/views.ts';

/** The sentences of a failure in the English catalogue: what happened, and what to do. */
export function failureWords({ code }: Pick<Failure, 'code'>): string {
  let found: unknown = en.failure;
  for (const part of code.split('.')) found = typeof found === 'object' && found ? Reflect.get(found, part) : undefined;
  const words: unknown = found;
  if (typeof words !== 'object' || words === null || !('what' in words) || !('do' in words)) throw new Error(code);
  return `${String(words.what)} ${String(words.do)}`;
}

/** The heading of the screen that a rotation is shown on, and the words of its reason, as the window chooses them. */
export function screenWords({ stage, failure }: Pick<RotationView, 'stage' | 'failure'>): string {
  return [headingOf(stage, failure), failure ? failureWords(failure) : ''].join(' ').trim();
}

function headingOf(stage: RotationView['stage'], failure: Failure | null): string {
  switch (stage) {
    case 'waiting':
      // only a refusal says that the server does not know the new password
      return !failure || failure.code === 'mail.wrong-password' ? en.changing.waitingTitle : en.changing.openTitle;
    case 'not-ready':
      return en.ready.titleBad;
    case 'needs-help':
      return en.outcome.helpTitle;
    case 'reverted':
      return en.outcome.revertedTitle;
    case 'round':
      return en.round.titleNone;
    default:
      return '';
  }
}
