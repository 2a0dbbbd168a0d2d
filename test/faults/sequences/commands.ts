import fc from 'fast-check';
import { type KeychainTrouble, keychainTroubles } from '../keychain/chaos-keytar.ts';
import type { ServicePlan } from '../model/mail-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What can happen to the app, its computer, its mail service and its person. Plain data, so that a case can be kept. */
export type Command =
  | { readonly do: 'start' | 'second-instance' | 'restart' }
  | { readonly do: 'kill'; readonly how: 'process' | 'power' | number }
  /** It dies at so many acts from now. */
  | { readonly do: 'doom'; readonly acts: number; readonly when: 'before' | 'after' }
  | { readonly do: 'person'; readonly who: 0 | 1; readonly act: PersonAct }
  | { readonly do: 'pass' | 'clock-jump' | 'ban'; readonly ms: number }
  | { readonly do: 'fate'; readonly truth: ServicePlan['truth']; readonly answer: ServicePlan['answer'] }
  | { readonly do: 'cache'; readonly positive: number; readonly negative: number }
  | { readonly do: 'device-knocks'; readonly times: number }
  | { readonly do: 'third-party' | 'keychain-emptied' }
  /** For so many of its acts the keychain goes wrong. */
  | { readonly do: 'keychain'; readonly trouble: KeychainTrouble; readonly acts: number }
  | { readonly do: 'disk'; readonly trouble: 'full' | 'read-only' | 'sync-fails' | null };

/** `sensible` is whatever the screen asks for; the others are clicked whether they are offered or not. */
export type PersonAct =
  | 'sensible'
  | 'change'
  | 'go-on'
  | 'try-again'
  | 'send-again'
  | 'stop'
  | 'leave'
  | 'finish'
  | 'tidy';

const act = fc.oneof(
  { weight: 12, arbitrary: fc.constant<PersonAct>('sensible') },
  {
    weight: 5,
    arbitrary: fc.constantFrom<PersonAct>(
      'change',
      'go-on',
      'try-again',
      'send-again',
      'stop',
      'leave',
      'finish',
      'tidy',
    ),
  },
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

/** Forty commands at most; without a start nothing happens at all. */
export const sequence: fc.Arbitrary<readonly Command[]> = fc.noBias(
  fc
    .tuple(fate, fc.array(command, { minLength: 18, maxLength: 38, size: 'max' }))
    .map(([first, commands]): Command[] => [first, { do: 'start' }, ...commands]),
);
