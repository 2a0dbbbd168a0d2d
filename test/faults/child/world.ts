import { join } from 'node:path';
import { Secret } from '../../../src/core/secret.ts';
import { createLiveRotations, type LiveRotations } from '../../../src/main/app/live-rotations.ts';
import { newId } from '../../../src/main/app/system.ts';
import { createHomeWorkspace } from '../../../src/main/app/workspaces.ts';
import { createLog } from '../../../src/main/storage/log.ts';
import { failure } from '../../../src/shared/failures.ts';
import type { MailboxId, RotationId } from '../../../src/shared/ids.ts';
import { failed, type Result, success } from '../../../src/shared/result.ts';
import type { RotationView } from '../../../src/shared/views.ts';
import { filesOf, stopping } from './files.ts';
import type { Outside } from './outside.ts';
import type { Command, Shown } from './wire.ts';

type Open = Extract<Command, { do: 'open' }>;
type SetUp = Extract<Command, { do: 'set-up' }>;
type Done = Promise<Result<unknown>>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One world as this process sees it: the app's own stores on a folder, its live rotations, and one mailbox. */
export class EngineWorld {
  readonly #outside: Outside;
  readonly #rotations: LiveRotations;
  readonly #workspace: ReturnType<typeof createHomeWorkspace>;
  readonly #mailbox: MailboxId;
  #rotation: RotationId | null = null;

  constructor(outside: Outside, asked: Open, onView: (view: RotationView) => void) {
    const { folder, mailbox, manifest, point, sent, losesUnsynced } = asked;
    this.#outside = outside;
    this.#mailbox = mailbox;
    const { clock, probe } = outside;
    const reached = (): void => void outside.ask({ to: 'fail-point' });
    const files = stopping(filesOf(losesUnsynced), { point, sent, reached });
    const keychain = (service: string) => outside.keychain(service);
    this.#workspace = createHomeWorkspace({ folder, files, clock, probe, newId, keychain });
    const provider = outside.provider(manifest);
    const log = createLog(join(folder, 'log', 'keyround.log'), clock.now);
    let stage = '';
    this.#rotations = createLiveRotations({ ...this.#workspace.world, provider: () => provider }, (view) => {
      onView(view);
      if (view.stage === stage) return;
      stage = view.stage;
      log.write('rotation', { id: view.id, stage, ...(view.failure ? { code: view.failure.code } : {}) });
    });
  }

  /** Does it, waits until nothing more goes on by itself, and says what is on screen then. */
  async obey(command: Command): Promise<Shown> {
    const done = await this.#do(command);
    await this.#quiet();
    return { refused: done.ok ? null : done.failure.code, view: this.#run()?.view() ?? null };
  }

  #run() {
    const found = this.#rotation === null ? null : this.#rotations.get(this.#rotation);
    return found?.ok ? found.value : null;
  }

  async #do(command: Command): Done {
    switch (command.do) {
      case 'open':
        return success(undefined);
      case 'set-up':
        return await this.#setUp(command);
      case 'resume':
        await this.#rotations.resumeAll();
        this.#rotation = this.#rotations.unfinished()[0]?.rotation ?? null;
        return success(undefined);
      case 'start': {
        const started = await this.#rotations.start(this.#mailbox);
        if (started.ok) this.#rotation = started.value;
        return started;
      }
      case 'tidy':
        await this.#rotations.tidy();
        return success(undefined);
      default:
        return await this.#doInRotation(command);
    }
  }

  async #doInRotation(command: Exclude<Command, { do: 'open' | 'set-up' | 'resume' | 'start' | 'tidy' }>): Done {
    const run = this.#run();
    if (!run) return failed(failure('request.not-found'));
    switch (command.do) {
      case 'get-ready':
        return await run.getReady();
      case 'change':
        return await run.change(new Secret(command.password), { endSessions: false });
      case 'answer':
        return await run.answer(command.answer, null);
      case 'help':
        return await run.help(command.act);
      case 'finish':
        return await run.finish();
      case 'leave':
        return await run.leave();
    }
  }

  async #setUp({ record, secrets, current }: SetUp): Done {
    const { world } = this.#workspace;
    for (const { version, text } of secrets) {
      const put = await world.secrets.put(record.id, version, new Secret(text));
      if (!put.ok) return put;
    }
    if (current !== null) {
      const adopted = await world.journal.append(record.id, { type: 'adopted', version: current });
      if (!adopted.ok) return adopted;
    }
    return await world.records.save(record);
  }

  /** Nothing is asked, written or slept for any more, and has not been for a few turns. */
  async #quiet(): Promise<void> {
    for (let still = 0; still < 3; still += 1) {
      const before = this.#outside.calls;
      await this.#run()?.quiet();
      await turn();
      if (this.#outside.open > 0) await this.#outside.nextAnswer();
      if (this.#outside.calls !== before || this.#outside.open > 0) still = -1;
    }
  }
}
