import { Secret } from '../../core/secret.ts';
import { type MailboxId, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { passwordProblem } from './checked-drafts.ts';
import type { Workspace } from './workspace.ts';

const newVersion = (space: Workspace): VersionId => versionIdSchema.parse(space.world.newId());

/** Keeps a secret under a new version, or says why not: its characters if it was typed (naming the field), or the keychain. */
export async function keepNew(
  space: Workspace,
  mailbox: MailboxId,
  given: string | Secret,
  field: string,
): Promise<Result<VersionId>> {
  const problem = typeof given === 'string' ? passwordProblem(given, field) : null;
  if (problem) return failed(problem);
  const version = newVersion(space);
  const kept = await space.keep(mailbox, version, typeof given === 'string' ? new Secret(given) : given);
  return kept.ok ? success(version) : kept;
}

/** A secret that was stored for a record that could not be saved: nothing would ever name it again. */
export async function takeBack(
  space: Workspace,
  mailbox: MailboxId,
  version: VersionId | null,
  why: Result<never>,
): Promise<Result<never>> {
  if (version) await space.world.secrets.remove(mailbox, version);
  return why;
}
