import type { Failure } from '../../src/shared/failures.ts';
import { en } from '../../src/shared/texts/en/index.ts';
import type { RotationView } from '../../src/shared/views.ts';

/** The sentences of a failure in the English catalogue: what happened, and what to do. */
export function failureWords(failure: Pick<Failure, 'code'>): string {
  const { what, advice } = wordsOf(failure);
  return `${what} ${advice}`;
}

function wordsOf({ code }: Pick<Failure, 'code'>): { readonly what: string; readonly advice: string } {
  let found: unknown = en.failure;
  for (const part of code.split('.')) found = typeof found === 'object' && found ? Reflect.get(found, part) : undefined;
  const words: unknown = found;
  if (typeof words !== 'object' || words === null || !('what' in words) || !('do' in words)) throw new Error(code);
  return { what: String(words.what), advice: String(words.do) };
}

/** The heading of the screen that a rotation is shown on, and the words of its reason, as the window chooses them. */
export function screenWords({ stage, failure }: Pick<RotationView, 'stage' | 'failure'>): string {
  const reason = failure ? failureWords(failure) : '';
  // while it tries again by itself, it must not say that it does not
  const spreading = stage === 'waiting' && failure?.code === 'mail.wrong-password';
  return [headingOf(stage, failure), spreading ? `${en.changing.waitingLead} ${wordsOf(failure).what}` : reason]
    .join(' ')
    .trim();
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
