import fc from 'fast-check';
import { type KeychainTrouble, keychainTroubles } from '../keychain/chaos-keytar.ts';
import type { ServiceMode, ServicePlan } from '../model/mail-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What can happen to the app, its computer, its mail service and its person. Plain data, so that a case can be kept. */
export type Command =
  | { readonly do: 'start' | 'second-instance' | 'restart' | 'quit' }
  | { readonly do: 'kill'; readonly how: 'process' | 'power' | number }
  /** It dies at so many acts from now. */
  | { readonly do: 'doom'; readonly acts: number; readonly when: 'before' | 'after' }
  | { readonly do: 'person'; readonly who: 0 | 1; readonly act: PersonAct }
  | { readonly do: 'pass' | 'sleep' | 'clock-jump' | 'ban'; readonly ms: number }
  | { readonly do: 'fate'; readonly truth: ServicePlan['truth']; readonly answer: ServicePlan['answer'] }
  | { readonly do: 'cache'; readonly positive: number; readonly negative: number }
  | { readonly do: 'device-knocks'; readonly times: number }
  | { readonly do: 'third-party' | 'keychain-emptied' }
  /** For so many of its acts the keychain goes wrong. */
  | { readonly do: 'keychain'; readonly trouble: KeychainTrouble; readonly acts: number }
  | { readonly do: 'disk'; readonly trouble: 'full' | 'read-only' | 'sync-fails' | null };

/** What happens, and how the mailbox's password is changed there. */
export interface Sequence {
  readonly mode: ServiceMode;
  readonly commands: readonly Command[];
}

const clicks = ['change', 'go-on', 'try-again', 'send-again', 'stop', 'leave', 'finish', 'tidy'] as const;
/** `put-back` begins a change of its own to the newest former password; `check-old` asks whether that one is dead. */
const wishes = ['put-back', 'check-old', 'sheet'] as const;
/**
 * By hand: what a person says of the page whether it is so or not; with `say-different` it is so. `only-page` changes the
 * password there and says nothing.
 */
const words = ['say-changed', 'say-refused', 'say-gave-up', 'say-different', 'only-page'] as const;
/** `sensible` is whatever the screen asks for; the others are clicked whether they are offered or not. */
export type PersonAct = 'sensible' | (typeof clicks)[number] | (typeof wishes)[number] | (typeof words)[number];

const act = fc.oneof(
  { weight: 12, arbitrary: fc.constant<PersonAct>('sensible') },
  { weight: 5, arbitrary: fc.constantFrom<PersonAct>(...clicks) },
  { weight: 2, arbitrary: fc.constantFrom<PersonAct>(...wishes) },
  { weight: 4, arbitrary: fc.constantFrom<PersonAct>(...words) },
);
const span = fc.constantFrom(5_000, 66_000, 5 * minute, 11 * minute, 71 * minute, 5 * hour, 2 * day, 8 * day, 15 * day);
const life = fc.constantFrom(0, 60_000, 300_000, 3_600_000);
const truth: fc.Arbitrary<ServicePlan['truth']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('applied' as const) },
  { weight: 1, arbitrary: fc.constant('not-applied' as const) },
  { weight: 2, arbitrary: fc.record({ late: fc.constantFrom(2 * minute, 20 * minute, 3 * hour) }) },
);
const refusal = fc.constantFrom('provider.too-short' as const, 'provider.used-before' as const);
const answer: fc.Arbitrary<ServicePlan['answer']> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('accepted' as const, 'unknown' as const) },
  { weight: 1, arbitrary: fc.record({ refused: refusal }) },
);

const fate: fc.Arbitrary<Command> = fc.record({ do: fc.constant('fate'), truth, answer });
const jump = fc.tuple(span, fc.constantFrom(-1, 1)).map(([ms, way]) => ms * way);
const of = <const T extends string>(...names: readonly T[]) => fc.constantFrom(...names);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary });

const command: fc.Arbitrary<Command> = fc.oneof(
  weighted(
    240,
    fc.record({ do: of('person'), who: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const), act }),
  ),
  weighted(40, fc.record({ do: of('start', 'restart') })),
  weighted(10, fc.record({ do: of('second-instance') })),
  weighted(8, fc.record({ do: of('kill'), how: fc.oneof(of('process', 'power'), fc.nat(999)) })),
  weighted(16, fc.record({ do: of('doom'), acts: fc.nat(60), when: of('before', 'after') })),
  weighted(40, fc.record({ do: of('pass'), ms: span })),
  weighted(6, fc.record({ do: of('quit') })),
  weighted(6, fc.record({ do: of('sleep'), ms: span })),
  weighted(6, fc.record({ do: of('clock-jump'), ms: jump })),
  weighted(6, fc.record({ do: of('ban'), ms: fc.constantFrom(10 * minute, hour) })),
  weighted(30, fate),
  weighted(10, fc.record({ do: of('cache'), positive: life, negative: life })),
  weighted(6, fc.record({ do: of('device-knocks'), times: fc.integer({ min: 1, max: 6 }) })),
  weighted(3, fc.record({ do: of('third-party') })),
  weighted(
    16,
    fc.record({ do: of('keychain'), trouble: of(...keychainTroubles), acts: fc.integer({ min: 1, max: 40 }) }),
  ),
  weighted(1, fc.record({ do: of('keychain-emptied') })),
  weighted(8, fc.record({ do: of('disk'), trouble: of('full', 'read-only', 'sync-fails') })),
  weighted(20, fc.record({ do: of('disk'), trouble: fc.constant(null) })),
);

const mode = fc.constantFrom<ServiceMode>('self', 'self', 'by-hand', 'admin');

const sensible: Command = { do: 'person', who: 0, act: 'sensible' };
const wish = fc.record({
  do: of('person'),
  who: fc.constant(0 as const),
  act: of('put-back', 'put-back', 'check-old'),
});
const pageWord = fc.record({ do: of('person'), who: fc.constant(0 as const), act: of('sensible', ...words) });
/** A person who gets through a whole change where nothing is in the way, and then wants something of the old password. */
const journey = fc
  .tuple(fate, pageWord, wish)
  .map(([first, word, then]): Command[] => [first, sensible, sensible, word, sensible, then, sensible, sensible]);
const part = fc.oneof(
  { weight: 24, arbitrary: command.map((one): Command[] => [one]) },
  { weight: 1, arbitrary: journey },
);

/** There is a page only where the password is changed by hand. */
function without(how: ServiceMode, one: Command): Command {
  const isWord = one.do === 'person' && words.some((word) => word === one.act);
  return isWord && how !== 'by-hand' ? { ...one, act: 'sensible' } : one;
}

/** Forty commands at most; without a start nothing happens at all. */
export const sequence: fc.Arbitrary<Sequence> = fc.noBias(
  fc
    .tuple(mode, fate, fc.array(part, { minLength: 18, maxLength: 38, size: 'max' }))
    .map(([how, first, parts]): Sequence => {
      const commands = parts.flat().slice(0, 38);
      return { mode: how, commands: [first, { do: 'start' }, ...commands.map((one) => without(how, one))] };
    }),
);
