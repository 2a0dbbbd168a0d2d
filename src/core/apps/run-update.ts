import type { AppTrouble } from '../../shared/apps.ts';
import type { Secret } from '../secret.ts';
import type { AppAccount, AppPlan, AppWritten, KnownPasswords, MailApp, Swap } from './mail-app.ts';
import { afterFact, firstState, type UpdateFact, type UpdateState } from './update.ts';

export interface UpdateParts {
  readonly app: MailApp;
  readonly account: AppAccount;
  readonly swap: Swap;
  /** The store's own password, where it has one. */
  readonly unlock: Secret | null;
  /** One sign-in with the account's own settings, or the mailbox's where those have no encryption. Never throws. */
  prove(account: AppAccount, secret: Secret): Promise<'signed-in' | 'refused' | 'not-told'>;
  /** Called after every change. */
  onChange(): void;
}

/** The update of one app. Each act goes on as far as it can without a person, and never throws. */
export interface AppUpdate {
  state(): UpdateState;
  /** What would be written; null before `start`, and where nothing can be. */
  plan(): AppPlan | null;
  start(): Promise<void>;
  agree(): Promise<void>;
  decline(): Promise<void>;
  /** The person says that the app is closed now. */
  goOn(): Promise<void>;
  tryAgain(): Promise<void>;
  undo(): Promise<void>;
  /** The person has seen that it works, or closes the page: what was kept for undoing goes. */
  confirm(): Promise<void>;
}

/** Runs the procedure of `update.ts`. What it knows lives in memory: after a crash the app's store itself says how it stands. */
export function createAppUpdate(parts: UpdateParts): AppUpdate {
  const { app, account, swap, unlock, prove, onChange } = parts;
  const known: KnownPasswords = { right: swap.to, earlier: [swap.from] };
  let state = firstState;
  let plan: AppPlan | null = null;
  let written: Extract<AppWritten, { done: true }> | null = null;

  const holding = () => app.holds(account, known, unlock);
  const tell = (fact: UpdateFact): void => {
    state = afterFact(state, fact);
    onChange();
  };
  const planned = async (): Promise<UpdateFact> => {
    plan = await app.plan(account, swap, unlock);
    return { type: 'planned', plan };
  };
  const looked = async (): Promise<UpdateFact> => {
    const minds = app.manifest.whileOpen === 'close-first';
    return { type: 'looked', open: minds && (await app.isOpen(account)) };
  };
  const write = async (): Promise<UpdateFact> => {
    const answer = await app.write(account, swap, unlock);
    if (!answer.done) return { type: 'not-written', why: answer.why, effect: answer.effect };
    written = answer;
    return { type: 'written' };
  };
  /** To the letter, if nobody has written since; otherwise just the one password. */
  const putBack = async (): Promise<AppTrouble | null> => {
    const exact = await written?.undo();
    if (exact?.done) return null;
    if (exact && exact.why !== 'changed') return exact.why;
    const back = await app.write(account, { from: swap.to, to: swap.from }, unlock);
    if (back.done) await back.settle();
    return back.done ? null : back.why;
  };
  const undone = async (): Promise<UpdateFact> => {
    const why = await putBack();
    const now = await holding();
    // What counts is what stands there now, whoever put it there.
    if (now.holds !== 'old') return { type: 'not-undone', why: why ?? now.why ?? 'kept-differs' };
    await written?.settle();
    written = null;
    return { type: 'undone' };
  };
  const settled = async (): Promise<UpdateFact> => {
    await written?.settle();
    written = null;
    return { type: 'settled' };
  };
  /** What the stage asks for, if it asks for anything but a person. */
  const act = async (): Promise<UpdateFact | null> => {
    switch (state.stage) {
      case 'planning':
        return await planned();
      case 'close-first':
        return state.why === null ? await looked() : null;
      case 'writing':
        return await write();
      case 'reading-back':
        return { type: 'read-back', ...(await holding()) };
      case 'proving':
        return { type: 'tried', outcome: await prove(account, swap.to) };
      case 'undoing':
        return await undone();
      case 'settling':
        return await settled();
      default:
        return null;
    }
  };
  let busy = false;
  /** Says something on a person's behalf, unless the last word is still being acted on; then goes on as far as it can. */
  const say = async (...facts: readonly UpdateFact[]): Promise<void> => {
    if (busy) return;
    busy = true;
    for (const fact of facts) tell(fact);
    for (let fact = await act(); fact; fact = await act()) tell(fact);
    busy = false;
  };
  return {
    state: () => state,
    plan: () => plan,
    start: () => say(),
    agree: () => say({ type: 'agreed' }),
    decline: () => say({ type: 'declined' }),
    async goOn() {
      if (state.stage === 'close-first') await say(await looked());
    },
    tryAgain: () => say({ type: 'try-again' }),
    undo: () => say({ type: 'undo-asked' }),
    confirm: () => say({ type: 'confirmed' }),
  };
}
