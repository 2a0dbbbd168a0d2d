import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { openRotation, planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import { clientTwo, mailbox, newWorld, type World } from './world.test-kit.ts';

const fresh = 'A new password 1!';

describe('the round', () => {
  it('says that a secret could not be read for the round, until it can be', async () => {
    const taken: [string, string][] = [];
    const takeAway = (world: World) => {
      for (const [name, text] of world.keychain) if (text === fresh) taken.push([name, text]);
      for (const [name] of taken) world.keychain.delete(name);
    };
    const world = newWorld({
      trouble: (now, { protocol, port }, secret) => {
        if (protocol === 'smtp' && port === 465 && secret === fresh) takeAway(now);
        return null;
      },
    });
    const process = boot(world);
    const planned = await planRotation(process.ports, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    const run = planned.value;
    await run.getReady();
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    expect(run.view()).toMatchObject({ stage: 'round', failure: { code: 'keychain.entry-missing' } });
    expect(run.view().clients.map((client) => client.grade)).toEqual(['settings-proved', 'waiting']);
    for (const [name, text] of taken) world.keychain.set(name, text);
    expect((await run.checkClient(clientTwo)).ok).toBe(true);
    expect(run.view().failure).toBeNull();
    expect(run.view().clients.map((client) => client.grade)).toEqual(['settings-proved', 'settings-proved']);
  });

  it('keeps the time of a side that was not tried again, also after a restart', async () => {
    const world = newWorld();
    const process = boot(world);
    const planned = await planRotation(process.ports, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    const run = planned.value;
    await run.getReady();
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    const began = world.now;
    world.now += 3_600_000;
    // they receive by the same sign-in, and send by two
    await run.checkClient(clientTwo);
    const again = await openRotation(boot(world).ports, mailbox);
    if (!again.ok || !again.value) throw new Error('not open');
    for (const { clients } of [run.view(), again.value.view()]) {
      const times = clients.map(({ receiving, sending }) =>
        [receiving, sending].map((lamp) => lamp.state === 'known' && lamp.finding.at > began),
      );
      expect(times).toEqual([
        [true, false],
        [true, true],
      ]);
    }
  });
});
