import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Provider } from '../../../core/ports.ts';
import type { RotationRun } from '../../../core/rotation/run.ts';
import { Secret } from '../../../core/secret.ts';
import type { MailboxId, RotationId, VersionId } from '../../../shared/ids.ts';
import { temporaryFolders } from '../../storage/temporary-folder.test-kit.ts';
import { address, Computer, context, type Started, textOf, value, viewOf } from './whole-app.test-kit.ts';

const newFolder = temporaryFolders();
let computer: Computer;
beforeEach(async () => {
  computer = await Computer.begin(newFolder());
});
afterEach(() => computer.service.stop());

const fresh = 'Something quite new 7!';
const until = (run: RotationRun, stage: string): Promise<void> =>
  vi.waitFor(() => expect(run.view().stage).toBe(stage), { timeout: 10_000 });

async function begin(app: Started, mailbox: MailboxId): Promise<{ rotation: RotationId; run: RotationRun }> {
  const { rotation } = value(await app.calls['rotations.start']({ mailbox }, context));
  const run = value(app.spaces.active().rotations.get(rotation));
  await until(run, 'new-password');
  return { rotation, run };
}

/** A mailbox that got a new password, and a second change that is about to put the old one back. */
async function aboutToPutBack(app: Started, mailbox: MailboxId) {
  const { rotation, run } = await begin(app, mailbox);
  value(await run.change(new Secret(fresh), { endSessions: false }));
  await until(run, 'round');
  value(await app.calls['rotations.finish']({ rotation }, context));
  const { kept } = await viewOf(app, mailbox);
  const versionOf = (label: string): VersionId => {
    const found = kept.find((one) => one.label === label);
    if (!found) throw new Error(`no ${label} version`);
    return found.version;
  };
  return { ...(await begin(app, mailbox)), previous: versionOf('previous'), current: versionOf('current') };
}

/** A provider that takes everything. */
function easyGoing(inner: Provider | null): Provider {
  if (!inner) throw new Error('no provider');
  return {
    manifest: { ...inner.manifest, kind: 'api' },
    check: () => Promise.resolve({ kind: 'ready', rules: null, warnings: [] }),
    changePassword: (_access, next) => {
      computer.service.accounts.reset(address, next.reveal());
      return Promise.resolve({ kind: 'accepted' });
    },
  };
}

describe('putting the old one back', () => {
  it('is a change of its own, stored under a version of its own', async () => {
    const app = computer.start();
    const { world } = app.home;
    const provider = easyGoing(world.provider('by-hand'));
    Object.assign(world, { provider: () => provider });
    // shorter than Keyround asks of a new one: what was the password before only has to suit the provider
    computer.service.accounts.reset(address, 'short');
    const mailbox = await computer.add(app);
    const { rotation, run, previous } = await aboutToPutBack(app, mailbox);
    const held = value(await app.calls['passwords.fromKept']({ rotation, version: previous }, context));
    expect(held).toMatchObject({ origin: 'kept', acceptable: true });
    const { handle } = held;
    value(await app.calls['rotations.change']({ rotation, handle, endSessions: false }, context));
    await until(run, 'round');
    expect([await textOf(app, mailbox, 'current'), computer.service.accounts.passwordOf(address)]).toEqual([
      'short',
      'short',
    ]);
    const { kept } = await viewOf(app, mailbox);
    expect(kept.map((one) => one.label)).toEqual(['current', 'previous', 'previous']);
    expect(kept.find((one) => one.label === 'current')?.version).not.toBe(previous);
    // the old one is current under another name: asking whether it is dead would prove nothing
    value(await app.calls['rotations.finish']({ rotation }, context));
    const checked = await app.calls['mailboxes.checkOld']({ mailbox, version: previous }, context);
    expect(checked).toMatchObject({ ok: false, failure: { code: 'password.same-as-current' } });
    await app.spaces.stop();
  }, 30_000);

  it('takes nothing but a previous version, and none by another way than its handle', async () => {
    const app = computer.start();
    Object.assign(app.home.world, { provider: () => easyGoing(app.home.providers[0] ?? null) });
    const mailbox = await computer.add(app);
    const { rotation, current } = await aboutToPutBack(app, mailbox);
    const refused = { ok: false, failure: { code: 'request.not-found' } };
    expect(await app.calls['passwords.fromKept']({ rotation, version: current }, context)).toMatchObject(refused);
    await app.spaces.stop();
  }, 30_000);

  it('says plainly when the provider takes no password a second time, and leaves everything as it was', async () => {
    const app = computer.start();
    value(await app.spaces.enterPractice());
    const [listed] = value(await app.spaces.active().workspace.world.records.list());
    if (!listed) throw new Error('practice has no mailbox');
    const { rotation, run, previous } = await aboutToPutBack(app, listed.id);
    const { handle } = value(await app.calls['passwords.fromKept']({ rotation, version: previous }, context));
    value(await app.calls['rotations.change']({ rotation, handle, endSessions: false }, context));
    await until(run, 'reverted');
    expect(run.view().failure).toMatchObject({ code: 'provider.used-before' });
    expect(await textOf(app, listed.id, 'current')).toBe(fresh);
    value(await app.spaces.leave());
  }, 30_000);
});
