import type { KnownService } from '../../core/detect/known-service.ts';
import type { ClientNames } from '../../core/evidence/names.ts';
import type { AppUpdateView, EvidenceView } from '../../shared/apps.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, RotationId } from '../../shared/ids.ts';
import type { Authority } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { CheckupView, PracticeSwitches, RotationView, Status } from '../../shared/views.ts';
import { createQueue } from '../storage/one-at-a-time.ts';
import type { KeychainWatch } from './keychain-watch.ts';
import { createLiveAsks, type LiveAsks } from './live-asks.ts';
import { createLiveCheckups, type LiveCheckups } from './live-checkups.ts';
import type { AppsToUpdate } from './live-device.ts';
import { createLiveRotations, type LiveRotations } from './live-rotations.ts';
import { createLiveUpdates, type LiveUpdates } from './live-updates.ts';
import { endSignIns } from './one-time-codes.ts';
import type { DeviceSignsIn } from './practice-device.ts';
import { holdsBack } from './quitting.ts';
import { createSignInWatch, type SignInWatch } from './sign-in-watch.ts';
import type { Workspace } from './workspace.ts';

/** A workspace with what is going on in it. */
export interface OpenSpace {
  readonly workspace: Workspace;
  readonly rotations: LiveRotations;
  readonly checkups: LiveCheckups;
  readonly asks: LiveAsks;
  readonly updates: LiveUpdates;
  readonly evidence: SignInWatch;
  /** Each change of a record reads it and writes it back; two at once would lose one, so that they take their turns here. */
  editing<T>(work: () => Promise<T>): Promise<T>;
}

/** The practice workspace comes with the service behind it. */
export interface PracticeWorkspace extends Workspace {
  /** What the search from an address knows of the service. */
  readonly known: KnownService;
  /** Who is trusted besides the computer's own authorities, for a mailbox with this provider: nobody but the practice one. */
  authoritiesOf(provider: string): readonly Authority[];
  switches(): PracticeSwitches;
  setSwitches(switches: PracticeSwitches): void;
  /** Lets a device of the list sign in with one of the mailbox's passwords, past Keyround's own probes. */
  deviceSignsIn(mailbox: MailboxId, device: DeviceSignsIn): Promise<Result<void>>;
}

/** How the other two spaces come to be; the composition root knows. */
export interface SpaceMakers {
  readonly home: Workspace;
  /** The apps of this computer, for the updates of a round. */
  readonly apps: AppsToUpdate;
  /** What devices call themselves in a sign-in log. */
  readonly names: ClientNames;
  readonly keychain: Pick<KeychainWatch, 'problem' | 'waits'>;
  practice(): Promise<Result<PracticeWorkspace>>;
  /** A new helpdesk session, or (after a crash) the one that was left over. */
  helpdesk(leftOver: string | null): Promise<Result<Workspace>>;
}

export interface SpaceEvents {
  rotationChanged(view: RotationView): void;
  checkupChanged(view: CheckupView): void;
  evidenceChanged(rotation: RotationId, evidence: EvidenceView): void;
  updatesChanged(rotation: RotationId, updates: readonly AppUpdateView[]): void;
  mailboxesChanged(): void;
  appChanged(): void;
  /** Another space is on screen now. */
  shownAnother(): void;
}

/** Which space the window shows. One at a time: practice and helpdesk end before another begins. */
export interface Spaces {
  active(): OpenSpace;
  /** The user's own mailboxes, whatever the window shows. */
  home(): OpenSpace;
  practice(): PracticeWorkspace | null;
  enterPractice(): Promise<Result<void>>;
  enterHelpdesk(leftOver: string | null): Promise<Result<void>>;
  /** Ends practice or the helpdesk session and removes everything it wrote. */
  leave(): Promise<Result<void>>;
  /** Rotations of real mailboxes between sending and promoting. */
  changing(): Status['unfinished'];
  /** The computer falls asleep: check-ups stop, rotations wait for `awake`. */
  asleep(): void;
  awake(): void;
  /** Stops whatever is under way, for quitting; what is on the disk says how to go on. */
  stop(): Promise<void>;
}

export function createSpaces(makers: SpaceMakers, events: SpaceEvents): Spaces {
  const open = (workspace: Workspace): OpenSpace => {
    const changed = (view: RotationView): void => {
      events.rotationChanged(view);
      events.mailboxesChanged();
      updates.rotationChanged(view);
      evidence.look(view);
    };
    const rotations = createLiveRotations(workspace.world, changed, (dropped) => updates.rotationDropped(dropped));
    const updates = createLiveUpdates({ workspace, rotations, apps: makers.apps, onChange: events.updatesChanged });
    const { evidenceChanged: onChange } = events;
    const { names, keychain, apps } = makers;
    const evidence = createSignInWatch({
      ...{ workspace, run: rotations.get, names, keychain, mayAsk: apps.mayChange, onChange },
    });
    return {
      ...{ workspace, rotations, updates, evidence },
      checkups: createLiveCheckups(workspace.world, (view) => {
        events.checkupChanged(view);
        if (view.state !== 'running') events.mailboxesChanged();
      }),
      asks: createLiveAsks(workspace.world, events.mailboxesChanged),
      editing: createQueue(),
    };
  };
  const home = open(makers.home);
  let active = home;
  let practice: PracticeWorkspace | null = null;
  // Entering takes a while; a second click must not begin a second space.
  let moving = false;
  const move = async (enter: () => Promise<Result<void>>): Promise<Result<void>> => {
    if (moving || active !== home) return failed(failure('request.busy'));
    moving = true;
    try {
      return await enter();
    } finally {
      moving = false;
    }
  };
  const show = (space: OpenSpace): Result<void> => {
    active = space;
    events.shownAnother();
    events.appChanged();
    events.mailboxesChanged();
    return success(undefined);
  };
  return {
    active: () => active,
    home: () => home,
    practice: () => practice,
    enterPractice: () =>
      move(async () => {
        const made = await makers.practice();
        if (!made.ok) return made;
        practice = made.value;
        return show(open(made.value));
      }),
    enterHelpdesk: (leftOver) =>
      move(async () => {
        const made = await makers.helpdesk(leftOver);
        if (!made.ok) return made;
        const space = open(made.value);
        if (leftOver) await space.rotations.resumeAll();
        return show(space);
      }),
    async leave() {
      if (active === home) return failed(failure('request.wrong-stage'));
      const ending = active;
      practice = null;
      show(home);
      // The next space must wait: closing this one removes everything that lies where that one would begin.
      moving = true;
      try {
        await ending.asks.stopAll();
        await ending.evidence.stopAll();
        await ending.updates.stopAll();
        await ending.checkups.stopAll();
        await ending.rotations.stopAll();
        await endSignIns(ending.workspace);
        await settled(ending);
        return await ending.workspace.close();
      } finally {
        moving = false;
      }
    },
    changing: () =>
      [...new Set([home, active])]
        .filter(({ workspace }) => workspace.space !== 'practice')
        .flatMap(({ rotations }) => rotations.unfinished())
        .filter(({ stage }) => holdsBack(stage)),
    asleep() {
      for (const space of new Set([home, active])) {
        void space.checkups.stopAll();
        space.evidence.asleep();
        space.rotations.asleep();
      }
    },
    awake() {
      for (const space of new Set([home, active])) {
        space.evidence.awake();
        space.rotations.awake();
      }
    },
    async stop() {
      for (const space of new Set([home, active])) {
        await space.asks.stopAll();
        await space.evidence.stopAll();
        // an app's file that is being written is never left half-way
        await space.updates.stopAll();
        await space.checkups.stopAll();
        await space.rotations.stopAll();
        await endSignIns(space.workspace);
        await settled(space);
      }
      if (active !== home && practice) await practice.close();
    },
  };
}

/** Waits for what is just being written into a record. */
const settled = ({ editing }: OpenSpace): Promise<void> => editing(() => Promise.resolve());
