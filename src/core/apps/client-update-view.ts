import type { AppTrouble, AppUpdateView, Holding, UpdateStage } from '../../shared/apps.ts';
import type { ShownAs } from '../../shared/findings.ts';
import type { Protocol } from '../../shared/model.ts';
import type { Side } from '../verify/types.ts';
import type { AppUpdate } from './run-update.ts';
import type { UpdateState } from './update.ts';

export const sideOf = (protocol: Protocol): Side => (protocol === 'smtp' ? 'sending' : 'receiving');

type Parts = readonly AppUpdate[];

/** The one that is told of several, first: what needs a person or is being done, before what is over. */
const toldFirst: readonly UpdateStage[] = [
  ...(['stuck', 'planning', 'close-first', 'undoing', 'writing', 'reading-back', 'proving', 'settling'] as const),
  ...(['asking', 'unproved', 'proved', 'undone', 'declined', 'done', 'not-possible'] as const),
];

const mayBeUndone: ReadonlySet<UpdateStage> = new Set(['proved', 'unproved']);

/** Where all sign-ins of one app stand together. `consented`: the person has said yes, and each has its turn. */
export function stateOfAll(parts: Parts, consented: boolean): UpdateState {
  if (parts.length === 0) return { stage: 'not-possible', why: 'absent' };
  const states = parts.map((part) => inTurn(part.state(), consented));
  const first = toldFirst.map((stage) => states.find((state) => state.stage === stage && state.why !== null));
  const stage = toldFirst.find((one) => states.some((state) => state.stage === one)) ?? 'not-possible';
  const why = first[toldFirst.indexOf(stage)]?.why ?? null;
  const takenBack = states.find((state) => state.stage === 'undone' && state.why !== null);
  // One side was put back while the other stands: neither "it works" nor "it is as it was".
  if (mayBeUndone.has(stage) && takenBack) return { stage: 'unproved', why: takenBack.why };
  return { stage, why };
}

/** Who has said yes is not asked again, and is told to close an app only if it is open. */
function inTurn({ stage, why }: UpdateState, consented: boolean): UpdateState {
  const waits = (stage === 'asking' && consented) || (stage === 'close-first' && why === null);
  return { stage: waits ? 'writing' : stage, why };
}

const worstFirst: readonly Holding[] = ['old', 'another', 'locked', 'none', 'unsupported', 'oauth', 'new'];

/** The worst that any sign-in of a side holds; null: none of that kind, or not read yet. */
export function heldOf(parts: Parts, side: Side): Holding | null {
  const held = ofSide(parts, side).map((part) => part.seen()?.holds);
  return worstFirst.find((one) => held.includes(one)) ?? null;
}

const ofSide = (parts: Parts, side: Side): Parts => parts.filter(({ account }) => sideOf(account.protocol) === side);

type Told = Pick<AppUpdateView, 'stage' | 'why' | 'holds' | 'writes' | 'left' | 'locked'>;

/** All that is told of the sign-ins of one app. */
export function toldOf(parts: Parts, consented: boolean): Told {
  const { stage, why } = stateOfAll(parts, consented);
  const locked = parts.flatMap((part) => (part.seen()?.holds === 'locked' ? [part.seen()?.why ?? null] : []));
  const writes = parts.flatMap((part) => {
    // what somebody else has written is none of these
    const plan = part.state().stage === 'unproved' && !part.ours() ? null : part.plan();
    return plan?.possible
      ? [{ protocol: part.account.protocol, place: plan.place, part: plan.part, backup: plan.backup }]
      : [];
  });
  return {
    ...{ stage, writes },
    // What can be opened is said first: why tells by what.
    why: stage === 'not-possible' ? (locked.find((one) => one !== null) ?? why) : why,
    holds: { receiving: heldOf(parts, 'receiving'), sending: heldOf(parts, 'sending') },
    left: stage === 'not-possible' ? [] : leftOf(parts),
    locked: locked.length > 0,
  };
}

function leftOf(parts: Parts): Told['left'] {
  return parts.flatMap((part) => {
    const { stage, why } = part.state();
    return stage === 'not-possible' ? [{ protocol: part.account.protocol, why: troubleOf(why) }] : [];
  });
}

const troubleOf = (why: UpdateState['why']): AppTrouble =>
  why === null || why === 'refused' ? 'cannot-be-written' : why;

/** What the store has shown of a side, and when. */
export interface StoreSight {
  readonly side: Side;
  readonly as: Extract<ShownAs, 'stored' | 'holds-old'>;
  readonly at: number;
}

/**
 * What may be noted of each side: an old one where any of its sign-ins holds one; stored where all of them hold the right
 * one and it has signed in with each since it was last written; otherwise nothing.
 */
export function sightsOf(parts: Parts): readonly StoreSight[] {
  return (['receiving', 'sending'] as const).flatMap((side): readonly StoreSight[] => {
    const of = ofSide(parts, side);
    const old = of.flatMap((part) => (part.seen()?.holds === 'old' ? [part.seen()?.at ?? 0] : []));
    if (old.length > 0) return [{ side, as: 'holds-old', at: Math.max(...old) }];
    const proved = of.flatMap((part) => (part.seen()?.holds === 'new' ? (part.provedAt() ?? []) : []));
    const all = of.length > 0 && proved.length === of.length;
    return all ? [{ side, as: 'stored', at: Math.max(...proved) }] : [];
  });
}
