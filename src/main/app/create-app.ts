import { type Result, success } from '../../shared/result.ts';
import type { Status } from '../../shared/views.ts';
import { lazyApps } from '../apps/lazy-apps.ts';
import { lazyDetector } from '../detect/lazy-detector.ts';
import type { Emitter } from '../ipc/emit.ts';
import { remembering } from '../mail/own-sign-ins.ts';
import { createWriter } from '../storage/writer.ts';
import type { App, Preferences, Runtime } from './app.ts';
import { readCatalogue } from './catalogue.ts';
import { createHeldPasswords } from './held-passwords.ts';
import { createHelpdeskWorkspace, findLeftOver, wipeSession } from './helpdesk.ts';
import { createKeychainWatch, type KeychainWatch } from './keychain-watch.ts';
import type { Native } from './native.ts';
import { createReminders, type Reminders } from './reminders.ts';
import type { Say } from './say.ts';
import { createSpaces } from './spaces.ts';
import { systemRandom } from './system.ts';
import { createUnlocks } from './unlocks.ts';
import { createHomeWorkspace, createPracticeWorkspace, type Ground, wipeOldPractice } from './workspaces.ts';

export interface AppParts {
  readonly ground: Ground;
  readonly native: Native;
  readonly preferences: Preferences;
  readonly runtime: Runtime;
  readonly say: Say;
  readonly emitter: Emitter;
  /** Called after every change of a rotation. */
  readonly onRotation?: () => void;
}

/** Puts the app together from the computer's parts. Nothing is read or asked before `begin`. */
export function createApp({ ground: bare, native, preferences, runtime, say, emitter, onRotation }: AppParts): App & {
  /** After the first picture: tries the keychain, tidies up, and goes on with what was unfinished. */
  begin(): Promise<void>;
  readonly reminders: Reminders;
  /** The last act: gives the right to write back. */
  release(): Promise<void>;
} {
  const appChanged = (): void => emitter.emit('app.changed', '', {});
  const mailboxesChanged = (): void => {
    emitter.emit('mailboxes.changed', '', {});
    reminders.look();
  };
  const watch = createKeychainWatch(
    () => home.world.secrets,
    appChanged,
    () => emitter.emit('keychain.waits', '', {}),
  );
  const wait = (ms: number): Promise<void> => bare.clock.sleep(ms, new AbortController().signal);
  const writer = createWriter({ folder: bare.folder, files: bare.files, wait, onProblem: appChanged });
  const { mayWrite } = writer;
  const probe = remembering(bare.probe, bare.clock);
  const ground: Ground = { ...bare, probe, mayWrite, keychain: (service) => watch.over(bare.keychain(service)) };
  const home = createHomeWorkspace(ground);
  const apps = lazyApps(ground);
  const unlocks = createUnlocks();
  const catalogue = readCatalogue();
  const spaces = createSpaces(
    {
      home,
      keychain: watch,
      names: new Map(catalogue.map(({ kind, signsInAs }) => [kind, signsInAs])),
      apps: { at: apps.at, unlocks, mayChange: () => writer.problem() === null },
      practice: async () => {
        const ready = await lookedBack();
        return ready.ok ? await createPracticeWorkspace(ground) : ready;
      },
      helpdesk: async (leftOver) => {
        const ready = await lookedBack();
        return ready.ok ? success(createHelpdeskWorkspace(ground, home.ledger, leftOver)) : ready;
      },
    },
    {
      rotationChanged: (view) => {
        emitter.emit('rotation.changed', view.id, { view });
        onRotation?.();
      },
      checkupChanged: (view) => emitter.emit('checkup.changed', view.id, { view }),
      evidenceChanged: (rotation, evidence) => emitter.emit('evidence.changed', rotation, { rotation, evidence }),
      updatesChanged: (rotation, updates) =>
        emitter.emit('updates.changed', rotation, { rotation, updates: [...updates] }),
      mailboxesChanged,
      appChanged,
      shownAnother: unlocks.forget,
    },
  );
  const reminders = createReminders({
    rounds: () => (!begun || writer.problem() ? [] : spaces.home().rotations.views()),
    atHome: () => spaces.active() === spaces.home(),
    ...{ clock: bare.clock, native, preferences, say },
    goTo: (round) => emitter.emit('app.goTo', '', { round }),
  });
  let leftOver: Status['leftOver'] = null;
  let begun = false;
  let looking: Promise<void> | null = null;
  let lost = 0;
  const lookForLost = async (): Promise<void> => {
    const found = await home.lost();
    lost = found.ok ? found.value.length : 0;
  };
  const lookBack = async (): Promise<void> => {
    await wipeOldPractice(ground);
    leftOver = await findLeftOver(ground);
    void apps.sweep();
    const { rotations } = spaces.home();
    await rotations.resumeAll();
    await lookForLost();
    begun = true;
    appChanged();
    mailboxesChanged();
    // what was forgotten is told on the mailbox's page
    void rotations.tidy().then(mailboxesChanged);
  };
  const lookOnly = (): void => {
    begun = true;
    appChanged();
  };
  /** Once. What threw has not looked at everything, so it is not remembered. */
  const lookBackOnce = (): Promise<void> => {
    looking ??= lookBack().catch((error: unknown) => {
      looking = null;
      throw error;
    });
    return looking;
  };
  const keychain: KeychainWatch = {
    problem: watch.problem,
    waits: watch.waits,
    /** The first time that the keychain works, also after it was locked at the start, what was left is taken up. */
    async check() {
      const tried = await watch.check();
      if (!tried.ok) return tried;
      // A second instance shows what is there and leaves what is unfinished to the first. So does one whose disk is full,
      // until the next check: there may be room again.
      const right = await writer.claim();
      if (right.ok) await lookBackOnce();
      else lookOnly();
      return tried;
    },
  };
  /** Before that, what an earlier life left and what has just begun could not be told apart. */
  const lookedBack = async (): Promise<Result<unknown>> => (begun ? success(undefined) : await keychain.check());
  return {
    ...{ runtime, spaces, native, preferences, say, keychain, apps, unlocks, appChanged, mailboxesChanged },
    held: createHeldPasswords(ground.newId),
    random: systemRandom,
    catalogue,
    detector: lazyDetector(bare.probe),
    begun: () => begun,
    readOnly: writer.problem,
    reminders,
    changing: () => (writer.problem() ? [] : spaces.changing()),
    leftOver: () => (spaces.active().workspace.space === 'helpdesk' ? null : leftOver),
    async wipeLeftOver() {
      const wiped = leftOver ? await wipeSession(ground, leftOver.session) : success(undefined);
      // What was not wiped is still there, also when nobody can tell what it keeps.
      if (!wiped.ok) return;
      leftOver = await findLeftOver(ground);
    },
    lost: () => lost,
    async setLostAside() {
      const found = await home.lost();
      if (!found.ok) return found;
      for (const mailbox of found.value) {
        const aside = await home.setJournalAside(mailbox);
        if (!aside.ok) return aside;
      }
      await lookForLost();
      appChanged();
      return success(undefined);
    },
    async sessionEnded() {
      leftOver = await findLeftOver(ground);
    },
    async begin() {
      await keychain.check();
    },
    release: writer.release,
  };
}
