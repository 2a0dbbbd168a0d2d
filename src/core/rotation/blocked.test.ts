import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { backOff } from './ladder.ts';
import { planRotation } from './open.ts';
import { drive, live } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import { mailbox, newWorld, type World } from './world.test-kit.ts';

const minute = 60_000;
const refused = (world: World): number => world.tried.filter((one) => one.refused).length;

/** A world in which the server shuts its doors for so long at the first refusal of the new password. */
function banning(forMs: number): World {
  let since: number | null = null;
  const world = newWorld({
    truth: { late: 30 * minute },
    network: (now) => {
      if (refused(now) > 0) since ??= now.now;
      return since !== null && now.now < since + forMs ? 'mail.nothing-listens' : null;
    },
  });
  return world;
}

async function begin(world: World, waits: (ms: number) => boolean) {
  const process = boot(world);
  const clock = {
    now: () => world.now,
    sleep: async (ms: number, signal: AbortSignal): Promise<void> => {
      if (!waits(ms)) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      else world.now += ms;
    },
  };
  const planned = await planRotation({ ...process.ports, clock }, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  await planned.value.getReady();
  await planned.value.change(new Secret('A new password 1!'), { endSessions: false });
  await drive(process, planned.value);
  return planned.value;
}

describe('an address that the server keeps out', () => {
  it('is told with a countdown of ten minutes, and nothing is tried meanwhile', async () => {
    const world = banning(300 * minute);
    // the rung of 65 s passes, the wait for the block does not
    const run = await begin(world, (ms) => ms <= 65_000);
    expect(run.view()).toMatchObject({ stage: 'waiting', failure: { code: 'mail.address-blocked' } });
    expect((run.view().waitUntil ?? 0) - world.now).toBe(10 * minute);
    expect(refused(world)).toBe(1);
    const lines = world.journal.length;
    run.awake();
    await run.quiet();
    expect([world.journal.length, refused(world)]).toEqual([lines, 1]);
  });

  it('waits longer each time, and goes on when the door opens', async () => {
    const waits: number[] = [];
    const world = banning(45 * minute);
    const run = await begin(world, (ms) => waits.push(ms) > 0);
    expect(waits.filter((ms) => ms >= 10 * minute).slice(0, 2)).toEqual([10 * minute, 30 * minute]);
    expect(run.view().stage).toBe('round');
    expect(refused(world)).toBeLessThanOrEqual(2);
    expect([1, 2, 3, 9].map((times) => backOff(times, 'mail.address-blocked') / minute)).toEqual([10, 30, 60, 60]);
  });

  it('is not claimed of a server that is down although nothing was refused', async () => {
    const world = newWorld({ network: (now) => (now.sent.length > 0 ? 'mail.nothing-listens' : null) });
    const run = await begin(world, () => false);
    expect(run.view().failure?.code).not.toBe('mail.address-blocked');
    expect(JSON.stringify(world.journal)).not.toContain('address-blocked');
  });

  it('keeps the laws when the app dies at any call meanwhile', async () => {
    for (let at = 0; at < 90; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = banning(15 * minute);
        if ((await live(world, { at, when }, 'A new password 1!')) === 'died') {
          world.now += 2_000;
          await live(world, null, 'Another password 2!');
        }
        expect([at, when, world.broken]).toEqual([at, when, []]);
        expect([...world.keychain.values()]).toContain(world.password);
        expect(refused(world)).toBeLessThanOrEqual(4);
      }
    }
  });
});
