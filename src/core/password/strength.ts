/** How hard a password is to guess. `guesses` is the power of ten of the guesses needed. */
export interface Strength {
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly guesses: number;
}

/** The part of an estimator library that is used, so that its 750 KB are loaded where they are needed and not here. */
export interface StrengthLibrary {
  check(password: string, known?: string[]): { readonly score: number; readonly guessesLog10: number };
}

/** Characters that are looked at: guessing time grows faster than length, and more than this is strong anyway. */
const longestEstimated = 100;

/**
 * An estimator that loads its library at the first use. `known` are words a guesser would try first, such as the address.
 * A library that could not be loaded is tried again at the next call.
 */
export function strengthEstimator(load: () => Promise<StrengthLibrary>) {
  let loading: Promise<StrengthLibrary> | null = null;
  return async (text: string, known: readonly string[] = []): Promise<Strength> => {
    loading ??= load();
    try {
      const library = await loading;
      const { score, guessesLog10 } = library.check(text.normalize('NFC').slice(0, longestEstimated), [...known]);
      return { score: asScore(score), guesses: Math.max(0, guessesLog10) };
    } catch (thrown) {
      loading = null;
      throw thrown;
    }
  };
}

function asScore(score: number): Strength['score'] {
  if (score >= 4) return 4;
  if (score >= 3) return 3;
  if (score >= 2) return 2;
  return score >= 1 ? 1 : 0;
}
