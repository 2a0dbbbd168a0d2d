import { type Graded, isConfirmed, isLeft } from '../../shared/confirmed.ts';
import { type Grade, gradeSchema } from '../../shared/findings.ts';
import type { ClientView, ReportView, RotationStage, RotationView } from '../../shared/views.ts';

export interface ReportInput {
  readonly rotation: RotationView;
  /** Id of the provider's manifest. */
  readonly provider: string;
  /** Version of the app that writes the report. */
  readonly version: string;
  /** Wall-clock milliseconds. */
  readonly writtenAt: number;
}

/** The report of a rotation as it stands now. Each grade is counted by itself, so that no sum claims more than was seen. */
export function buildReport({ rotation, provider, version, writtenAt }: ReportInput): ReportView {
  const { id, address, mode, provedBy, startedAt, changedAt, finishedAt, refusedSignIns, clients } = rotation;
  return {
    rotation: id,
    address,
    provider,
    mode,
    provedBy,
    outcome: outcomeOf(rotation.stage),
    startedAt,
    changedAt,
    finishedAt,
    writtenAt,
    version,
    counts: countGrades(clients),
    everyDeviceConfirmed: clients.length > 0 && clients.every(isConfirmed),
    refusedSignIns,
    clients,
  };
}

function outcomeOf(stage: RotationStage): ReportView['outcome'] {
  return stage === 'finished' || stage === 'reverted' || stage === 'needs-help' ? stage : 'unfinished';
}

function countGrades(clients: readonly ClientView[]): ReportView['counts'] {
  const count = (wanted: Grade): number => clients.filter(({ grade }) => grade === wanted).length;
  return {
    'device-seen': count('device-seen'),
    stored: count('stored'),
    'settings-proved': count('settings-proved'),
    told: count('told'),
    'old-password': count('old-password'),
    waiting: count('waiting'),
    'left-alone': count('left-alone'),
    'cannot-check': count('cannot-check'),
    gone: count('gone'),
  };
}

/** How many clients still need somebody to go to them. */
export function countLeft(report: ReportView): number {
  return countLeftOf(report.clients);
}

/** The same of a round that is still open. */
export function countLeftOf(clients: readonly Graded[]): number {
  return clients.filter(isLeft).length;
}

/** The grades that occur, strongest first, with their numbers. */
export function gradesFound(report: ReportView): readonly { readonly grade: Grade; readonly count: number }[] {
  return gradeSchema.options.map((grade) => ({ grade, count: report.counts[grade] })).filter(({ count }) => count > 0);
}
