import { describe, expect, it } from 'vitest';
import type { AppAccount, AppHolding, MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import type { AppTrouble } from '../../shared/apps.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { type Comparing, Deadline, holdingOf, type Sightings, sightApps } from './look-at-apps.ts';
import { createUnlocks } from './unlocks.ts';

const anna = 'anna@example.test';
const receiving = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' } as const;
const record = { address: anna, user: anna, receiving, sending: null, clients: [] } as unknown as MailboxRecord;
const account: AppAccount = {
  ...{ app: 'tidy', key: 'k', profile: 'p', place: '/p', fixed: null, user: anna },
  ...receiving,
};
const never = new Promise<never>(() => undefined);

/** An app that behaves, but for what the test says. */
function app(more: Partial<MailApp> = {}, id = 'tidy'): MailApp {
  return {
    manifest: { id, name: id, clientKind: 'other', store: 'plain', whileOpen: 'fine' },
    find: () => Promise.resolve({ accounts: [account], troubles: [] }),
    isOpen: () => Promise.resolve(false),
    holds: () => Promise.resolve({ holds: 'new', why: null }),
    plan: () => Promise.resolve({ possible: false, why: 'absent' }),
    write: () => Promise.resolve({ done: false, why: 'absent', effect: 'none' }),
    ...more,
  };
}

async function within<T>(ms: number, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const deadline = new Deadline(ms);
  try {
    return await work(deadline);
  } finally {
    deadline.clear();
  }
}

const told = ({ found, troubles }: Sightings) => ({
  found: found.map((one) => one.app.manifest.id),
  troubles: troubles.map((one) => `${one.app.manifest.id}: ${one.why}`),
});
const sight = (apps: MailApp[]) => within(200, async (deadline) => told(await sightApps(apps, record, deadline)));

describe('a look at apps', () => {
  it.each<[string, MailApp['find']]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    ['never answers', () => never],
  ])('goes on where one %s', async (_does, find) => {
    expect(await sight([app({ find }, 'odd'), app()])).toEqual({
      found: ['tidy'],
      troubles: ['odd: not-looked-at'],
    });
  });

  it('takes no longer than it may, however many hang', async () => {
    const begun = performance.now();
    await sight(Array.from({ length: 30 }, () => app({ find: () => never })));
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it('looks into a few of a hundred thousand accounts', async () => {
    const accounts = Array.from({ length: 100_000 }, (_, i) => ({ ...account, key: `${i}` }));
    let asked = 0;
    const holds = (): Promise<AppHolding> => {
      asked += 1;
      return Promise.resolve({ holds: 'new', why: null });
    };
    const find = () => Promise.resolve({ accounts, troubles: [] });
    await within(5_000, async (deadline) => {
      const seen = await sightApps([app({ find, holds })], record, deadline);
      expect(told(seen).troubles).toEqual(['tidy: too-many']);
      for (const one of seen.found) await holdingOf(one, { ...knowing, deadline });
    });
    expect(asked).toBe(40);
  });

  it('tells a few of a hundred thousand troubles', async () => {
    const troubles = Array.from({ length: 100_000 }, (_, i) => ({ place: `/${i}`, why: 'unreadable' as const }));
    const seen = await sight([app({ find: () => Promise.resolve({ accounts: [], troubles }) })]);
    expect(seen.troubles).toHaveLength(50);
  });
});

const known = { right: new Secret('Right-1'), earlier: [] };
const knowing: Omit<Comparing, 'deadline'> = { known, unlocks: createUnlocks(), typed: null };
const own = { account, whose: 'yes' } as const;
const holding = (holds: MailApp['holds'], more: Partial<Comparing> = {}) =>
  within(200, (deadline) => holdingOf({ ...own, app: app({ holds }) }, { ...knowing, deadline, ...more }));
const answers =
  (holds: AppHolding['holds'], why: AppTrouble | null = null) =>
  () =>
    Promise.resolve({ holds, why });

describe('what an app holds', () => {
  it.each<[string, MailApp['holds']]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['never answers', () => never],
  ])('is not known where it %s', async (_does, holds) => {
    expect(await holding(holds)).toEqual({ holds: 'unsupported', why: 'not-looked-at' });
  });

  it.each(['old', 'new', 'another'] as const)('is no verdict in doubt: %s', async (holds) => {
    expect(await holding(answers(holds))).toEqual({ holds, why: null });
    expect(await holding(answers(holds), { known: null })).toEqual({ holds: 'unsupported', why: 'in-doubt' });
  });

  it.each(['none', 'locked', 'oauth'] as const)('is told in doubt where no password is judged: %s', async (holds) => {
    expect((await holding(answers(holds), { known: null })).holds).toBe(holds);
  });

  it('is compared with nothing in doubt', async () => {
    const seen: unknown[] = [];
    await holding(
      (_account, passwords) => {
        seen.push(passwords);
        return Promise.resolve({ holds: 'another', why: null });
      },
      { known: null },
    );
    expect(seen).toEqual([{ right: null, earlier: [] }]);
  });
});

describe('what was typed to open a store', () => {
  const typed = new Secret('Primary-1');
  const opensTo =
    (after: AppHolding): MailApp['holds'] =>
    (_account, _known, unlock) =>
      Promise.resolve(unlock ? after : { holds: 'locked', why: 'needs-unlocking' });

  it.each([
    ['new', true],
    ['old', true],
    ['another', true],
    ['none', false],
    ['locked', false],
    ['unsupported', false],
    ['oauth', false],
  ] as const)('is kept if it did: %s %s', async (holds, kept) => {
    const unlocks = createUnlocks();
    await holding(opensTo({ holds, why: null }), { unlocks, typed });
    expect(unlocks.of(account.place) !== null).toBe(kept);
  });

  it('is not kept where the answer came too late, or another space was shown meanwhile', async () => {
    const unlocks = createUnlocks();
    await holding((...[, , unlock]) => (unlock ? never : answers('locked')()), { unlocks, typed });
    expect(unlocks.of(account.place)).toBeNull();
    await holding(
      (...[, , unlock]) => {
        if (unlock) unlocks.forget();
        return answers(unlock ? 'new' : 'locked')();
      },
      { unlocks, typed },
    );
    expect(unlocks.of(account.place)).toBeNull();
  });
});
