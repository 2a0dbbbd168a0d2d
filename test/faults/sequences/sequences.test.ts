import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { success } from '../../../src/shared/result.ts';
import { sequence } from './commands.ts';
import { regressions } from './regressions.ts';
import { brokenBy, type Plant, runSequences } from './sequences.ts';

const seed = 20_260_301;
const slice = 500;

describe('whatever happens, in whatever order', () => {
  it(`no law is broken in ${slice} sequences`, async () => {
    expect(await runSequences(0, slice, seed)).toEqual({ runs: slice, failures: [] });
  }, 180_000);

  it.each(regressions)('again: %s', async (_name, commands) => {
    expect(await brokenBy(commands)).toEqual([]);
  });
});

/** Bugs that somebody could write, and the law by which they are found. */
const plants: readonly (readonly [string, string, Plant])[] = [
  [
    'files that are not synced',
    '(I4)',
    ({ disk }) => {
      disk.trouble.liesAboutSync = true;
    },
  ],
  [
    'a budget that says yes to everything',
    '(I4)',
    (computer) => {
      const reservation = { settle: () => Promise.resolve() };
      computer.plant = (ports) => ({
        ...ports,
        ledger: { ...ports.ledger, reserve: () => Promise.resolve({ granted: true, reservation }) },
      });
    },
  ],
  [
    'a new password that is not read back',
    '(I1)',
    (computer) => {
      const held = new Map<string, Secret>();
      computer.plant = (ports) => ({
        ...ports,
        secrets: {
          ...ports.secrets,
          put: (_mailbox, version, secret) => {
            held.set(version, secret);
            return Promise.resolve(success(undefined));
          },
          get: (mailbox, version) => {
            const secret = held.get(version);
            return secret ? Promise.resolve(success(new Secret(secret.reveal()))) : ports.secrets.get(mailbox, version);
          },
        },
      });
    },
  ],
  [
    'a version that is removed as soon as another one is current',
    '(I2)',
    (computer) => {
      computer.plant = (ports) => ({
        ...ports,
        journal: {
          ...ports.journal,
          async append(mailbox, fact) {
            if (fact.type === 'submitting') await ports.secrets.remove(mailbox, fact.version);
            return await ports.journal.append(mailbox, fact);
          },
        },
      });
    },
  ],
  [
    'a sign-in that is believed unseen',
    '(I3)',
    (computer) => {
      computer.plant = (ports) => ({
        ...ports,
        journal: {
          ...ports.journal,
          append: (mailbox, fact) =>
            fact.type === 'probed'
              ? ports.journal.append(mailbox, { ...fact, outcome: 'signed-in', code: null })
              : ports.journal.append(mailbox, fact),
        },
      });
    },
  ],
];

describe('a planted bug is found', () => {
  it.each(plants)('%s', async (_name, law, plant) => {
    const some = fc.sample(sequence, { seed, numRuns: 60 });
    const seen: string[] = [];
    for (const commands of some) {
      seen.push(...(await brokenBy(commands, plant)));
      if (seen.some((one) => one.includes(law))) break;
    }
    expect(seen.join('; ')).toContain(law);
  });
});
