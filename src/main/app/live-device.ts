import { type ClientUpdate, createClientUpdate } from '../../core/apps/client-update.ts';
import type { MailApp } from '../../core/apps/mail-app.ts';
import type { AppUpdate } from '../../core/apps/run-update.ts';
import { type KeyringWish, type Unlock, wishIn } from '../../core/apps/unlock.ts';
import type { AttemptAsk } from '../../core/ports.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import type { UpdateAct } from '../../shared/apps.ts';
import { failure } from '../../shared/failures.ts';
import { nothingShown } from '../../shared/findings.ts';
import type { RotationId } from '../../shared/ids.ts';
import type { ClientRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Status } from '../../shared/views.ts';
import { unlessStopped } from './bounded-app.ts';
import { lookAtDevice } from './device-update.ts';
import type { LiveRotations } from './live-rotations.ts';
import type { Unlocks } from './unlocks.ts';
import type { Workspace } from './workspace.ts';

/** How often it is looked whether an app that was to be closed is closed now, in ms, and for how long: an hour. */
const lookEvery = 2_000;
const mostLooks = 1_800;

/** What updates need of the computer that they are made on. */
export interface AppsToUpdate {
  /** The apps that a space may know of; null where they are nobody's business. */
  at(space: Status['space']): Promise<readonly MailApp[] | null>;
  readonly unlocks: Unlocks;
  /** False in a process that only reads: it looks at stores, and neither signs in nor notes anything. */
  mayChange(): boolean;
}

export interface LiveDeviceParts {
  readonly workspace: Workspace;
  readonly rotations: Pick<LiveRotations, 'find'>;
  readonly apps: AppsToUpdate;
  readonly rotation: RotationId;
  readonly client: ClientRecord;
  readonly app: MailApp;
  /** One thing is done at a time, over all devices: several may share a file. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  onChange(): void;
  /** Something was put back: another device may share its entry. */
  onTakenBack(): void;
}

/** One device of a round that is an app on this computer, with what is being done for it. */
export interface LiveDevice {
  readonly client: ClientRecord;
  readonly view: ClientUpdate['view'];
  /** Reads its store for the first time, after the round's own checks. */
  lookFirst(): Promise<void>;
  /** Reads and plans anew because a person asked. */
  look(given: Unlock | null): Result<void>;
  act(act: UpdateAct): Result<void>;
  /** Reads its store once more, because something of another device was put back. */
  lookAgain(): void;
  /** Begins nothing more. Resolves when what was being written is written and read back; what stands there stays. */
  retire(): Promise<void>;
}

export function createLiveDevice(parts: LiveDeviceParts): LiveDevice {
  const { workspace, rotations, apps, rotation, client, app, inTurn, onChange, onTakenBack } = parts;
  const { clock } = workspace.world;
  const stop = new AbortController();
  const { signal } = stop;
  /** Who wants the sign-ins of what is being done now. */
  let prompted: AttemptAsk['prompted'] = 'app';
  /** How much is being done or waits for its turn. */
  let jobs = 0;
  let watching = false;
  /** What a person has said and is still to be done: a second click is the same wish. */
  const said = new Set<UpdateAct>();
  const proved = new Set<string>();
  let wish: KeyringWish | null = null;
  let working: Promise<void> = Promise.resolve();

  /** An edited record opens the rotation anew: what was begun on the run before is done once more on the new one. */
  const onRun = async <T>(act: (run: RotationRun) => Promise<Result<T>>): Promise<Result<T>> => {
    const once = async (): Promise<Result<T>> => {
      const run = await rotations.find(rotation);
      return run.ok ? await act(run.value) : run;
    };
    const first = await once();
    return !first.ok && first.failure.code === 'request.cancelled' && !signal.aborted ? await once() : first;
  };
  const update = createClientUpdate({
    ...{ client: client.id, manifest: app.manifest, signal, now: clock.now, onChange },
    async note(sights) {
      for (const sight of sights) {
        if (!apps.mayChange()) return;
        const noting = onRun((run) => run.noteShown({ client: client.id, ...sight }));
        await unlessStopped(signal, noting, stoppedMeanwhile);
      }
    },
  });

  /** Does one thing, after all that was begun before, for this device or another. */
  const begin = (work: () => Promise<void>, by: AttemptAsk['prompted'] = 'app'): Result<void> => {
    if (signal.aborted) return stoppedMeanwhile;
    jobs += 1;
    working = inTurn(async () => {
      // only until the next one has its turn: that one may be somebody else's wish
      prompted = by;
      if (!signal.aborted)
        await work().finally(() => {
          prompted = 'app';
        });
    })
      .catch(() => undefined)
      .then(() => {
        jobs -= 1;
        onChange();
        if (!watching) void watch();
      });
    return success(undefined);
  };
  /** Another process may have become the one that writes while this had to wait: then what was agreed to is given up. */
  const write = async (work: () => Promise<void>): Promise<void> => {
    if (!apps.mayChange()) return await update.work('decline')?.();
    await work();
    if (update.hasTakenBack()) onTakenBack();
  };
  /** Whoever closes the app as asked need not say so here. */
  const watch = async (): Promise<void> => {
    watching = true;
    for (let looks = 0; looks < mostLooks && update.waitsForClosing(); looks += 1) {
      await clock.sleep(lookEvery, signal);
      if (signal.aborted) break;
      const work = jobs > 0 ? null : update.work('closed');
      if (work) begin(() => write(work));
      await working;
    }
    watching = false;
  };

  const found = async (given: () => Unlock | null): Promise<readonly AppUpdate[] | null> => {
    const run = await rotations.find(rotation);
    if (!run.ok) return null;
    const shown = run.value.view().clients.find((one) => one.client.id === client.id)?.shown ?? nothingShown;
    const answer = await lookAtDevice({
      ...{ workspace, app, given, shown, signal, mailbox: run.value.mailbox, client: client.id, onChange },
      unlocks: apps.unlocks,
      proved,
      prompted: () => prompted,
      async prove(proof) {
        if (!apps.mayChange()) return 'not-told';
        const proving = onRun(async (one) => success(await one.prove(proof)));
        const outcome = await unlessStopped(signal, proving, stoppedMeanwhile);
        return outcome.ok ? outcome.value : 'not-told';
      },
    });
    return answer.ok ? answer.value : null;
  };
  /** Whatever fails, it has been looked at, and can be again. It writes nothing, so nobody waits for it after the end. */
  const look = async (given: Unlock | null): Promise<void> => {
    let handed = given;
    const looking = async (): Promise<void> => {
      const fresh = await found(() => handed).catch(() => null);
      if (!signal.aborted) await update.look(fresh);
    };
    await unlessStopped(signal, looking(), undefined);
    handed = null;
  };

  return {
    client,
    view: update.view,
    async lookFirst() {
      const run = await rotations.find(rotation).catch(() => null);
      if (run?.ok) await run.value.quiet().catch(() => undefined);
      begin(() => look(null));
    },
    look(given) {
      if (jobs > 0) return failed(failure('request.busy'));
      wish = wishIn(given);
      return begin(() => look(given), 'person');
    },
    act(act) {
      // what it finds when its turn has come may be another stage: then it does nothing
      if (!apps.mayChange()) return failed(failure('app.another-instance'));
      const work = update.work(act);
      if (!work) return failed(failure('request.wrong-stage'));
      if (said.has(act)) return success(undefined);
      said.add(act);
      const once = () => write(work).finally(() => said.delete(act));
      // one yes may be for many devices: only who asks for just this sign-in may have what the server bears of a person
      return begin(once, act === 'try-again' ? 'person' : 'app');
    },
    lookAgain: () => void begin(update.lookAgain),
    async retire() {
      stop.abort();
      wish?.giveUp();
      await working;
      await update.settle().catch(() => undefined);
    },
  };
}

const stoppedMeanwhile = failed(failure('request.cancelled'));
