import type { ChangeAnswer, CheckAnswer } from '../../../src/core/ports.ts';
import { failureTable } from '../../../src/shared/failures.ts';
import { leaksIn } from './canaries.ts';

/** What the server behind a provider really heard and said, by its own account. */
export interface ProviderTruth {
  /** Requests that can set the password. */
  readonly changes: number;
  readonly signIns: number;
  readonly saidYes: boolean;
  readonly saidNo: boolean;
}

/** Judges the answer to a change by what the server knows. */
export function judgeChangeAnswer(answer: ChangeAnswer, truth: ProviderTruth, secrets: readonly string[]): string[] {
  const wrong: string[] = [];
  if (answer.kind === 'accepted' && !(truth.changes === 1 && truth.saidYes)) wrong.push('falsely accepted');
  if (answer.kind === 'refused' && truth.changes > 0 && !truth.saidNo) wrong.push('falsely refused');
  if (truth.changes > 1) wrong.push('sent more than once');
  if (truth.signIns > 1) wrong.push('more than one sign-in');
  if (answer.kind !== 'accepted') {
    const { effect } = failureTable[answer.code];
    if ((answer.kind === 'refused') !== (effect === 'none')) wrong.push(`${answer.kind} with the code ${answer.code}`);
    if (answer.technical.length > 600) wrong.push('a technical line without end');
  }
  return [...wrong, ...secrets.flatMap((secret) => leaksIn('answer', answer, secret))];
}

/** Judges the answer to a check: it changes nothing and says ready only where the server let it in. */
export function judgeCheckAnswer(answer: CheckAnswer, truth: ProviderTruth, secrets: readonly string[]): string[] {
  const wrong: string[] = [];
  if (truth.changes > 0) wrong.push('a check that changes');
  if (truth.signIns > 1) wrong.push('more than one sign-in');
  if (answer.kind === 'ready' && !truth.saidYes) wrong.push('falsely ready');
  return [...wrong, ...secrets.flatMap((secret) => leaksIn('answer', answer, secret))];
}
