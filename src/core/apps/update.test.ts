import { describe, expect, it } from 'vitest';
import { updateStageSchema } from '../../shared/apps.ts';
import { afterFact, firstState, type UpdateFact, type UpdateState } from './update.ts';

const possible: UpdateFact = {
  type: 'planned',
  plan: { possible: true, place: '/rc', part: { line: 1 }, backup: false },
};
const signedIn = (ours: boolean): UpdateFact => ({ type: 'tried', outcome: 'signed-in', ours });
const refused = (ours: boolean): UpdateFact => ({ type: 'tried', outcome: 'refused', ours });
const readBack = (holds: 'new' | 'old' | 'another'): UpdateFact => ({ type: 'read-back', holds, why: null });
const facts: readonly UpdateFact[] = [
  ...[possible, signedIn(true), signedIn(false), refused(true), refused(false)],
  ...[readBack('new'), readBack('old'), readBack('another')],
  { type: 'tried', outcome: 'not-told', ours: true },
  { type: 'planned', plan: { possible: false, why: 'tracked' } },
  { type: 'found', holds: 'new', why: null },
  { type: 'found', holds: 'another', why: null },
  { type: 'found', holds: 'locked', why: 'needs-unlocking' },
  ...(['new', 'old', 'another', 'none'] as const).map(
    (holds): UpdateFact => ({ type: 'read-again', holds, why: null }),
  ),
  { type: 'read-again', holds: 'locked', why: 'needs-unlocking' },
  ...([true, false] as const).map((open): UpdateFact => ({ type: 'looked', open })),
  { type: 'not-written', why: 'write-failed', effect: 'none' },
  { type: 'not-written', why: 'write-failed', effect: 'unknown' },
  { type: 'not-written', why: 'still-open', effect: 'none' },
  { type: 'not-undone', why: 'write-failed', holds: 'new' },
  { type: 'not-undone', why: 'still-open', holds: 'new' },
  { type: 'not-undone', why: 'still-open', holds: 'locked' },
  ...([true, false] as const).map((ours): UpdateFact => ({ type: 'undo-asked', ours })),
  ...(['still-stored', 'agreed', 'declined', 'written'] as const).map((type) => ({ type })),
  ...(['undone', 'taken-back', 'confirmed', 'settled'] as const).map((type) => ({ type })),
];

/** Where each stage can go, by the facts that count in it. Everything else leaves it as it is. */
const ways: Record<UpdateState['stage'], readonly string[]> = {
  planning: ['asking', 'done', 'not-possible', 'proving'],
  asking: ['close-first', 'declined'],
  'close-first': ['close-first', 'declined', 'proving', 'writing'],
  writing: ['close-first', 'not-possible', 'proving', 'reading-back'],
  'reading-back': ['not-possible', 'proving', 'undoing'],
  proving: ['done', 'proved', 'undoing', 'unproved'],
  proved: ['settling', 'undoing'],
  unproved: ['not-possible', 'proving', 'settling', 'undoing', 'undone', 'unproved'],
  undoing: ['proving', 'stuck', 'undone'],
  settling: ['done'],
  stuck: ['undoing'],
  done: ['undone'],
  undone: [],
  declined: [],
  'not-possible': [],
};

describe('the table of an update', () => {
  it.each(updateStageSchema.options)('leads from %s only where it should', (stage) => {
    const reached = [null, 'write-failed' as const].flatMap((why) => {
      const state = { stage, why };
      return facts.map((fact) => afterFact(state, fact)).filter((next) => next !== state);
    });
    expect([...new Set(reached.map((next) => next.stage))].toSorted()).toEqual(ways[stage].toSorted());
  });

  it('says proved only of what was read back as new and has signed in since', () => {
    const into = (target: UpdateState['stage']) =>
      updateStageSchema.options.flatMap((stage) =>
        facts
          .filter((fact) => stage !== target && afterFact({ stage, why: null }, fact).stage === target)
          .map((fact) => [stage, fact]),
      );
    expect(into('proved')).toEqual([['proving', signedIn(true)]]);
    expect(into('proving').map(([stage]) => stage)).toEqual([
      'planning',
      'close-first',
      'writing',
      'reading-back',
      'unproved',
      'undoing',
    ]);
    expect(afterFact({ stage: 'reading-back', why: null }, readBack('another')).stage).toBe('undoing');
  });

  it('takes back by itself what it wrote, and nothing else', () => {
    const proving: UpdateState = { stage: 'proving', why: null };
    expect(afterFact(proving, refused(true))).toEqual({ stage: 'undoing', why: 'refused' });
    expect(afterFact(proving, refused(false))).toEqual({ stage: 'unproved', why: 'refused' });
    expect(afterFact(proving, signedIn(false))).toEqual({ stage: 'done', why: null });
  });

  it('undoes nothing that it has not written', () => {
    const unproved: UpdateState = { stage: 'unproved', why: null };
    expect(afterFact(unproved, { type: 'undo-asked', ours: false })).toBe(unproved);
    expect(afterFact(unproved, { type: 'undo-asked', ours: true }).stage).toBe('undoing');
  });

  it('goes back to where it stood if a person’s undo came too early, and asks for no more sign-ins after a refusal', () => {
    const tooEarly: UpdateFact = { type: 'not-undone', why: 'still-open', holds: 'new' };
    const back = afterFact({ stage: 'undoing', why: null }, tooEarly);
    expect(back).toEqual({ stage: 'proving', why: 'still-open' });
    expect(afterFact(back, signedIn(true))).toEqual({ stage: 'proved', why: 'still-open' });
    expect(afterFact({ stage: 'undoing', why: 'refused' }, tooEarly).stage).toBe('stuck');
    expect(afterFact({ stage: 'undoing', why: null }, { ...tooEarly, holds: 'another' }).stage).toBe('stuck');
  });

  it('writes nothing before a person has said yes', () => {
    const canWrite = facts.filter((fact) => afterFact(firstState, fact).stage === 'writing');
    expect(canWrite).toEqual([]);
    const yes = facts.filter((fact) => afterFact({ stage: 'asking', why: null }, fact).stage === 'close-first');
    expect(yes).toEqual([{ type: 'agreed' }]);
  });
});
