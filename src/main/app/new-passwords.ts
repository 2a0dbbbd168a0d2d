import { generatePassword, type PasswordStyle } from '../../core/password/generator.ts';
import { checkRules, meetsRules } from '../../core/password/policy.ts';
import { readTyped } from '../../core/password/typed.ts';
import type { RotationRun } from '../../core/rotation/run.ts';
import { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { HeldPassword } from '../../shared/views.ts';
import type { App } from './app.ts';
import { openMailbox } from './mailbox-pages.ts';

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
export async function isAcceptable(app: App, run: RotationRun, secret: Secret): Promise<boolean> {
  return meetsRules(await checked(app, run, secret));
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
  return success({ handle, origin, checks, acceptable: meetsRules(checks) });
}

/** Makes a password that meets the rules and holds it. `password.rules-not-met` if no password could meet them. */
export async function holdGenerated(app: App, run: RotationRun, style: PasswordStyle): Promise<Result<HeldPassword>> {
  const generated = generatePassword(run.rules(), style, app.random);
  return generated ? await hold(app, run, generated, 'generated') : failed(failure('password.rules-not-met'));
}

/** Holds a typed password. Blanks at its ends are part of it: the face has asked about them. */
export async function holdTyped(app: App, run: RotationRun, text: string): Promise<Result<HeldPassword>> {
  const typed = readTyped(text);
  if (typed.kind === 'refused') return failed(failure(typed.code, '', 'password'));
  if (typed.kind === 'line-break') return failed(failure('password.control-characters', '', 'password'));
  return await hold(app, run, new Secret(text), 'typed');
}
