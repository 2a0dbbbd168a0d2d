import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import { success } from '../../../src/shared/result.ts';
import { sequence } from './commands.ts';
import { regressions } from './regressions.ts';
import { brokenBy, type Plant, runSequences } from './sequences.ts';

const seed = 20_260_301;
const slice = 500;

describe('whatever happens, in whatever order', () => {
  it(`no law is broken in ${slice} sequences, and they come to what their commands are there for`, async () => {
    const seen = new Set<string>();
    expect(await runSequences(0, slice, seed, seen)).toEqual({ runs: slice, failures: [] });
    const wanted = ['sheet', 'put back', 'old one dead', 'old one not asked: request.busy', 'sensible', 'only-page'];
    const said = ['say-changed', 'say-refused', 'say-gave-up', 'say-different'];
    expect([...wanted, ...said].filter((one) => !seen.has(one))).toEqual([]);
  }, 180_000);

  it.each(regressions)('again: %s', async (_name, one) => {
    expect(await brokenBy(one)).toEqual([]);
  });
});

/** Bugs that somebody could write, and the law by which they are found. */
const plants: readonly (readonly [string, string, Plant])[] = [
  [
    'files that are not synced',
    '(I4)',
    ({ computer: { disk } }) => {
      disk.trouble.liesAboutSync = true;
    },
  ],
  [
    'a budget that says yes to everything',
    '(I4)',
    ({ computer }) => {
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
    ({ computer }) => {
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
    ({ computer }) => {
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
    ({ computer }) => {
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
  [
    'a refused sign-in that is tried twice for one line',
    '(I4)',
    ({ computer }) => {
      computer.plant = (ports) => ({
        ...ports,
        probe: {
          open: async (endpoint, options) => {
            const opened = await ports.probe.open(endpoint, options);
            if (!opened.open) return opened;
            const { connection } = opened;
            const signIn: typeof connection.signIn = async (user, secret) => {
              const first = await connection.signIn(user, secret);
              return first.ok ? first : await connection.signIn(user, secret);
            };
            return { open: true, connection: { ...connection, signIn } };
          },
        },
      });
    },
  ],
  [
    'a sheet of the current password alone',
    '(I6)',
    ({ computer }) => {
      computer.plant = (ports) => ({
        ...ports,
        async allKept() {
          const read = await ports.journal.read(mailbox);
          const current = read.ok ? reduce(read.value).current?.version : undefined;
          return success(current ? [{ mailbox, version: current }] : []);
        },
      });
    },
  ],
  [
    'quitting that is not asked about while the ladder waits',
    '(I7)',
    (session) => {
      const { holds } = session;
      session.holds = (stage) => stage !== 'waiting' && holds(stage);
    },
  ],
  [
    'quitting that is asked about until the round is over',
    '(I7)',
    (session) => {
      const { holds } = session;
      session.holds = (stage) => stage === 'round' || holds(stage);
    },
  ],
];

describe('a planted bug is found', () => {
  it.each(plants)('%s', async (_name, law, plant) => {
    const some = fc.sample(sequence, { seed, numRuns: 60 });
    const seen: string[] = [];
    for (const one of some) {
      seen.push(...(await brokenBy(one, plant)));
      if (seen.some((one) => one.includes(law))) break;
    }
    expect(seen.join('; ')).toContain(law);
  });
});
