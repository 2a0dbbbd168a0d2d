import { claimJournal } from '../../core/rotation/doubt.ts';
import { isOver } from '../../core/rotation/facts.ts';
import { forgetOld } from '../../core/rotation/forget.ts';
import { openRotation, planRotation } from '../../core/rotation/open.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, RotationId } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { ClientView, RotationView, Status } from '../../shared/views.ts';
import { createQueue } from '../storage/one-at-a-time.ts';
import type { World } from './workspace.ts';

/** The rotations of one space that are open in this process: at most one a mailbox. */
export interface LiveRotations {
  /** Begins one, or returns the one that is under way; step 1 then runs by itself. */
  start(mailbox: MailboxId): Promise<Result<RotationId>>;
  get(rotation: RotationId): Result<RotationRun>;
  /** For a page that asks by id after a restart: looks through the mailboxes once. */
  find(rotation: RotationId): Promise<Result<RotationRun>>;
  /** At start: goes on with whatever was unfinished, as far as that is allowed without a person. */
  resumeAll(): Promise<void>;
  /** The same for one mailbox, once it is known again which password is right. */
  resume(mailbox: MailboxId): Promise<void>;
  unfinished(): Status['unfinished'];
  /** What is open in this process, however far it is. */
  views(): readonly RotationView[];
  isUnderWay(mailbox: MailboxId): Promise<boolean>;
  /**
   * The mailbox's record may be edited: nothing is between staged and promoted. Afterwards `reload` must follow, because
   * an open rotation works with the record it was opened with.
   */
  mayEdit(mailbox: MailboxId): Promise<boolean>;
  reload(mailbox: MailboxId): Promise<void>;
  /** One that is not over is open in this process, if only planned. */
  isOpen(mailbox: MailboxId): boolean;
  /** Something is being asked or written for this mailbox just now, waits of the ladder left aside. */
  isWorking(mailbox: MailboxId): boolean;
  /** Ends what is open of a mailbox that is about to be removed; nothing is written for it any more. */
  drop(mailbox: MailboxId): Promise<RotationId | null>;
  /** No rotation of this mailbox has stored a password and is not over. */
  isClosed(mailbox: MailboxId): Promise<boolean>;
  /** What the last round of this process showed of the clients. */
  lastRound(mailbox: MailboxId): { readonly clients: readonly ClientView[]; readonly at: number } | null;
  /** Forgets kept versions whose time has run out, one mailbox after another. */
  tidy(): Promise<void>;
  /** The computer falls asleep: what is on its way ends as not known, and nothing new is begun until `awake`. */
  asleep(): void;
  /** Every open rotation looks anew at where it stands. */
  awake(): void;
  stopAll(): Promise<void>;
}

export function createLiveRotations(
  world: World,
  onChange: (view: RotationView) => void,
  onDrop: (rotation: RotationId) => void = () => undefined,
): LiveRotations {
  const runs = new Map<MailboxId, RotationRun>();
  const stopping = new AbortController();
  // Two clicks must not begin two rotations of one mailbox.
  const oneStart = createQueue();

  const take = (run: RotationRun): RotationRun => {
    runs.set(run.mailbox, run);
    run.onChange(() => onChange(run.view()));
    return run;
  };

  /** The run of this mailbox: the one in memory, or the last one its journal knows. */
  async function runOf(mailbox: MailboxId): Promise<Result<RotationRun | null>> {
    const live = runs.get(mailbox);
    if (live) return success(live);
    const opened = await openRotation(world, mailbox);
    if (!opened.ok || !opened.value) return opened;
    return success(runs.get(mailbox) ?? take(opened.value));
  }

  async function mailboxIds(): Promise<readonly MailboxId[]> {
    const listed = await world.records.list();
    return listed.ok ? listed.value.map(({ id }) => id) : [];
  }

  async function start(mailbox: MailboxId): Promise<Result<RotationId>> {
    const wasOpen = runs.has(mailbox);
    const known = await runOf(mailbox);
    if (!known.ok) return known;
    // its last page is on screen a moment before its end is in the journal, and whoever sees that page may begin anew
    if (known.value?.view().stage === 'reverted') await known.value.quiet();
    if (known.value && !known.value.isOver) {
      // found on the disk only now, for instance because the keychain was locked at start
      if (!wasOpen) await known.value.resume();
      return success(known.value.id);
    }
    const planned = await planRotation(world, mailbox);
    if (!planned.ok) return planned;
    const run = take(planned.value);
    run.getReady().catch(() => undefined);
    return success(run.id);
  }

  const get = (rotation: RotationId): Result<RotationRun> => {
    const run = [...runs.values()].find((one) => one.id === rotation);
    return run ? success(run) : failed(failure('request.not-found'));
  };

  async function find(rotation: RotationId): Promise<Result<RotationRun>> {
    const live = get(rotation);
    if (live.ok) return live;
    for (const mailbox of await mailboxIds()) {
      const run = runs.has(mailbox) ? null : await runOf(mailbox);
      if (run?.ok && run.value?.id === rotation) return success(run.value);
    }
    return live;
  }

  const resume = async (mailbox: MailboxId): Promise<void> => {
    const run = await runOf(mailbox);
    if (run.ok && run.value && !run.value.isOver) await run.value.resume();
  };

  const views = (): readonly RotationView[] => [...runs.values()].filter((run) => !run.isOver).map((run) => run.view());

  return {
    start: (mailbox) => oneStart(() => start(mailbox)),
    get,
    find,
    async resumeAll() {
      for (const mailbox of await mailboxIds()) {
        const entries = await world.journal.read(mailbox);
        const facts = entries.ok ? reduce(entries.value) : null;
        if (facts?.installation === null) await claimJournal(world, mailbox);
        if (facts?.rotation && !isOver(facts.rotation)) await resume(mailbox);
      }
    },
    resume,
    views,
    unfinished() {
      return views()
        .filter(isUnfinished)
        .map(({ id, mailbox, address, stage }) => ({ rotation: id, mailbox, address, stage }));
    },
    async isUnderWay(mailbox) {
      const run = await runOf(mailbox);
      return run.ok && run.value !== null && !run.value.isOver && run.value.view().pending !== null;
    },
    async mayEdit(mailbox) {
      const run = await runOf(mailbox);
      if (!run.ok) return false;
      const view = run.value?.view();
      return !view || run.value?.isOver === true || view.pending === null || view.changedAt !== null;
    },
    async reload(mailbox) {
      const run = runs.get(mailbox);
      if (!run || run.isOver) return;
      await run.stop();
      runs.delete(mailbox);
      const again = await runOf(mailbox);
      if (again.ok && again.value && !again.value.isOver) await again.value.resume();
    },
    isOpen: (mailbox) => runs.get(mailbox)?.isOver === false,
    isWorking: (mailbox) => runs.get(mailbox)?.isWorking ?? false,
    async drop(mailbox) {
      const run = runs.get(mailbox);
      await run?.stop();
      runs.delete(mailbox);
      if (run) onDrop(run.id);
      return run?.id ?? null;
    },
    async isClosed(mailbox) {
      const run = await runOf(mailbox);
      return run.ok && (run.value === null || run.value.isOver || !isUnfinished(run.value.view()));
    },
    lastRound(mailbox) {
      const view = runs.get(mailbox)?.view();
      return view?.changedAt ? { clients: view.clients, at: view.changedAt } : null;
    },
    async tidy() {
      for (const mailbox of await mailboxIds()) await forgetOld(world, mailbox, stopping.signal);
    },
    asleep() {
      for (const run of runs.values()) run.suspend();
    },
    awake() {
      for (const run of runs.values()) run.awake();
    },
    async stopAll() {
      stopping.abort();
      await Promise.all([...runs.values()].map((run) => run.stop()));
      runs.clear();
    },
  };
}

/** Something was stored or sent: worth a notice at the next start. */
const isUnfinished = (view: RotationView): boolean => view.pending !== null || view.changedAt !== null;
