import type { Sequence } from './commands.ts';

/** The smallest cases of sequences that once broke a law, or seemed to: each is run again every time. */
export const regressions: readonly (readonly [string, Sequence])[] = [
  [
    'the clock is put forward while the ladder waits',
    {
      mode: 'self',
      commands: [
        { do: 'fate', truth: 'not-applied', answer: 'accepted' },
        { do: 'start' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'clock-jump', ms: 18_000_000 },
        { do: 'pass', ms: 691_200_000 },
        { do: 'person', who: 0, act: 'change' },
      ],
    },
  ],
  [
    'the clock is put forward between two clicks on checking again',
    {
      mode: 'self',
      commands: [
        { do: 'fate', truth: 'applied', answer: 'accepted' },
        { do: 'start' },
        { do: 'third-party' },
        { do: 'person', who: 0, act: 'change' },
        { do: 'fate', truth: 'not-applied', answer: 'accepted' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'kill', how: 'process' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'pass', ms: 5000 },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'keychain', trouble: 'lossy', acts: 28 },
        { do: 'start' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 1, act: 'sensible' },
        { do: 'clock-jump', ms: 660000 },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
      ],
    },
  ],
  [
    'it dies while it takes down what the person had thought of at the page',
    {
      mode: 'by-hand',
      commands: [
        { do: 'start' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'person', who: 0, act: 'sensible' },
        { do: 'doom', acts: 33, when: 'after' },
        { do: 'person', who: 0, act: 'say-different' },
        { do: 'restart' },
        { do: 'person', who: 0, act: 'say-changed' },
      ],
    },
  ],
];
