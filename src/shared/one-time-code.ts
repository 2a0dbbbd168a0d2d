import type { FailureCode } from './failures.ts';
import type { RotationView } from './views.ts';

/** What the apps for one-time codes show: six digits nearly always, eight at most (RFC 4226 section 5.3). */
export const oneTimeCodeForm = /^\d{6,8}$/;

const asking: readonly FailureCode[] = ['provider.second-factor', 'provider.wrong-code', 'provider.sign-in-ended'];

/** The provider goes on as soon as a person has typed a one-time code. */
export const asksForCode = ({ failure }: Pick<RotationView, 'failure'>): boolean =>
  failure !== null && asking.includes(failure.code);
