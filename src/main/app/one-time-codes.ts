import type { SecondFactor } from '../../core/ports.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import type { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import { asksForCode } from '../../shared/one-time-code.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { Workspace } from './workspace.ts';

/**
 * Hands a typed code to the provider that asks for one, and lets the rotation go on from where it was asked: getting ready,
 * or sending the same password once more. It is for that one call and is written down nowhere.
 */
export async function giveCode(workspace: Workspace, run: RotationRun, code: Secret): Promise<Result<void>> {
  const view = run.view();
  const mayGoOn = view.stage === 'not-ready' || view.stage === 'needs-help';
  if (!mayGoOn || !asksForCode(view)) return failed(failure('request.wrong-stage'));
  const found = await factorOf(workspace, run);
  if (!found.ok) return found;
  found.value.factor?.give(found.value.address, code);
  if (view.stage === 'needs-help') return await run.help('send-again');
  run.getReady().catch(() => undefined);
  return success(undefined);
}

/** Ends the session that a code has begun, for a change that is not going on. Nobody waits for it. */
export async function endSignIn(workspace: Workspace, run: RotationRun): Promise<void> {
  const found = await factorOf(workspace, run);
  if (found.ok) await found.value.factor?.end(found.value.address);
}

/** The same for a whole space. */
export async function endSignIns({ providers }: Workspace): Promise<void> {
  await Promise.all(providers.map(async ({ secondFactor }) => await secondFactor?.endAll()));
}

async function factorOf(
  { world }: Workspace,
  { mailbox }: RotationRun,
): Promise<Result<{ readonly address: string; readonly factor: SecondFactor | undefined }>> {
  const record = await world.records.load(mailbox);
  if (!record.ok) return record;
  const { address, provider } = record.value;
  return success({ address, factor: world.provider(provider.id)?.secondFactor });
}
