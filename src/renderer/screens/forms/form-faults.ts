import { useEffect, useRef } from 'react';
import type { Failure } from '../../../shared/failures.ts';

/** One sentence per field that is not right yet, by the field's name. */
export type Faults = Readonly<Record<string, string | undefined>>;

/**
 * The field that main names, as the form knows it: `draft.receiving.host` is `receiving.host` here. Null if the failure
 * names none or one that this form does not have.
 */
export function fieldOf(failure: Failure, known: readonly string[]): string | null {
  const named = failure.field;
  if (named === null) return null;
  return known.find((key) => named === key || named.endsWith(`.${key}`)) ?? null;
}

/** After a try that failed, moves the focus to the first field that is at fault. `tries` counts them. */
export function useFocusOnFault(tries: number) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input')?.focus();
  }, [tries]);
  return form;
}
