import type { AppTrouble } from '../../shared/apps.ts';
import type { Secret } from '../secret.ts';
import type { AppAccount, AppHolding, AppPlan, AppWritten, MailApp, Swap } from './mail-app.ts';
import type { Unlock } from './unlock.ts';
import { afterFact, firstState, type UpdateFact, type UpdateState } from './update.ts';

export type ProofOutcome = 'signed-in' | 'refused' | 'not-told';

/** The password that signs in now, and those that did, newest first. */
export interface Passwords {
  readonly right: Secret;
  readonly earlier: readonly Secret[];
}

export interface UpdateParts {
  readonly app: MailApp;
  readonly account: AppAccount;
  readonly passwords: Passwords;
  /** What opens the store, where it is locked and somebody has given it. */
  unlock(): Unlock | null;
  /** The round has noted before that this store held the right password and that it signed in: it is not asked again. */
  readonly stored: boolean;
  /** One sign-in with the account's own settings, or the mailbox's where those have no encryption. Never throws. */
  prove(account: AppAccount, secret: Secret): Promise<ProofOutcome>;
  /** Wall-clock milliseconds. */
  now(): number;
  /** Once it is aborted nothing new is begun; a write that has begun is carried through and read back. */
  readonly signal: AbortSignal;
  /** Called after every change. */
  onChange(): void;
}

/** What a store held when it was last read, and when that was. */
export interface Seen extends AppHolding {
  readonly at: number;
}

/** The update of one app. Each act goes on as far as it can without a person, and never throws. */
export interface AppUpdate {
  readonly account: AppAccount;
  state(): UpdateState;
  /** What would be written; null before `start`, and where nothing is to be or can be. */
  plan(): AppPlan | null;
  /** Null before `start`. */
  seen(): Seen | null;
  /** When what the store holds now has signed in; null if it has not since it was last written. */
  provedAt(): number | null;
  /** It may have been written by this very update: then it may be undone. */
  ours(): boolean;
  start(): Promise<void>;
  /** Reads and plans as `start` does, and signs in nowhere: one that holds the new one already stays unproved. */
  startSilently(): Promise<void>;
  agree(): Promise<void>;
  decline(): Promise<void>;
  /** The person says that the app is closed now. */
  goOn(): Promise<void>;
  tryAgain(): Promise<void>;
  undo(): Promise<void>;
  /** Reads the store once more, after something was done to another sign-in that may share its entry. */
  lookAgain(): Promise<void>;
  /** The person has seen that it works, or closes the page: what was kept for undoing goes. */
  confirm(): Promise<void>;
}

/** What cannot be broken off half-way: the store has been written, or is about to be put right. */
const mustGoOn: ReadonlySet<UpdateState['stage']> = new Set(['reading-back', 'proving', 'undoing', 'settling']);

/** Runs the procedure of `update.ts`. What it knows lives in memory: after a crash the app's store itself says how it stands. */
export function createAppUpdate(parts: UpdateParts): AppUpdate {
  const { app, account, signal, onChange } = parts;
  const hand = createHand(parts);
  let state = firstState;
  let silent = false;
  const tell = (fact: UpdateFact): void => {
    state = afterFact(state, fact);
    onChange();
  };
  const looked = async (): Promise<UpdateFact> => {
    const open = app.manifest.whileOpen === 'close-first' && (await app.isOpen(account));
    // nothing has to be closed for what is there already
    if (open && (await hand.read()).holds === 'new') return { type: 'found', holds: 'new', why: null };
    return { type: 'looked', open };
  };
  /** What the stage asks for, if it asks for anything but a person. */
  const act = async (): Promise<UpdateFact | null> => {
    if (signal.aborted && !mustGoOn.has(state.stage)) return null;
    switch (state.stage) {
      case 'planning':
        return await hand.planned();
      case 'close-first':
        return state.why === null ? await looked() : null;
      case 'writing':
        return await hand.write();
      case 'reading-back':
        return { type: 'read-back', ...(await hand.read()) };
      case 'proving':
        return silent ? { type: 'tried', outcome: 'not-told', ours: false } : await hand.tried();
      case 'undoing':
        return await hand.undone();
      case 'settling':
        return await hand.settled();
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
    account,
    state: () => state,
    ...{ plan: hand.plan, seen: hand.seen, provedAt: hand.provedAt, ours: hand.ours },
    start: () => say(),
    async startSilently() {
      silent = true;
      await say();
      silent = false;
    },
    agree: () => say({ type: 'agreed' }),
    decline: () => say({ type: 'declined' }),
    async goOn() {
      if (state.stage === 'close-first') await say(await looked());
    },
    async tryAgain() {
      if (state.stage === 'unproved') await say({ type: 'read-again', ...(await hand.read()) });
    },
    undo: () => say({ type: 'undo-asked', ours: hand.ours() }),
    async lookAgain() {
      if ((await hand.read()).holds === 'old') await say({ type: 'taken-back' });
    },
    confirm: () => say({ type: 'confirmed' }),
  };
}

/** What is done to one store, and what is known of it. */
function createHand({ app, account, passwords, unlock, stored, prove, now }: UpdateParts) {
  const { right, earlier } = passwords;
  let plan: AppPlan | null = null;
  let seen: Seen | null = null;
  let provedAt: number | null = null;
  /** What stood there before; null before that is known. */
  let from: Secret | null = null;
  let written: Extract<AppWritten, { done: true }> | null = null;
  /** It may have been written by this very update. */
  let ours = false;

  const read = async (): Promise<Seen> => {
    const at = now();
    const holding = account.fixed ?? (await app.holds(account, { right, earlier }, unlock()));
    if (holding.holds !== 'new') provedAt = null;
    seen = { ...holding, at };
    return seen;
  };
  /** Which of the earlier ones stands there. */
  const heldBefore = async (): Promise<Secret | null> => {
    for (const one of earlier) {
      const { holds } = await app.holds(account, { right, earlier: [one] }, unlock());
      if (holds === 'old') return one;
    }
    return null;
  };
  const exchange = async (swap: Swap): Promise<AppWritten> => {
    provedAt = null;
    return await app.write(account, swap, unlock());
  };
  /** The yes was for one place: what would be written elsewhere by now is shown to the person first. */
  const writeAsAgreed = async (swap: Swap): Promise<AppWritten> => {
    const now = await app.plan(account, swap, unlock());
    if (!now.possible) return { done: false, why: now.why, effect: 'none' };
    const isAsAgreed = plan?.possible === true && plan.place === now.place;
    return isAsAgreed ? await exchange(swap) : { done: false, why: 'changed', effect: 'none' };
  };
  /** To the letter, if nobody has written since; otherwise just the one password. */
  const putBack = async (): Promise<AppTrouble | null> => {
    provedAt = null;
    const exact = await written?.undo();
    if (exact?.done) return null;
    if (exact && exact.why !== 'changed') return exact.why;
    const to = from ?? earlier[0];
    if (!to) return 'cannot-be-written';
    const back = await exchange({ from: right, to });
    if (back.done) await back.settle();
    return back.done ? null : back.why;
  };
  const settle = async (): Promise<void> => {
    await written?.settle();
    written = null;
  };
  return {
    ...{ plan: () => plan, seen: () => seen, provedAt: () => provedAt, ours: () => ours, read },
    async planned(): Promise<UpdateFact> {
      const { holds, why } = await read();
      if (holds === 'new' && stored) return { type: 'still-stored' };
      if (holds !== 'old') return { type: 'found', holds, why };
      from = await heldBefore();
      plan = from ? await app.plan(account, { from, to: right }, unlock()) : { possible: false, why: 'changed' };
      return { type: 'planned', plan };
    },
    async write(): Promise<UpdateFact> {
      if (!from) return { type: 'not-written', why: 'changed', effect: 'none' };
      const answer = await writeAsAgreed({ from, to: right });
      if (answer.done) {
        written = answer;
        ours = true;
        return { type: 'written' };
      }
      ours = answer.effect === 'unknown';
      if (!ours && answer.why === 'holds-another' && (await read()).holds === 'new') {
        return { type: 'found', holds: 'new', why: null };
      }
      return { type: 'not-written', why: answer.why, effect: answer.effect };
    },
    async tried(): Promise<UpdateFact> {
      const outcome = await prove(account, right);
      provedAt = outcome === 'signed-in' ? now() : null;
      return { type: 'tried', outcome, ours };
    },
    async undone(): Promise<UpdateFact> {
      const why = await putBack();
      const held = await read();
      // What counts is what stands there now, whoever put it there; of what is locked by now, what was put back.
      if (held.holds !== 'old' && !(held.holds === 'locked' && why === null))
        return { type: 'not-undone', why: why ?? held.why ?? 'kept-differs', holds: held.holds };
      await settle();
      return { type: 'undone' };
    },
    async settled(): Promise<UpdateFact> {
      await settle();
      return { type: 'settled' };
    },
  };
}
