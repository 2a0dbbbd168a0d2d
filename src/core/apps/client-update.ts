import type { AppUpdateView, UpdateAct, UpdateStage } from '../../shared/apps.ts';
import type { ClientId } from '../../shared/ids.ts';
import { type StoreSight, sideOf, sightsOf, stateOfAll, toldOf } from './client-update-view.ts';
import type { MailAppManifest } from './mail-app.ts';
import type { AppUpdate } from './run-update.ts';

export interface ClientUpdateParts {
  readonly client: ClientId;
  readonly manifest: MailAppManifest;
  readonly signal: AbortSignal;
  /** Wall-clock milliseconds. */
  now(): number;
  /** Notes what the stores show now. Called after every step; never throws. */
  note(sights: readonly StoreSight[]): Promise<void>;
  onChange(): void;
}

/**
 * The update of one device that is an app on this computer: all its sign-ins to this mailbox together. It is asked about
 * once, and they are done one after the other, because they may share a file or even an entry. One call at a time.
 */
export interface ClientUpdate {
  view(): AppUpdateView;
  /**
   * Reads and plans these anew, what could not be put back among them; those that this update has written, and that are
   * neither confirmed nor undone, stay as they are. Null: they could not be looked at.
   */
  look(fresh: readonly AppUpdate[] | null): Promise<void>;
  /** Reads each store once more, after something was done to another device that may share an entry. */
  lookAgain(): Promise<void>;
  /** Something of this device was put back, or could not be. */
  hasTakenBack(): boolean;
  /**
   * What is to be done for this act, or null if it does not belong to where it stands, or something is still being read. A
   * yes counts from now on, and only for what is shown now: after another look nothing of it is done.
   */
  work(act: UpdateAct): (() => Promise<void>) | null;
  /** It goes on by itself as soon as the app is closed. */
  waitsForClosing(): boolean;
  /** What is written and still stands is kept: what was kept for undoing goes. */
  settle(): Promise<void>;
}

/** What a person can do with one sign-in, by what can be done about it. */
const where: Readonly<Record<UpdateAct, ReadonlySet<UpdateStage>>> = {
  agree: new Set(['asking']),
  decline: new Set(['asking', 'close-first']),
  closed: new Set(['close-first']),
  'try-again': new Set(['unproved']),
  undo: new Set(['proved', 'unproved', 'stuck']),
  confirm: new Set(['proved', 'unproved']),
};
/** These are said of what is shown. The others take nothing from anybody, whatever was read since. */
const ofWhatIsShown: ReadonlySet<UpdateAct> = new Set(['agree', 'closed', 'try-again']);
/** These are written, and how they were is kept. */
const standing: ReadonlySet<UpdateStage> = new Set(['proved', 'unproved']);
/** After one of these, or a refusal, nothing more is begun: what was refused once is not tried at the next. */
const halts: ReadonlySet<UpdateStage> = new Set(['undone', 'stuck']);
const wasRefused = (part: AppUpdate): boolean => part.state().why === 'refused';

export function createClientUpdate(given: ClientUpdateParts): ClientUpdate {
  const { client, manifest, signal, now, note, onChange } = given;
  let parts: readonly AppUpdate[] | null = null;
  let consented = false;
  let isLookedAt = true;
  const all = (): readonly AppUpdate[] => parts ?? [];
  const isOurs = (part: AppUpdate): boolean => part.state().stage !== 'unproved' || part.ours();
  const at = (act: UpdateAct) =>
    all().filter((part) => where[act].has(part.state().stage) && (act !== 'undo' || isOurs(part)));
  /** After a look that failed nobody knows all of its sign-ins, and what some of them show is not what a side does. */
  const noted = async (): Promise<void> => {
    if (isLookedAt) await note(sightsOf(all()));
  };
  /** What is done to one may show in others that share its entry. */
  const lookAgain = async (): Promise<void> => {
    for (const part of all()) await part.lookAgain();
    await noted();
  };
  const giveUp = async (): Promise<void> => {
    for (const part of at('decline')) await part.decline();
    await lookAgain();
  };
  /** One after the other, until one was refused, has to wait for somebody, or everything is to stop. */
  const each = async (some: readonly AppUpdate[], step: (part: AppUpdate) => Promise<void>): Promise<void> => {
    for (const part of some) {
      if (signal.aborted) return;
      await step(part);
      // it is looked at again every few seconds, and shows nothing new
      if (part.state().stage === 'close-first') return;
      await noted();
      if (halts.has(part.state().stage) || wasRefused(part)) return await giveUp();
    }
  };
  const undo = async (): Promise<void> => {
    const some = at('undo');
    if (some.length === 0) return;
    // Before it is done: a crash half-way must not leave the note that the new password is stored.
    const sides = new Set(some.map(({ account }) => sideOf(account.protocol)));
    await note([...sides].map((side) => ({ side, as: 'holds-old', at: now() })));
    // The last one first: then each file is as that one has left it.
    for (const part of some.toReversed()) await part.undo();
    await lookAgain();
  };
  const acts: Readonly<Record<UpdateAct, () => Promise<void>>> = {
    agree: () => each(at('agree'), (part) => part.agree()),
    decline: giveUp,
    async closed() {
      const waiting = all().filter((part) => part.state().stage === 'close-first' || part.state().stage === 'asking');
      await each(waiting, (part) => (part.state().stage === 'asking' ? part.agree() : part.goOn()));
    },
    'try-again': () => each(at('try-again'), (part) => part.tryAgain()),
    undo,
    async confirm() {
      for (const part of at('confirm')) await part.confirm();
    },
  };
  return {
    view() {
      const { id: app, name, whileOpen } = manifest;
      const holds = { receiving: null, sending: null };
      const notYet = { stage: 'planning' as const, why: null, holds, writes: [], left: [], locked: false };
      const told = parts === null ? notYet : toldOf(parts, consented);
      const unread = parts?.length === 0 && !isLookedAt ? { why: 'not-looked-at' as const } : {};
      return { client, app, name, whileOpen, ...told, ...unread };
    },
    async look(fresh) {
      const kept = all().filter((part) => standing.has(part.state().stage) && isOurs(part));
      const isKept = (one: AppUpdate) => kept.some(({ account }) => account.key === one.account.key);
      isLookedAt = fresh !== null;
      parts = [...kept, ...(fresh ?? []).filter((one) => !isKept(one))];
      consented = false;
      onChange();
      for (const part of parts) {
        if (signal.aborted) return;
        await (parts.some(wasRefused) ? part.startSilently() : part.start());
      }
      await noted();
    },
    lookAgain,
    hasTakenBack: () => all().some((part) => halts.has(part.state().stage)),
    work(act) {
      const shown = parts;
      const isRead = all().every((part) => part.state().stage !== 'planning');
      if (!isRead || at(act).length === 0 || (act === 'agree' && consented)) return null;
      if (act === 'agree') consented = true;
      onChange();
      return async () => {
        if (parts === shown || !ofWhatIsShown.has(act)) await acts[act]();
      };
    },
    waitsForClosing: () => parts !== null && stateOfAll(parts, consented).stage === 'close-first',
    async settle() {
      for (const part of at('confirm')) if (part.ours() && part.seen()?.holds === 'new') await part.confirm();
    },
  };
}
