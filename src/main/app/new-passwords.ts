import { generatePassword, type PasswordStyle } from '../../core/password/generator.ts';
import { checkRules, meetsRules } from '../../core/password/policy.ts';
import { readTyped } from '../../core/password/typed.ts';
import { reduce } from '../../core/rotation/reduce.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import type { HeldPassword } from '../../shared/held-password.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';
import { openMailbox } from './mailbox-pages.ts';
import type { World } from './workspace.ts';

/** The current password of the rotation's mailbox, for "not the one you have now". Null where it is not known. */
async function currentOf(app: App, run: RotationRun): Promise<Secret | null> {
  const { workspace } = app.spaces.active();
  const opened = await openMailbox(workspace, run.mailbox);
  const version = opened.ok ? opened.value.facts.current?.version : undefined;
  if (!version) return null;
  const secret = await workspace.world.secrets.get(run.mailbox, version);
  return secret.ok ? secret.value : null;
}

/** True if the rules, as they are now, take this password. */
export async function isAcceptable(
  app: App,
  run: RotationRun,
  { secret, origin }: { readonly secret: Secret; readonly origin: HeldPassword['origin'] },
): Promise<boolean> {
  return isTaken(run, await checked(app, run, secret), origin);
}

/** Keyround's own rules are for new passwords: one that was the mailbox's before only has to suit the provider. */
function isTaken(run: RotationRun, checks: HeldPassword['checks'], origin: HeldPassword['origin']): boolean {
  const ownRules = run.rules().source === 'default' && origin === 'kept';
  return meetsRules(ownRules ? checks.filter(({ rule }) => rule === 'not-current') : checks);
}

async function checked(app: App, run: RotationRun, secret: Secret): Promise<HeldPassword['checks']> {
  const current = await currentOf(app, run);
  return [...checkRules(run.rules(), secret.reveal(), current ? { current } : {})];
}

async function hold(
  app: App,
  run: RotationRun,
  secret: Secret,
  origin: HeldPassword['origin'],
): Promise<Result<HeldPassword>> {
  const checks = await checked(app, run, secret);
  const handle = app.held.hold(run.id, secret, origin);
  return success({ handle, origin, checks, acceptable: isTaken(run, checks, origin) });
}

/** Makes a password that meets the rules and holds it. `password.rules-not-met` if no password could meet them. */
export async function holdGenerated(app: App, run: RotationRun, style: PasswordStyle): Promise<Result<HeldPassword>> {
  const generated = generatePassword(run.rules(), style, app.random);
  return generated ? await hold(app, run, generated, 'generated') : failed(failure('password.rules-not-met'));
}

/** A previous password of this mailbox. `request.not-found` if the version is none, or is being forgotten. */
export async function previousPassword(
  world: Pick<World, 'journal' | 'secrets'>,
  mailbox: MailboxId,
  version: VersionId,
): Promise<Result<Secret>> {
  const read = await world.journal.read(mailbox);
  if (!read.ok) return read;
  const { previous, forgetting } = reduce(read.value);
  const isPrevious = previous.some((one) => one.version === version) && !forgetting.includes(version);
  if (!isPrevious) return failed(failure('request.not-found', '', 'version'));
  return await world.secrets.get(mailbox, version);
}

/**
 * Holds a previous password of the rotation's mailbox, to put it back: the change stores it as a version of its own and
 * goes like any other. Fails like `previousPassword`.
 */
export async function holdKept(app: App, run: RotationRun, version: VersionId): Promise<Result<HeldPassword>> {
  const secret = await previousPassword(app.spaces.active().workspace.world, run.mailbox, version);
  return secret.ok ? await hold(app, run, secret.value, 'kept') : secret;
}

/** Holds a typed password. Blanks at its ends are part of it: the face has asked about them. */
export async function holdTyped(app: App, run: RotationRun, text: string): Promise<Result<HeldPassword>> {
  const typed = readTyped(text);
  if (typed.kind === 'refused') return failed(failure(typed.code, '', 'password'));
  if (typed.kind === 'line-break') return failed(failure('password.control-characters', '', 'password'));
  return await hold(app, run, new Secret(text), 'typed');
}
