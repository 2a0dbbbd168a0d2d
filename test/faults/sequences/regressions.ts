import type { Command } from './commands.ts';

/** The smallest cases of sequences that once broke a law, or seemed to: each is run again every time. */
export const regressions: readonly (readonly [string, readonly Command[]])[] = [
  [
    'the clock is put forward while the ladder waits',
    [
      { do: 'fate', truth: 'not-applied', answer: 'accepted' },
      { do: 'start' },
      { do: 'person', who: 0, act: 'sensible' },
      { do: 'person', who: 0, act: 'sensible' },
      { do: 'clock-jump', ms: 18_000_000 },
      { do: 'pass', ms: 691_200_000 },
      { do: 'person', who: 0, act: 'change' },
    ],
  ],
];
