import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignIn, signInLogSchema } from '../../shared/at-provider.ts';
import { device, line, logOf, names, noon, ours, reading } from './evidence.test-kit.ts';

const phone = device('phone', { kind: 'iphone' });
const pc = device('pc', { kind: 'thunderbird' });
const scanner = device('scanner', { receiving: null });
const office = device('office', { receiving: 'pop3' });

const entry = fc.record({
  seconds: fc.integer({ min: -60, max: 900 }),
  protocol: fc.constantFrom('imap', 'pop3', 'smtp'),
  outcome: fc.constantFrom('signed-in', 'refused'),
  client: fc.constantFrom(null, 'Thunderbird 153.7.0', 'iPhone Mail 21A329', 'nobody knows 1'),
  port: fc.integer({ min: 50_000, max: 50_400 }),
});
const ownTry = fc.record({
  seconds: fc.integer({ min: -60, max: 900 }),
  protocol: fc.constantFrom('imap', 'pop3', 'smtp'),
  outcome: fc.constantFrom('signed-in', 'refused'),
  port: fc.integer({ min: 60_000, max: 60_400 }),
});
const lists = fc.subarray([phone, pc, scanner, office, device('laptop', { kind: 'thunderbird' })]);

describe('whatever we do ourselves', () => {
  const lineOf = ({ seconds, ...one }: { readonly seconds: number } & Partial<SignIn>) => line(seconds, one);
  const inOrder = (entries: readonly SignIn[]) => [...entries].sort((a, b) => a.at - b.at);

  it('changes nothing where the log has ports', () => {
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.uniqueArray(ownTry, { selector: ({ port }) => port }),
        lists,
        (some, mine, clients) => {
          const [foreign, own] = [some.map(lineOf), mine.map(({ seconds, ...one }) => ours(seconds, one))];
          const without = reading(logOf(inOrder(foreign)), clients);
          const withOwn = reading(logOf(inOrder([...foreign, ...mine.map(lineOf)])), clients, { own });
          expect(withOwn).toEqual(without);
        },
      ),
    );
  });

  it('never makes a sight where it has none', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.array(ownTry), lists, (some, mine, clients) => {
        const bare = (one: SignIn): SignIn => ({ ...one, port: null });
        const foreign = some.map(lineOf).map(bare);
        const own = mine.map(({ seconds, ...one }) => ours(seconds, { ...one, port: null }));
        const both = inOrder([...foreign, ...mine.map(lineOf).map(bare)]);
        const seen = reading(logOf(both), clients, { own });
        expect(seen.sights).toEqual(reading(logOf(inOrder(foreign)), clients, { own }).sights);
        const times = new Set(foreign.map((one) => one.at));
        expect(seen.sights.filter(({ at: when }) => !times.has(when))).toEqual([]);
      }),
    );
  });

  it('leaves a reading that the contract takes', () => {
    fc.assert(
      fc.property(fc.array(entry), lists, (some, clients) => {
        const log = signInLogSchema.parse(logOf(inOrder(some.map(lineOf))));
        const seen = reading(log, clients, { names });
        expect(seen.unclear.length).toBeLessThanOrEqual(20);
        for (const { at: when } of [...seen.sights, ...seen.unclear]) expect(when).toBeGreaterThan(noon);
      }),
    );
  });
});
