import type { Clock, Provider } from '../../src/core/ports.ts';
import type { RotationRun } from '../../src/core/rotation/run.ts';
import { createLiveCheckups, type LiveCheckups } from '../../src/main/app/live-checkups.ts';
import { createLiveRotations, type LiveRotations } from '../../src/main/app/live-rotations.ts';
import { addMailbox, type NewMailbox } from '../../src/main/app/mailboxes.ts';
import { newId } from '../../src/main/app/system.ts';
import type { Workspace } from '../../src/main/app/workspace.ts';
import { createHomeWorkspace } from '../../src/main/app/workspaces.ts';
import { createMailProbe } from '../../src/main/mail/probe.ts';
import { diskFiles } from '../../src/main/storage/file-layer.ts';
import type { Keychain } from '../../src/main/storage/keychain.ts';
import type { MailboxId } from '../../src/shared/ids.ts';
import type { JournalFactType } from '../../src/shared/journal.ts';
import type { Result } from '../../src/shared/result.ts';
import type { RotationView } from '../../src/shared/views.ts';

/** What else happens in the world while a rotation is under way. */
export interface Meanwhile {
  /** Right after the provider has answered, before the app hears of it. */
  readonly providerAnswered?: () => Promise<void>;
  /** Right after a line is in the journal, before the app goes on. */
  readonly written?: (line: JournalFactType) => Promise<void>;
}

export interface Ground {
  readonly folder: string;
  readonly clock: Clock;
  readonly keychain: (service: string) => Keychain;
  readonly meanwhile?: Meanwhile;
}

/** One person's Keyround, without a window: the real stores, probes and providers. */
export interface RotationDesk {
  readonly workspace: Workspace;
  readonly rotations: LiveRotations;
  readonly checkups: LiveCheckups;
  /** What was on screen, one entry per change of stage or reason: `waiting mail.server-busy`. */
  readonly shown: readonly string[];
  add(mailbox: NewMailbox): Promise<MailboxId>;
  /** Begins a change and waits until it is ready, or is not. */
  start(mailbox: MailboxId): Promise<RotationRun>;
}

export function openDesk({ folder, clock, keychain, meanwhile = {} }: Ground): RotationDesk {
  const home = createHomeWorkspace({ folder, clock, keychain, files: diskFiles, probe: createMailProbe(), newId });
  const workspace: Workspace = { ...home, world: worldWith(home.world, meanwhile) };
  const shown: string[] = [];
  const rotations = createLiveRotations(workspace.world, (view) => {
    const line = lineOf(view);
    if (shown.at(-1) !== line) shown.push(line);
  });
  return {
    ...{ workspace, rotations, shown },
    checkups: createLiveCheckups(workspace.world, () => undefined),
    add: async (mailbox) => valueFrom(await addMailbox(workspace, mailbox)),
    start: async (mailbox) => {
      const run = valueFrom(rotations.get(valueFrom(await rotations.start(mailbox))));
      await run.quiet();
      return run;
    },
  };
}

function worldWith(world: Workspace['world'], { providerAnswered, written }: Meanwhile): Workspace['world'] {
  const watched = (provider: Provider): Provider => ({
    ...provider,
    changePassword: async (access, next) => {
      const answer = await provider.changePassword(access, next);
      await providerAnswered?.();
      return answer;
    },
  });
  return {
    ...world,
    provider: (id) => {
      const provider = world.provider(id);
      return provider && watched(provider);
    },
    journal: {
      ...world.journal,
      append: async (mailbox, fact) => {
        const entry = await world.journal.append(mailbox, fact);
        await written?.(fact.type);
        return entry;
      },
    },
  };
}

const lineOf = ({ stage, failure }: RotationView): string => (failure ? `${stage} ${failure.code}` : stage);

export function valueFrom<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.technical}`);
  return result.value;
}

/** Waits until the rotation shows this stage. @throws Error that names what it shows instead, after `limit` ms */
export async function stageOf(run: RotationRun, stage: RotationView['stage'], limit = 40_000): Promise<RotationView> {
  const end = Date.now() + limit;
  for (;;) {
    const view = run.view();
    if (view.stage === stage && !run.isWorking) return view;
    if (Date.now() > end) throw new Error(`it shows ${lineOf(view)}, not ${stage}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
