import { describe, expect, it } from 'vitest';
import { versionIdSchema } from '../../shared/ids.ts';
import { journalFactSchema } from '../../shared/journal.ts';
import { dueToForget, forgetOld, keptFor } from './forget.ts';
import { live } from './person.test-kit.ts';
import { boot, type Crash } from './process.test-kit.ts';
import { reduce } from './reduce.ts';
import { firstVersion, mailbox, newWorld, type World } from './world.test-kit.ts';

const fresh = 'A new password 1!';
const { signal } = new AbortController();
const held = (world: World, version: string) => world.keychain.has(`${mailbox}/${version}`);

async function changed(): Promise<World> {
  const world = newWorld();
  await live(world, null, fresh);
  return world;
}

async function forget(world: World, crash: Crash | null = null) {
  const process = boot(world, crash);
  return await Promise.race([forgetOld(process.ports, mailbox, signal), process.death]);
}

describe('forgetting', () => {
  it('keeps the previous password for 14 days, to the millisecond', async () => {
    const world = await changed();
    const since = reduce(world.journal).previous[0]?.since ?? 0;
    expect(dueToForget(reduce(world.journal), since + keptFor.previous - 1)).toEqual([]);
    expect(dueToForget(reduce(world.journal), since + keptFor.previous)).toEqual([firstVersion]);
    world.now = since + keptFor.previous;
    expect(await forget(world)).toEqual({ ok: true, value: [firstVersion] });
    expect(held(world, firstVersion)).toBe(false);
    expect(reduce(world.journal)).toMatchObject({
      previous: [],
      forgetting: [],
      rotation: { ended: { as: 'finished' } },
    });
    expect(world.broken).toEqual([]);
  });

  it('removes nothing when current does not sign in', async () => {
    const world = await changed();
    world.now += keptFor.previous;
    world.password = 'changed elsewhere';
    expect(await forget(world)).toEqual({ ok: true, value: [] });
    expect(held(world, firstVersion)).toBe(true);
    const tried = world.tried.length;
    await forget(world);
    expect(world.tried).toHaveLength(tried);
  });

  it('keeps an abandoned password for a day', async () => {
    const world = newWorld({ answer: { refused: 'provider.too-short' } });
    await live(world, null, fresh);
    const abandoned = reduce(world.journal).abandoned[0];
    expect(dueToForget(reduce(world.journal), (abandoned?.since ?? 0) + keptFor.abandoned - 1)).toEqual([]);
    world.now = (abandoned?.since ?? 0) + keptFor.abandoned;
    expect(await forget(world)).toEqual({ ok: true, value: [abandoned?.version] });
    expect(held(world, firstVersion)).toBe(true);
  });

  it('is repeated after dying at any moment, and never removes without a fresh sign-in', async () => {
    for (let at = 0; at < 20; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await changed();
        world.now += keptFor.previous;
        await forget(world, { at, when });
        world.now += 11 * 60_000;
        await forget(world);
        // an attempt lost in a crash counts as refused: without a click the same secret waits its seven days
        world.now += 8 * 24 * 3_600_000;
        await forget(world);
        expect({ at, when, held: held(world, firstVersion), broken: world.broken }).toEqual({
          ...{ at, when, held: false, broken: [] },
        });
      }
    }
  });

  it('touches nothing while it is open which password is right', () => {
    const world = newWorld({ answer: 'unknown', truth: 'not' });
    const version = versionIdSchema.parse('leftbehind000001');
    const rotation = 'rotation00000001';
    const facts = [
      { type: 'planned', rotation, mode: 'self', current: firstVersion },
      { type: 'staging', rotation, version },
      { type: 'staged', rotation, version },
      { type: 'submitting', rotation, attempt: 1, version },
    ].map((fact) => journalFactSchema.parse(fact));
    for (const fact of facts) world.journal.push({ v: 1, seq: world.journal.length + 1, at: world.now, fact });
    expect(dueToForget(reduce(world.journal), world.now + 100 * keptFor.previous)).toEqual([]);
  });

  it('happens in a mailbox that never had a change too, and is told with its day', async () => {
    const world = newWorld();
    const typed = versionIdSchema.parse('typedlater000001');
    const later = journalFactSchema.parse({ type: 'adopted', version: typed });
    world.keychain.set(`${mailbox}/${typed}`, 'typed');
    world.password = 'typed';
    world.journal.push({ v: 1, seq: 2, at: world.now, fact: later });
    world.now += keptFor.previous;
    expect(await forget(world)).toEqual({ ok: true, value: [firstVersion] });
    expect(held(world, firstVersion)).toBe(false);
    const told = [{ version: firstVersion, label: 'previous', at: world.now }];
    expect(reduce(world.journal)).toMatchObject({ previous: [], forgotten: told });
    // a removal that is repeated after a crash is told once
    world.journal.push({ v: 1, seq: 99, at: world.now, fact: { type: 'forgotten', version: firstVersion } });
    expect(reduce(world.journal).forgotten).toEqual(told);
    expect(world.broken).toEqual([]);
  });
});
