import { describe, expect, it } from 'vitest';
import { rotationIdSchema, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import { journalFactSchema } from '../../shared/journal.ts';
import { checkOld, lastCheckOf } from './old.ts';
import { live } from './person.test-kit.ts';
import { boot, type Crash } from './process.test-kit.ts';
import { reduce } from './reduce.ts';
import { firstVersion, mailbox, newWorld, oldPassword, type World, type WorldPlan } from './world.test-kit.ts';

const minute = 60_000;
const fresh = 'A new password 1!';

async function changed(plan: Partial<WorldPlan> = {}): Promise<World> {
  const world = newWorld(plan);
  await live(world, null, fresh);
  return world;
}

async function ask(world: World, version: VersionId = firstVersion, crash: Crash | null = null) {
  const process = boot(world, crash);
  const answer = await Promise.race([
    checkOld(process.ports, mailbox, version, new AbortController().signal),
    process.death,
  ]);
  return { answer, calls: process.calls };
}

const asked = (world: World) => world.journal.filter((one) => one.fact.type === 'asking').length;

describe('asking whether the old one is dead', () => {
  it('says dead after one refused sign-in, on the first server of its own, with the intent written first', async () => {
    const world = await changed();
    const before = world.tried.length;
    const { answer } = await ask(world);
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'dead', failure: { code: 'mail.wrong-password' } } });
    expect(world.tried.slice(before)).toMatchObject([
      { secret: oldPassword, refused: true, protocol: 'imap', prompted: 'person' },
    ]);
    expect(world.journal.slice(-2).map((one) => one.fact.type)).toEqual(['asking', 'asked']);
    expect(lastCheckOf(reduce(world.journal), firstVersion)).toMatchObject({ verdict: 'dead', at: world.now });
  });

  it('says that servers may only be remembering it, within an hour of the change and no longer', async () => {
    const world = await changed();
    const since = reduce(world.journal).previous[0]?.since ?? 0;
    world.password = oldPassword;
    const soon = await ask(world);
    expect(soon.answer).toMatchObject({
      ok: true,
      value: { verdict: 'still-works', rememberedUntil: since + 60 * minute },
    });
    world.now = since + 61 * minute;
    const later = await ask(world);
    expect(later.answer).toMatchObject({ ok: true, value: { verdict: 'still-works', rememberedUntil: null } });
  });

  it.each([
    ['the network fails', { network: () => 'mail.timed-out' }, 'mail.timed-out'],
    ['the account is locked', { trouble: () => 'mail.account-locked' }, 'mail.account-locked'],
  ] as const)('cannot tell where %s', async (_name, plan, code) => {
    const world = await changed();
    const other = { ...world, plan: { ...world.plan, ...plan } };
    const { answer } = await ask(other);
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'could-not-tell', failure: { code } } });
  });

  it('sends nothing when the budget is spent, and says when to ask again', async () => {
    const world = await changed();
    const { mailbox: box, version, standing } = { mailbox, version: firstVersion, standing: 'unproven' as const };
    for (const ago of [1, 2, 3]) {
      const at = world.now - ago * minute;
      world.attempts.push({ at, server: 'mail.example.test', mailbox: box, version, standing, state: 'refused' });
    }
    const before = world.tried.length;
    const { answer } = await ask(world);
    expect(answer).toMatchObject({
      ok: true,
      value: { verdict: 'could-not-tell', failure: { code: 'mail.budget-spent' }, tryAgainAt: world.now + 7 * minute },
    });
    expect(world.tried).toHaveLength(before);
  });

  it('asks nobody before the change has had time to reach all servers, and says from when on', async () => {
    const world = await changed({ propagationSeconds: 300 });
    const since = reduce(world.journal).rotation?.submissions.at(-1)?.at ?? 0;
    const tried = world.tried.length;
    world.now = since + 5 * minute - 1;
    expect((await ask(world)).answer).toMatchObject({
      ok: true,
      value: {
        verdict: 'could-not-tell',
        failure: { code: 'provider.still-spreading' },
        tryAgainAt: since + 5 * minute,
      },
    });
    expect(world.tried).toHaveLength(tried);
    world.now = since + 5 * minute;
    expect((await ask(world)).answer).toMatchObject({ ok: true, value: { verdict: 'dead' } });
  });

  it('gives a fresh answer again instead of asking again', async () => {
    const world = await changed();
    const first = await ask(world);
    const tried = world.tried.length;
    world.now += 59_999;
    expect((await ask(world)).answer).toMatchObject({ ok: true, value: { verdict: 'dead' } });
    expect(first.answer).toMatchObject({ ok: true });
    expect(world.tried).toHaveLength(tried);
    world.now += 1;
    await ask(world);
    expect(world.tried).toHaveLength(tried + 1);
  });

  it('asks for no version that is current, pending, unknown, or the current password under another name', async () => {
    const world = await changed();
    const tried = world.tried.length;
    const current = reduce(world.journal).current?.version ?? firstVersion;
    const unknown = versionIdSchema.parse('nobodyknowsthis1');
    expect((await ask(world, current)).answer).toMatchObject({ ok: false, failure: { code: 'request.wrong-stage' } });
    expect((await ask(world, unknown)).answer).toMatchObject({ ok: false, failure: { code: 'request.not-found' } });
    world.keychain.set(`${mailbox}/${firstVersion}`, fresh);
    const same = { ok: false, failure: { code: 'password.same-as-current' } };
    expect((await ask(world)).answer).toMatchObject(same);
    expect(world.tried).toHaveLength(tried);
  });

  it('is refused while a change is under way', async () => {
    const world = await changed();
    const rotation = rotationIdSchema.parse('rotation00000002');
    const current = reduce(world.journal).current?.version;
    const version = versionIdSchema.parse('anotherversion01');
    const tried = world.tried.length;
    for (const line of [
      { type: 'planned', rotation, mode: 'self', current },
      { type: 'staged', rotation, version },
    ]) {
      const fact = journalFactSchema.parse(line);
      world.journal.push({ v: 1, seq: world.journal.length + 1, at: world.now, fact });
    }
    expect((await ask(world)).answer).toMatchObject({ ok: false, failure: { code: 'request.busy' } });
    expect(world.tried).toHaveLength(tried);
  });

  it('dying at any moment costs one attempt at most, is told as not known, and touches no secret', async () => {
    const { calls } = await ask(await changed());
    expect(calls).toBeGreaterThan(8);
    for (let at = 0; at < calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await changed();
        const [kept, facts, tried] = [[...world.keychain], reduce(world.journal), world.tried.length];
        await ask(world, firstVersion, { at, when });
        const sent = world.tried.length - tried;
        expect({ at, when, sent: sent <= 1, written: asked(world) >= sent }).toEqual({
          ...{ at, when, sent: true, written: true },
        });
        const told = lastCheckOf(reduce(world.journal), firstVersion);
        if (told) expect(['dead', 'could-not-tell']).toContain(told.verdict);
        // the person asks once more
        await ask(world);
        expect(world.tried.length - tried).toBeLessThanOrEqual(2);
        expect([...world.keychain]).toEqual(kept);
        expect(reduce(world.journal)).toMatchObject({ current: facts.current, previous: facts.previous });
        expect(world.broken).toEqual([]);
      }
    }
  });
});
