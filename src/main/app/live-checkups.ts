import { everyEndpoint } from '../../core/rotation/context.ts';
import { type VerifyAsk, verify } from '../../core/verify/engine.ts';
import { createLampBoard, type LampBoard, viewFromBoard } from '../../core/verify/lamp-board.ts';
import { planChecks } from '../../core/verify/plan.ts';
import type { Check } from '../../core/verify/types.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import { type CheckupId, checkupIdSchema, type MailboxId, type VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { CheckupView, ClientView } from '../../shared/views.ts';
import type { World } from './workspace.ts';

interface Running {
  readonly id: CheckupId;
  readonly record: MailboxRecord;
  readonly board: LampBoard;
  readonly startedAt: number;
  readonly stop: AbortController;
  state: CheckupView['state'];
  failure: Failure | null;
  endedAt: number | null;
  /** Resolves when it has ended, whichever way. */
  ended: Promise<void>;
}

/** Check-ups of one space: the visit of a round, without a change. They live in memory; only their count is journalled. */
export interface LiveCheckups {
  start(record: MailboxRecord, current: VersionId | null): Result<CheckupId>;
  view(id: CheckupId): Result<CheckupView>;
  /** What the last check-up of this mailbox showed since the app was started, of the clients as they were then. */
  lastVisit(mailbox: MailboxId): { readonly clients: readonly ClientView[]; readonly at: number | null } | null;
  isRunning(mailbox: MailboxId): boolean;
  stop(id: CheckupId): Result<void>;
  /** Stops this mailbox's check-up, if there is one, and resolves when nothing more is sent or written for it. */
  halt(mailbox: MailboxId): Promise<void>;
  /** As `halt`, and what it showed is forgotten: the mailbox, or its password, is another now. */
  forget(mailbox: MailboxId): Promise<void>;
  stopAll(): Promise<void>;
}

export function createLiveCheckups(world: World, onChange: (view: CheckupView) => void): LiveCheckups {
  const runs = new Map<CheckupId, Running>();
  const latest = new Map<MailboxId, Running>();

  const start: LiveCheckups['start'] = (record, current) => {
    if (latest.get(record.id)?.state === 'running') return failed(failure('request.busy'));
    const previous = latest.get(record.id);
    if (previous) runs.delete(previous.id);
    const run: Running = {
      id: checkupIdSchema.parse(world.newId()),
      record,
      board: createLampBoard(world.clock),
      startedAt: world.clock.now(),
      stop: new AbortController(),
      state: 'running',
      failure: null,
      endedAt: null,
      ended: Promise.resolve(),
    };
    runs.set(run.id, run);
    latest.set(record.id, run);
    const changed = (): void => onChange(viewOf(run));
    run.ended = visit(world, run, planChecks(record, current, { appPasswords: true }), changed).catch(() => {
      // a bug in a port: the text may hold anything, and the mailbox must not stay busy for ever
      run.state = 'stopped';
      run.failure = failure('app.bug');
      run.endedAt = world.clock.now();
      changed();
    });
    return success(run.id);
  };

  const halt = async (mailbox: MailboxId): Promise<void> => {
    const run = latest.get(mailbox);
    run?.stop.abort();
    await run?.ended;
  };

  return {
    start,
    view: (id) => {
      const run = runs.get(id);
      return run ? success(viewOf(run)) : failed(failure('request.not-found'));
    },
    lastVisit: (mailbox) => {
      const run = latest.get(mailbox);
      return run ? { clients: viewOf(run).clients, at: run.endedAt } : null;
    },
    isRunning: (mailbox) => latest.get(mailbox)?.state === 'running',
    stop: (id) => {
      const run = runs.get(id);
      if (!run) return failed(failure('request.not-found'));
      run.stop.abort();
      return success(undefined);
    },
    halt,
    async forget(mailbox) {
      await halt(mailbox);
      const run = latest.get(mailbox);
      latest.delete(mailbox);
      if (run) runs.delete(run.id);
    },
    async stopAll() {
      await Promise.all([...latest.keys()].map(halt));
    },
  };
}

async function visit(world: World, run: Running, checks: readonly Check[], changed: () => void): Promise<void> {
  const byKey = new Map(checks.map((check) => [check.key, check]));
  const deps = { ...world, authorities: run.record.authorities, signal: run.stop.signal };
  const known = everyEndpoint(run.record);
  const ask: VerifyAsk = { proven: () => false, prompted: 'person', read: true, known };
  for await (const event of verify(deps, checks, ask)) {
    const check = byKey.get(event.key);
    if (check) run.board.apply(check, event);
    if (event.type === 'no-secret') run.failure = event.failure;
    changed();
  }
  run.state = run.stop.signal.aborted ? 'stopped' : 'done';
  run.endedAt = world.clock.now();
  const lamps = checks.flatMap((check) => check.targets.map(({ client, side }) => run.board.finding(client, side)?.ok));
  const proved = lamps.filter((ok) => ok === true).length;
  if (run.state === 'done') {
    const written = await world.journal.append(run.record.id, {
      type: 'checked-up',
      proved,
      failed: lamps.length - proved,
    });
    if (!written.ok) run.failure = written.failure;
  }
  changed();
}

function viewOf(run: Running): CheckupView {
  const { id, record, state, failure: why, startedAt, endedAt } = run;
  const clients = record.clients.map((client) => viewFromBoard(client, run.board));
  return { id, mailbox: record.id, state, clients, failure: why, startedAt, endedAt };
}
