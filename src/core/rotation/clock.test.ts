import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import type { Clock } from '../ports.ts';
import { Secret } from '../secret.ts';
import { Ages, holdUntil } from './ages.ts';
import type { RotationPorts } from './context.ts';
import { openRotation, planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import type { RotationRun } from './run.ts';
import { mailbox, newWorld, type World, type WorldPlan } from './world.test-kit.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A clock that a test moves: the wall clock can be set, what has truly passed only grows, and no sleep ends by itself. */
function handClock(world: World) {
  let elapsed = 0;
  const clock: Clock = {
    now: () => world.now,
    elapsed: () => elapsed,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  return {
    clock,
    setWall: (by: number) => {
      world.now += by;
    },
    pass: (ms: number) => {
      world.now += ms;
      elapsed += ms;
    },
  };
}

interface Life {
  readonly run: RotationRun;
  readonly hand: ReturnType<typeof handClock>;
  /** The computer looks at its clock again, as it does after every sleep. */
  look(): Promise<void>;
}

async function begin(world: World): Promise<Life> {
  const process = boot(world);
  const hand = handClock(world);
  const ports: RotationPorts = { ...process.ports, clock: hand.clock };
  const opened = await openRotation(ports, mailbox);
  if (!opened.ok) throw new Error(opened.failure.code);
  let run = opened.value;
  if (run) await run.resume();
  else {
    const planned = await planRotation(ports, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    run = planned.value;
    await run.getReady();
    await run.change(new Secret('A new password 1!'), { endSessions: false });
  }
  const open = run;
  await drive(process, open);
  return {
    run: open,
    hand,
    async look() {
      open.awake();
      await drive(process, open);
    },
  };
}

const late: Partial<WorldPlan> = { truth: { late: 30 * minute } };
const left = ({ run }: Life, world: World): number => (run.view().waitUntil ?? 0) - world.now;

describe('waiting while somebody moves the clock', () => {
  it('frees nothing early and holds nothing back longer while the app lives', async () => {
    const world = newWorld(late);
    const life = await begin(world);
    expect(life.run.view()).toMatchObject({ stage: 'waiting', rung: 1 });
    expect(left(life, world)).toBe(65 * second);
    const tried = world.tried.length;
    for (const jump of [10 * hour, -30 * hour, 400 * 24 * hour, -400 * 24 * hour]) {
      life.hand.setWall(jump);
      await life.look();
      expect([life.run.view().stage, left(life, world), world.tried.length]).toEqual(['waiting', 65 * second, tried]);
    }
    life.hand.pass(64 * second);
    await life.look();
    expect([left(life, world), world.tried.length]).toEqual([second, tried]);
    life.hand.pass(second);
    await life.look();
    expect(world.tried.length).toBeGreaterThan(tried);
    expect(life.run.view()).toMatchObject({ stage: 'waiting', rung: 2 });
    // counted from the first refusal, by what has passed and not by what the clock was set to
    expect(left(life, world)).toBe(11 * minute - 65 * second);
  });

  it('begins the whole wait again after a kill if the clock stands before the record', async () => {
    const world = newWorld(late);
    const first = await begin(world);
    first.hand.pass(60 * second);
    world.now -= 5 * hour;
    const tried = world.tried.length;
    const again = await begin(world);
    expect([left(again, world), world.tried.length]).toEqual([65 * second, tried]);
    again.hand.pass(65 * second);
    await again.look();
    expect(world.tried.length).toBeGreaterThan(tried);
  });

  it('goes on with what is left after a kill and a restart', async () => {
    const world = newWorld(late);
    const first = await begin(world);
    first.hand.pass(60 * second);
    const again = await begin(world);
    expect(left(again, world)).toBe(5 * second);
  });

  it('keeps a hold of the budget as long as it is, whatever the clock says', () => {
    const world = newWorld();
    const hand = handClock(world);
    const hold = holdUntil(hand.clock, world.now + 10 * minute, failure('mail.budget-spent'));
    hand.setWall(3 * hour);
    expect(hold.until - world.now).toBe(10 * minute);
    hand.setWall(-9 * hour);
    hand.pass(4 * minute);
    expect(hold.until - world.now).toBe(6 * minute);
  });

  it('takes no record for older than it can be, first seen after the clock was put forward', () => {
    const world = newWorld();
    const hand = handClock(world);
    const before = world.now;
    const ages = new Ages(hand.clock);
    hand.pass(minute);
    hand.setWall(9 * hour);
    expect([ages.of('a', before), ages.of('b', before - hour), ages.of('c', world.now)]).toEqual([
      minute,
      hour + minute,
      0,
    ]);
  });

  it('takes a record from the future for a new one', () => {
    const world = newWorld();
    const hand = handClock(world);
    const ages = new Ages(hand.clock);
    expect([ages.of('a', world.now + hour), ages.of('b', world.now - hour)]).toEqual([0, hour]);
    hand.setWall(7 * hour);
    hand.pass(minute);
    expect([ages.of('a', world.now + hour), ages.of('b', 0)]).toEqual([minute, hour + minute]);
  });
});

describe('a computer that falls asleep', () => {
  it('ends a provider call on its way as not known, never as refused, and finds out after waking', async () => {
    const world = newWorld({ answer: { refused: 'provider.too-short' } });
    const process = boot(world);
    let calls = 0;
    let reached: () => void = () => undefined;
    const onItsWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const provider: RotationPorts['provider'] = (id) => {
      const real = process.ports.provider(id);
      if (!real) return null;
      return {
        ...real,
        changePassword: (access, next) =>
          new Promise((resolve) => {
            calls += 1;
            if (calls > 1) return resolve(real.changePassword(access, next));
            reached();
            const cut = { kind: 'refused', code: 'provider.unreachable', technical: '' } as const;
            access.signal.addEventListener('abort', () => resolve(cut), { once: true });
          }),
      };
    };
    const planned = await planRotation({ ...process.ports, provider }, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    const run = planned.value;
    await run.getReady();
    await run.change(new Secret('A new password 1!'), { endSessions: false });
    await onItsWay;
    run.suspend();
    await drive(process, run);
    const outcomes = () => world.journal.map(({ fact }) => fact.type);
    expect(outcomes()).toContain('provider-unknown');
    expect(outcomes()).not.toContain('provider-refused');
    const tried = world.tried.length;
    await drive(process, run);
    expect(world.tried.length).toBe(tried);
    run.awake();
    await drive(process, run);
    expect(world.tried.length).toBeGreaterThan(tried);
  });

  it('counts a sign-in on its way as spent and not as refused, and waits a rung', async () => {
    const world = newWorld();
    const process = boot(world);
    const hand = handClock(world);
    let hang = true;
    let reached: () => void = () => undefined;
    const onItsWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const probe: RotationPorts['probe'] = {
      async open(endpoint, options) {
        const opened = await process.ports.probe.open(endpoint, options);
        if (!opened.open || !hang || world.sent.length === 0) return opened;
        const signIn = (): Promise<never> => {
          reached();
          return new Promise<never>(() => undefined);
        };
        return { open: true, connection: { ...opened.connection, signIn } };
      },
    };
    const planned = await planRotation({ ...process.ports, probe, clock: hand.clock }, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    const run = planned.value;
    await run.getReady();
    await run.change(new Secret('A new password 1!'), { endSessions: false });
    await onItsWay;
    run.suspend();
    await drive(process, run);
    expect(world.journal.at(-1)?.fact.type).toBe('probing');
    hang = false;
    run.awake();
    await drive(process, run);
    expect(run.view()).toMatchObject({ stage: 'waiting', rung: 1, refusedSignIns: 0 });
    hand.pass(65 * second);
    run.awake();
    await drive(process, run);
    expect(run.view().stage).toBe('round');
  });
});
