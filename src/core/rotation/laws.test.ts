import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRotation } from './open.ts';
import { live } from './person.test-kit.ts';
import { boot, type Crash } from './process.test-kit.ts';
import { reduce } from './reduce.ts';
import { mailbox, newWorld, oldPassword, type Tried, type World, type WorldPlan } from './world.test-kit.ts';

/**
 * The laws of the protocol, with the app dying at every call it makes to the outside: before the call had its effect, and
 * after it without hearing of it. Then a person starts the app again and does what it asks.
 */
const minute = 60_000;
const day = 24 * 60 * minute;
const fresh = 'A new password 1!';
const other = 'Another password 2!';

const scenarios: Record<string, Partial<WorldPlan>> = {
  'self, applied and accepted': {},
  'self, applied and no answer': { answer: 'unknown' },
  'self, not applied and no answer': { answer: 'unknown', truth: 'not' },
  'self, refused': { answer: { refused: 'provider.too-short' } },
  'self, late and accepted': { truth: { late: 3 * minute } },
  'self, very late and no answer': { answer: 'unknown', truth: { late: 30 * minute } },
  'admin, current known': { mode: 'admin' },
  'admin, current unknown': { mode: 'admin', currentKnown: false, answer: 'unknown', truth: { late: 5 * minute } },
  'mail by OAuth, accepted': { mode: 'admin', mailSignIns: 'oauth' },
  'mail by OAuth, applied and no answer': { mode: 'admin', mailSignIns: 'oauth', answer: 'unknown' },
  'mail by OAuth, not applied and no answer': { mode: 'admin', mailSignIns: 'oauth', answer: 'unknown', truth: 'not' },
  'mail by OAuth, refused': { mode: 'admin', mailSignIns: 'oauth', answer: { refused: 'provider.too-short' } },
  'by hand, changed': { mode: 'by-hand' },
  'by hand, changed late': { mode: 'by-hand', truth: { late: 3 * minute } },
  'by hand, refused': { mode: 'by-hand', answer: { refused: 'provider.refused-by-hand' } },
  'by hand, gave up having changed it': { mode: 'by-hand', answer: 'unknown' },
  'by hand, gave up': { mode: 'by-hand', answer: 'unknown', truth: 'not' },
  'a server that is busy now and then': {
    trouble: (world) => (world.tried.length % 3 === 2 ? 'mail.server-busy' : null),
  },
};

async function livesOf(plan: Partial<WorldPlan>, crashes: readonly Crash[]): Promise<World> {
  const world = newWorld(plan);
  for (const [life, crash] of crashes.entries()) {
    if ((await live(world, crash, life === 0 ? fresh : other)) !== 'died') return world;
    world.now += 2_000;
  }
  await live(world, null, crashes.length === 0 ? fresh : other);
  return world;
}

/** Every law that a world may have broken, in words; none is the only right answer. */
function brokenLaws(world: World): string[] {
  const broken = [...world.broken];
  const facts = reduce(world.journal);
  const texts = [...world.keychain.values()];
  for (const text of [world.password, ...world.later.map((one) => one.password)]) {
    if (!texts.includes(text) && world.plan.currentKnown) broken.push('the real password is nowhere in the keychain');
  }
  const byRotation = new Map<string, string>();
  for (const { rotation, text } of world.sent) {
    if ((byRotation.get(rotation) ?? text) !== text) broken.push('unknown was answered with another new password');
    byRotation.set(rotation, text);
  }
  if (facts.current && !texts.includes(world.keychain.get(`${mailbox}/${facts.current.version}`) ?? '')) {
    broken.push('current is not in the keychain');
  }
  if (world.plan.mailSignIns === 'oauth' && world.tried.length > 0) broken.push('signed in where no password does');
  return [...broken, ...overBudget(world.tried), ...wrongVerdict(world)];
}

/** What the server saw, whatever the app's own books say. */
function overBudget(tried: readonly Tried[]): string[] {
  const refused = tried.filter((one) => one.refused);
  const broken: string[] = [];
  for (const [index, one] of refused.entries()) {
    const before = refused.slice(0, index);
    const within = (window: number) => before.filter((earlier) => earlier.at > one.at - window).length;
    if (within(10 * minute) >= 3) broken.push('more than 3 refused in 10 minutes');
    if (one.prompted === 'person') continue;
    if (within(10 * minute) >= 2) broken.push('more than 2 refused in 10 minutes without a click');
    if (within(7 * day) >= 4) broken.push('more than 4 refused in 7 days without a click');
  }
  return broken;
}

/** What the app says at the end must be what the server does. */
function wrongVerdict(world: World): string[] {
  const facts = reduce(world.journal);
  const current = facts.current ? world.keychain.get(`${mailbox}/${facts.current.version}`) : null;
  const last = facts.rotation?.ended?.as;
  const late = world.later.length > 0;
  if (last === 'finished' && current !== world.password) return ['finished, but current does not sign in'];
  if (last === 'reverted' && facts.current && !late && current !== world.password) {
    return ['reverted, but current does not sign in'];
  }
  return [];
}

async function callsWithoutCrash(plan: Partial<WorldPlan>): Promise<number> {
  const world = newWorld(plan);
  let calls = 0;
  // a crash point beyond the end: it only counts
  const crash = {
    get at() {
      calls += 1;
      return -1;
    },
    when: 'before' as const,
  };
  await live(world, crash, fresh);
  expect(brokenLaws(world)).toEqual([]);
  return calls;
}

describe('dying at any moment', () => {
  it.each(Object.entries(scenarios))(
    '%s',
    async (_name, plan) => {
      const calls = await callsWithoutCrash(plan);
      expect(calls).toBeGreaterThan(20);
      for (let at = 0; at < calls; at += 1) {
        for (const when of ['before', 'after'] as const) {
          const world = await livesOf(plan, [{ at, when }]);
          expect({ at, when, broken: brokenLaws(world) }).toEqual({ at, when, broken: [] });
          // where no server can be asked, a person may have to stop without knowing
          const canEnd = world.plan.truth === 'applied' && world.plan.mailSignIns === 'password';
          expect(reduce(world.journal).rotation?.ended === null && canEnd).toBe(false);
        }
      }
    },
    60_000,
  );

  it('again and again', async () => {
    const crash = fc.record({ at: fc.nat(90), when: fc.constantFrom('before' as const, 'after' as const) });
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(scenarios)),
      fc.array(crash, { minLength: 2, maxLength: 5 }),
      async (name, crashes) => {
        const world = await livesOf(scenarios[name] ?? {}, crashes);
        expect(brokenLaws(world)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  }, 60_000);
});

describe('replaying the journal', () => {
  it('gives the same facts, and no second change', async () => {
    for (const plan of Object.values(scenarios)) {
      const world = await livesOf(plan, []);
      const facts = reduce(world.journal);
      expect(reduce([...world.journal].reverse())).toEqual(facts);
      const lines = world.journal.length;
      const sent = world.sent.length;
      for (let times = 0; times < 3; times += 1) {
        const opened = await openRotation(boot(world).ports, mailbox);
        if (!opened.ok || !opened.value) throw new Error('the last rotation is there to be shown');
        await opened.value.resume();
        await opened.value.quiet();
      }
      expect([world.journal.length, world.sent.length]).toEqual([lines, sent]);
    }
  });
});

it('keeps the old password usable until the new one has signed in, whatever happens', async () => {
  const world = await livesOf({ answer: 'unknown', truth: 'not' }, []);
  expect(world.password).toBe(oldPassword);
  expect([...world.keychain.values()]).toContain(oldPassword);
  expect([...world.keychain.values()]).toContain(fresh);
});
