import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import { failed } from '../../shared/result.ts';
import { claimJournal, readWithDoubt } from './doubt.ts';
import { forgetOld, keptFor } from './forget.ts';
import { openRotation, planRotation } from './open.ts';
import { live } from './person.test-kit.ts';
import { boot, type Crash } from './process.test-kit.ts';
import { findPassword, readRecovery, recoveryView } from './recovery.ts';
import { reduce } from './reduce.ts';
import { firstVersion, mailbox, newWorld, oldPassword, type World } from './world.test-kit.ts';

const minute = 60_000;
const fresh = 'A new password 1!';
const here = 'thiscomputer0001';
const elsewhere = 'anothercomputer1';

/** Only an administrator's mailbox keeps one. */
function withoutCredential(world: World): World {
  world.keychain.delete(`${mailbox}/credential000001`);
  return world;
}

/** A mailbox whose password was changed once: two versions are kept. */
async function changed(installation?: string): Promise<World> {
  const world = withoutCredential(newWorld());
  if (installation !== undefined) world.installation = installation;
  await live(world, null, fresh);
  if (installation !== undefined) await claimJournal(boot(world).ports, mailbox);
  return world;
}

/** A third version that nobody proved, the newest. */
function keepAnother(world: World): void {
  world.keychain.set(`${mailbox}/unprovenversion1`, 'never sent');
}

async function click(world: World, crash: Crash | null = null) {
  const process = boot(world, crash);
  const answer = await Promise.race([
    findPassword(process.ports, mailbox, new AbortController().signal),
    process.death,
  ]);
  return { answer, calls: process.calls };
}

const currentOf = (world: World) =>
  world.keychain.get(`${mailbox}/${reduce(world.journal).current?.version ?? 'none'}`);

/** What the server saw: never more than three refusals in ten minutes. */
function mostRefused(world: World): number {
  const refused = world.tried.filter((one) => one.refused);
  return Math.max(
    0,
    ...refused.map((one) => refused.filter(({ at }) => at > one.at - 10 * minute && at <= one.at).length),
  );
}

describe('a version that the keychain lists and does not hand out', () => {
  it('keeps nobody from finding the right one among the others', async () => {
    const world = await changed();
    keepAnother(world);
    world.journal.length = 0;
    const process = boot(world);
    const { secrets } = process.ports;
    const denied: typeof secrets.get = (box, version) =>
      version === 'unprovenversion1' ? Promise.resolve(failed(failure('keychain.denied'))) : secrets.get(box, version);
    const ports = { ...process.ports, secrets: { ...secrets, get: denied } };
    const answer = await findPassword(ports, mailbox, new AbortController().signal);
    expect(answer).toMatchObject({ ok: true, value: { failure: null } });
    expect(currentOf(world)).toBe(fresh);
    expect(world.tried.at(-1)).toMatchObject({ ok: true, secret: fresh });
  });
});

describe('notes that are gone', () => {
  it('lets nothing begin and nothing be forgotten', async () => {
    const world = await changed();
    world.journal.length = 0;
    const { ports } = boot(world);
    const missing = { ok: false, failure: { code: 'journal.missing' } };
    expect(await planRotation(ports, mailbox)).toMatchObject(missing);
    expect(await openRotation(ports, mailbox)).toMatchObject(missing);
    world.now += 100 * keptFor.previous;
    expect(await forgetOld(ports, mailbox, new AbortController().signal)).toMatchObject(missing);
    expect(world.keychain.size).toBe(2);
  });

  it('are as good as gone without their beginning', async () => {
    const world = await changed();
    const end = world.journal.filter(({ fact }) => fact.type === 'client-checked' || fact.type === 'finished');
    expect(end.length).toBeGreaterThan(0);
    world.journal.splice(0, world.journal.length, ...end);
    expect(await readWithDoubt(boot(world).ports, mailbox)).toMatchObject({ ok: true, value: { doubt: 'missing' } });
    const { answer } = await click(world);
    expect(answer).toMatchObject({ ok: true, value: { failure: null } });
    expect(currentOf(world)).toBe(fresh);
    expect(await readWithDoubt(boot(world).ports, mailbox)).toMatchObject({ ok: true, value: { doubt: null } });
  });

  it('are no doubt for a mailbox of which nothing was ever kept but its credential', async () => {
    const world = newWorld({ mode: 'admin', currentKnown: false });
    expect(await readWithDoubt(boot(world).ports, mailbox)).toMatchObject({ ok: true, value: { doubt: null } });
  });

  it('begin anew with the version that signs in, newest first, and call no provider', async () => {
    const world = await changed();
    const sent = world.sent.length;
    keepAnother(world);
    world.journal.length = 0;
    const tried = world.tried.length;
    const { answer } = await click(world);
    expect(answer).toMatchObject({ ok: true, value: { failure: null } });
    expect(currentOf(world)).toBe(fresh);
    expect(world.tried.slice(tried).map((one) => one.secret)).toEqual(['never sent', fresh]);
    expect([world.sent.length, world.keychain.size]).toEqual([sent, 3]);
    expect(reduce(world.journal)).toMatchObject({ unsure: null, unknown: [] });
    expect(reduce(world.journal).previous.map((one) => one.version)).toContain(firstVersion);
    expect((await planRotation(boot(world).ports, mailbox)).ok).toBe(true);
  });

  it('never send the provider’s credential to the mail server', async () => {
    const world = newWorld({ mode: 'admin' });
    world.journal.length = 0;
    world.password = 'changed elsewhere';
    await click(world);
    expect(world.tried.map((one) => one.secret)).toEqual([oldPassword]);
  });

  it('stop after two refusals a click, say so, and wait when all were refused', async () => {
    const world = await changed();
    keepAnother(world);
    world.journal.length = 0;
    world.password = 'changed elsewhere';
    const tried = world.tried.length;
    const wrong = { ok: true, value: { found: null, failure: { code: 'mail.wrong-password' }, tryAgainAt: null } };
    expect((await click(world)).answer).toMatchObject(wrong);
    expect(world.tried).toHaveLength(tried + 2);
    const none = { found: null, failure: { code: 'password.none-signs-in' }, tryAgainAt: world.now + 70 * minute };
    expect((await click(world)).answer).toMatchObject({ ok: true, value: none });
    expect(world.tried).toHaveLength(tried + 3);
    expect((await click(world)).answer).toMatchObject({ ok: true, value: none });
    expect(world.tried).toHaveLength(tried + 3);
    const kept = [...world.keychain.keys()].flatMap(
      (name) => reduce(world.journal).unsure?.versions.find((one) => name.endsWith(one)) ?? [],
    );
    const view = recoveryView(reduce(world.journal), 'missing', kept, world.now);
    expect(view).toMatchObject({ kept: 3, left: 0, refused: 3, maySetAside: false, tryAgainAt: none.tryAgainAt });
    world.now += 70 * minute;
    world.password = oldPassword;
    await click(world);
    await click(world);
    expect(currentOf(world)).toBe(oldPassword);
  });

  it('stop at once where the account is locked', async () => {
    const world = await changed();
    keepAnother(world);
    world.journal.length = 0;
    const locked = { ...world, plan: { ...world.plan, trouble: () => 'mail.account-locked' as const } };
    const tried = world.tried.length;
    expect((await click(locked)).answer).toMatchObject({
      ok: true,
      value: { failure: { code: 'mail.account-locked' } },
    });
    expect(world.tried).toHaveLength(tried + 1);
  });

  it('are found again after dying at any moment: no secret gone, the budget kept, nothing sent to the provider', async () => {
    const begin = async (): Promise<World> => {
      const world = await changed();
      keepAnother(world);
      world.journal.length = 0;
      return world;
    };
    const { calls } = await click(await begin());
    expect(calls).toBeGreaterThan(15);
    for (let at = 0; at < calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await begin();
        const [kept, sent] = [[...world.keychain], world.sent.length];
        await click(world, { at, when });
        for (let clicks = 0; clicks < 4 && currentOf(world) !== fresh; clicks += 1) {
          world.now += 11 * minute;
          await click(world);
        }
        expect({ at, when, current: currentOf(world), refused: mostRefused(world) <= 3 }).toEqual({
          ...{ at, when, current: fresh, refused: true },
        });
        expect([[...world.keychain], world.sent.length, world.broken]).toEqual([kept, sent, []]);
        const asking = world.journal.filter((one) => one.fact.type === 'asking').length;
        expect(world.tried.filter((one) => one.prompted === 'person').length).toBeLessThanOrEqual(asking);
      }
    }
  });
});

describe('notes from another computer, or from a backup', () => {
  it('are read only until one version has signed in', async () => {
    const world = await changed(here);
    world.installation = elsewhere;
    const foreign = { ok: false, failure: { code: 'journal.other-computer' } };
    expect(await planRotation(boot(world).ports, mailbox)).toMatchObject(foreign);
    world.now += 100 * keptFor.previous;
    expect(await forgetOld(boot(world).ports, mailbox, new AbortController().signal)).toMatchObject(foreign);
    const lines = world.journal.length;
    await claimJournal(boot(world).ports, mailbox);
    expect(world.journal).toHaveLength(lines);
    // what is over may be looked at
    expect(await openRotation(boot(world).ports, mailbox)).toMatchObject({ ok: true });
    expect((await click(world)).answer).toMatchObject({ ok: true, value: { failure: null } });
    expect(world.journal.at(-1)?.fact).toEqual({ type: 'opened', installation: elsewhere });
    expect((await planRotation(boot(world).ports, mailbox)).ok).toBe(true);
  });

  it('do not let an unfinished change go on by itself', async () => {
    const world = withoutCredential(newWorld({ answer: 'unknown', truth: 'not' }));
    world.installation = here;
    await claimJournal(boot(world).ports, mailbox);
    // killed after something was sent
    for (let at = 10; at < 200 && world.sent.length === 0; at += 1) await live(world, { at, when: 'after' }, fresh);
    expect(reduce(world.journal).rotation?.ended).toBeNull();
    world.installation = elsewhere;
    const foreign = { ok: false, failure: { code: 'journal.other-computer' } };
    expect(await openRotation(boot(world).ports, mailbox)).toMatchObject(foreign);
    const sent = world.sent.length;
    await click(world);
    await click(world);
    expect(world.sent).toHaveLength(sent);
    expect(await openRotation(boot(world).ports, mailbox)).toMatchObject({ ok: true });
    expect(currentOf(world)).toBe(oldPassword);
  });

  it('adopt another kept version where that one signs in', async () => {
    const world = await changed(here);
    world.installation = elsewhere;
    world.password = oldPassword;
    await click(world);
    expect(currentOf(world)).toBe(oldPassword);
    expect(reduce(world.journal)).toMatchObject({ installation: elsewhere });
  });
});

describe('a keychain that was emptied', () => {
  it('is said, and never answered by calling the provider', async () => {
    const world = await changed();
    const sent = world.sent.length;
    world.keychain.clear();
    expect(await readRecovery(boot(world).ports, mailbox)).toMatchObject({ ok: true, value: { doubt: 'emptied' } });
    const tried = world.tried.length;
    expect((await click(world)).answer).toMatchObject({ ok: true, value: { failure: { code: 'keychain.emptied' } } });
    const planned = await planRotation(boot(world).ports, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    expect(await planned.value.getReady()).toMatchObject({ ok: false, failure: { code: 'keychain.entry-missing' } });
    expect([world.sent.length, world.tried.length]).toEqual([sent, tried]);
  });

  it('is helped by what it still keeps', async () => {
    const world = await changed();
    world.keychain.delete(`${mailbox}/${reduce(world.journal).current?.version}`);
    world.password = oldPassword;
    await click(world);
    expect(currentOf(world)).toBe(oldPassword);
  });
});

describe('where nothing is in doubt', () => {
  it('nothing is asked', async () => {
    const world = await changed(here);
    const tried = world.tried.length;
    expect((await click(world)).answer).toMatchObject({ ok: false, failure: { code: 'request.wrong-stage' } });
    expect(world.tried).toHaveLength(tried);
  });
});
