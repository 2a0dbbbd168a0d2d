import { readWithDoubt } from '../../../core/rotation/doubt.ts';
import type { Secret } from '../../../core/secret.ts';
import type { SecretSubject } from '../../../shared/contract.ts';
import { failure } from '../../../shared/failures.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { question } from '../../app/say.ts';
import { inTime } from '../../app/sheet.ts';
import type { Handlers } from '../bind.ts';

/** A shown password is hidden after this many milliseconds. */
const hideAfter = 20_000;
/** How long the journal may take to say which version is current, in ms; then it is confirmed as if it were none. */
const patience = 1_000;
/** A copied one leaves the clipboard after this many; by hand it has to last until the page is filled in. */
export const clearAfter = { usual: 60_000, byHand: 300_000 } as const;

export function secretHandlers(app: App): Pick<Handlers, 'secrets.askToReveal' | 'secrets.reveal' | 'secrets.copy'> {
  const asked = new Map<string, SecretSubject>();
  return {
    'secrets.askToReveal': async ({ subject }, { contents }) => {
      const asks = await needsConfirming(app, subject);
      if (asks && !(await confirmed(app))) return failed(failure('request.cancelled'));
      const token = await app.native.askToReveal(contents, asks);
      if (!token) return failed(failure('request.too-fast'));
      asked.clear();
      asked.set(token, subject);
      return success({ token });
    },
    'secrets.reveal': async ({ token }, { contents }) => {
      const subject = asked.get(token);
      asked.delete(token);
      if (!subject || !app.native.redeem(contents, token)) return failed(failure('request.not-found', '', 'token'));
      const secret = await findSecret(app, subject);
      return secret.ok ? success({ password: secret.value.reveal(), hideAfter }) : secret;
    },
    'secrets.copy': async ({ subject }) => {
      if ((await needsConfirming(app, subject)) && !(await confirmed(app))) return failed(failure('request.cancelled'));
      const secret = await findSecret(app, subject);
      if (!secret.ok) return secret;
      const milliseconds = isByHand(app, subject) ? clearAfter.byHand : clearAfter.usual;
      await app.native.copySecret(secret.value, milliseconds);
      return success({ clearsAt: app.spaces.active().workspace.world.clock.now() + milliseconds });
    },
  };
}

async function findSecret(app: App, subject: SecretSubject): Promise<Result<Secret>> {
  if (subject.what === 'version')
    return await app.spaces.active().workspace.world.secrets.get(subject.mailbox, subject.version);
  const held = app.held.find(subject.handle);
  return held ? success(held.secret) : failed(failure('request.not-found', '', 'handle'));
}

/**
 * Versions that are not the password any more are confirmed first: they are easily taken for it. So is each where it is in
 * doubt which one is. A new one that is still to be proven is not: a change by hand needs it copied.
 */
async function needsConfirming(app: App, subject: SecretSubject): Promise<boolean> {
  if (subject.what === 'held') return false;
  // the journal alone, and not for long: a password must be there to be seen when everything else is stuck
  const { world } = app.spaces.active().workspace;
  const read = await inTime(readWithDoubt(world, subject.mailbox), patience, 'journal.failed');
  if (!read.ok || read.value.doubt !== null) return true;
  const { current, pending } = read.value.facts;
  return subject.version !== current?.version && subject.version !== pending?.version;
}

function confirmed(app: App): Promise<boolean> {
  return app.native.confirm(question(app.say, 'reveal'));
}

function isByHand(app: App, subject: SecretSubject): boolean {
  const { rotations } = app.spaces.active();
  if (subject.what === 'held') {
    const held = app.held.find(subject.handle);
    const run = held ? rotations.get(held.rotation) : null;
    return run?.ok === true && run.value.view().mode === 'by-hand';
  }
  const unfinished = rotations.unfinished();
  return unfinished.some((one) => one.mailbox === subject.mailbox && one.stage === 'your-turn');
}
