import { type Failure, failure } from '../../shared/failures.ts';
import { type MailboxId, type RotationId, rotationIdSchema } from '../../shared/ids.ts';
import type { JournalEntry, RotationMode } from '../../shared/journal.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Provider } from '../ports.ts';
import { createLampBoard } from '../verify/lamp-board.ts';
import { type Context, Desk, type RotationPorts, type RunState } from './context.ts';
import { doubtFailure, readWithDoubt } from './doubt.ts';
import { isOver } from './facts.ts';
import { Line } from './line.ts';
import { actsAsAdministrator } from './provider-attempt.ts';
import { rulesBeforeAsking, stepsBefore } from './ready.ts';
import { reduce } from './reduce.ts';
import { RotationRun } from './run.ts';

/**
 * Begins a rotation. Nothing is written yet: its first line comes with `getReady`. `request.busy` if one of this mailbox
 * is unfinished (open that one with `openRotation`); `request.not-found` if its provider is not known; `journal.*` while
 * it is not known which password is right (`findPassword`).
 */
export async function planRotation(ports: RotationPorts, mailbox: MailboxId): Promise<Result<RotationRun>> {
  const found = await lookUp(ports, mailbox);
  if (!found.ok) return found;
  const { record, provider, entries, doubt } = found.value;
  if (doubt) return failed(doubt);
  const last = reduce(entries).rotation;
  if (last && !isOver(last)) return failed(failure('request.busy'));
  const id = rotationIdSchema.parse(ports.newId());
  return success(newRun(ports, { record, provider, entries, id, mode: modeOf(record, provider) }));
}

/**
 * Opens the mailbox's last rotation as its journal tells it, unfinished or over, for going on (`resume`) or for showing.
 * Null if there is none, or if it ended before a password was stored: then it is as if it had not been. In doubt one that is
 * unfinished is not opened: nothing of it may go on before a version has signed in.
 */
export async function openRotation(ports: RotationPorts, mailbox: MailboxId): Promise<Result<RotationRun | null>> {
  const found = await lookUp(ports, mailbox);
  if (!found.ok) return found;
  const { record, provider, entries, doubt } = found.value;
  const last = reduce(entries).rotation;
  // one that is over may be shown all the same
  if (doubt && (!last || !isOver(last))) return failed(doubt);
  if (!last?.pending) return success(null);
  const run = newRun(ports, { record, provider, entries, id: last.id, mode: last.mode });
  return success(run);
}

/** By hand where nothing else is possible; with an administrator's credential where there is one; else as the user. */
function modeOf(record: MailboxRecord, provider: Provider): RotationMode {
  if (provider.manifest.kind === 'by-hand') return 'by-hand';
  return actsAsAdministrator(provider.manifest, record) ? 'admin' : 'self';
}

interface Found {
  readonly record: MailboxRecord;
  readonly provider: Provider;
  readonly entries: readonly JournalEntry[];
  readonly doubt: Failure | null;
}

async function lookUp(ports: RotationPorts, mailbox: MailboxId): Promise<Result<Found>> {
  const record = await ports.records.load(mailbox);
  if (!record.ok) return record;
  const provider = ports.provider(record.value.provider.id);
  if (!provider) return failed(failure('request.not-found', '', 'provider'));
  const read = await readWithDoubt(ports, mailbox);
  if (!read.ok) return read;
  const doubt = doubtFailure(read.value);
  return success({ record: record.value, provider, entries: read.value.entries, doubt });
}

function newRun(
  ports: RotationPorts,
  {
    record,
    provider,
    entries,
    id,
    mode,
  }: Omit<Found, 'doubt'> & { readonly id: RotationId; readonly mode: RotationMode },
): RotationRun {
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const context: Context = {
    ...{ ports, mailbox: record.id, id, mode, provider, record },
    signal: stopping.signal,
    line: new Line(stopping.signal),
    board: createLampBoard(ports.clock),
    desk: new Desk(ports.journal, record.id, id, entries),
    state: freshState(provider),
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  return new RotationRun(context, stopping, listeners);
}

function freshState(provider: Provider): RunState {
  return {
    phase: 'new-password',
    recovered: false,
    readied: 0,
    checks: stepsBefore(),
    warnings: [],
    rules: rulesBeforeAsking(provider),
    consented: false,
    spareCurrent: false,
    stalled: null,
    failure: null,
    hold: null,
    pause: null,
    lastFailure: null,
    parked: null,
    doing: null,
    seen: new Map(),
    provenAtProvider: null,
    suspended: false,
    left: false,
  };
}
