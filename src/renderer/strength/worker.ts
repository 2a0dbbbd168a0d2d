import { type Strength, strengthEstimator } from '../../core/password/strength.ts';

/** What the page asks: estimate this text, with words that a guesser would try first. */
export interface StrengthQuestion {
  id: number;
  text: string;
  known: readonly string[];
}
export interface StrengthAnswer {
  id: number;
  strength: Strength | null;
}

const estimate = strengthEstimator(async () => {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
});

self.addEventListener('message', (event: MessageEvent<StrengthQuestion>) => {
  const { id, text, known } = event.data;
  estimate(text, known).then(
    (strength) => self.postMessage({ id, strength } satisfies StrengthAnswer),
    () => self.postMessage({ id, strength: null } satisfies StrengthAnswer),
  );
});
