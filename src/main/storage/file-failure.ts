import { type Failure, failure } from '../../shared/failures.ts';

const full: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Turns what the disk threw into `journal.disk-full` or `journal.failed`, naming the error and never a path. */
export function fileFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return failure(full.includes(code) ? 'journal.disk-full' : 'journal.failed', code);
}
