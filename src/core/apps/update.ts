import type { AppTrouble, Holding, UpdateStage } from '../../shared/apps.ts';
import type { AppPlan } from './mail-app.ts';

export interface UpdateState {
  readonly stage: UpdateStage;
  /** Why it was undone, is not possible or is stuck. */
  readonly why: AppTrouble | 'refused' | null;
}

export type UpdateFact =
  /** What the store holds, where there is nothing to write: the new password already, or none that could be replaced. */
  | { readonly type: 'found'; readonly holds: Exclude<Holding, 'old'>; readonly why: AppTrouble | null }
  /** It holds the new password, and the round has already noted that this one signed in. */
  | { readonly type: 'still-stored' }
  | { readonly type: 'planned'; readonly plan: AppPlan }
  | { readonly type: 'agreed' }
  | { readonly type: 'declined' }
  /** Whether the app was open, looked at right before writing. */
  | { readonly type: 'looked'; readonly open: boolean }
  | { readonly type: 'written' }
  | { readonly type: 'not-written'; readonly why: AppTrouble; readonly effect: 'none' | 'unknown' }
  | { readonly type: 'read-back'; readonly holds: Holding; readonly why: AppTrouble | null }
  /**
   * What signing in with what was read back has shown; `not-told`: no answer of a server that understood. `ours`: this
   * update has written it, and takes it back if it is refused.
   */
  | { readonly type: 'tried'; readonly outcome: 'signed-in' | 'refused' | 'not-told'; readonly ours: boolean }
  /** What stands there now that a person asks for another try: somebody may have changed it since. */
  | { readonly type: 'read-again'; readonly holds: Holding; readonly why: AppTrouble | null }
  /** `ours` as above: what nobody but the person has written is not undone. */
  | { readonly type: 'undo-asked'; readonly ours: boolean }
  | { readonly type: 'undone' }
  | { readonly type: 'not-undone'; readonly why: AppTrouble; readonly holds: Holding }
  /** Somebody else has put the old one back: another sign-in that shares the entry. */
  | { readonly type: 'taken-back' }
  | { readonly type: 'confirmed' }
  | { readonly type: 'settled' };

export const firstState: UpdateState = { stage: 'planning', why: null };

const at = (stage: UpdateStage, why: UpdateState['why'] = null): UpdateState => ({ stage, why });

const whyNot = ({ holds, why }: Extract<UpdateFact, { type: 'found' }>): AppTrouble =>
  why ?? (holds === 'another' ? 'holds-another' : 'cannot-be-written');

function triedAgain({ holds, why }: Extract<UpdateFact, { type: 'read-again' }>): UpdateState {
  if (holds === 'new') return at('proving');
  if (holds === 'locked' || holds === 'unsupported') return at('unproved', why);
  return at('not-possible', holds === 'another' ? 'holds-another' : 'changed');
}

type Step = (fact: UpdateFact, state: UpdateState) => UpdateState;
const stays: Step = (_, state) => state;

/** The whole procedure: what each stage makes of the facts that count in it. */
const steps: Readonly<Record<UpdateStage, Step>> = {
  planning(fact, state) {
    if (fact.type === 'still-stored') return at('done');
    if (fact.type === 'found') return fact.holds === 'new' ? at('proving') : at('not-possible', whyNot(fact));
    if (fact.type !== 'planned') return state;
    return fact.plan.possible ? at('asking') : at('not-possible', fact.plan.why);
  },
  asking(fact, state) {
    if (fact.type === 'agreed') return at('close-first');
    return fact.type === 'declined' ? at('declined') : state;
  },
  // An app that is not open, or does not mind, passes through here without anybody noticing.
  'close-first'(fact, state) {
    if (fact.type === 'declined') return at('declined');
    if (fact.type === 'found') return fact.holds === 'new' ? at('proving') : state;
    if (fact.type !== 'looked') return state;
    return fact.open ? at('close-first', 'still-open') : at('writing');
  },
  writing(fact, state) {
    if (fact.type === 'written') return at('reading-back');
    // Another sign-in that shares the entry has brought the new one meanwhile.
    if (fact.type === 'found' && fact.holds === 'new') return at('proving');
    if (fact.type !== 'not-written') return state;
    if (fact.effect === 'unknown') return at('reading-back', fact.why);
    // It was opened in the last moment.
    return fact.why === 'still-open' ? at('close-first', fact.why) : at('not-possible', fact.why);
  },
  'reading-back'(fact, state) {
    if (fact.type !== 'read-back') return state;
    if (fact.holds === 'new') return at('proving');
    // A write that said it failed, and left the old one there, has done no harm.
    if (fact.holds === 'old' && state.why !== null) return at('not-possible', state.why);
    return at('undoing', fact.why ?? 'kept-differs');
  },
  proving(fact, state) {
    if (fact.type !== 'tried') return state;
    // What was there before needs no confirming, and is not taken away from whoever put it there.
    if (fact.outcome === 'signed-in') return at(fact.ours ? 'proved' : 'done', state.why);
    if (fact.outcome === 'not-told') return at('unproved', state.why);
    return fact.ours ? at('undoing', 'refused') : at('unproved', 'refused');
  },
  proved(fact, state) {
    if (fact.type === 'undo-asked') return at('undoing');
    return fact.type === 'confirmed' ? at('settling') : state;
  },
  unproved(fact, state) {
    if (fact.type === 'read-again') return triedAgain(fact);
    if (fact.type === 'undo-asked') return fact.ours ? at('undoing') : state;
    if (fact.type === 'taken-back') return at('undone');
    return fact.type === 'confirmed' ? at('settling') : state;
  },
  undoing(fact, state) {
    if (fact.type === 'undone') return at('undone', state.why);
    if (fact.type !== 'not-undone') return state;
    // It was the person's wish alone, and nothing has changed: it stands, which one more sign-in shows.
    const stands = state.why === null && fact.why === 'still-open' && fact.holds === 'new';
    return at(stands ? 'proving' : 'stuck', fact.why);
  },
  settling: (fact, state) => (fact.type === 'settled' ? at('done') : state),
  stuck: (fact, state) => (fact.type === 'undo-asked' ? at('undoing', state.why) : state),
  done: (fact, state) => (fact.type === 'taken-back' ? at('undone') : state),
  undone: stays,
  declined: stays,
  'not-possible': stays,
};

/** The state after one more fact. A fact that does not belong to the stage changes nothing. */
export const afterFact = (state: UpdateState, fact: UpdateFact): UpdateState => steps[state.stage](fact, state);
