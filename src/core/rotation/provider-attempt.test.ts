import { describe, expect, it } from 'vitest';
import { type FailureCode, failure } from '../../shared/failures.ts';
import { versionIdSchema } from '../../shared/ids.ts';
import { Secret } from '../secret.ts';
import { planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot, type Process } from './process.test-kit.ts';
import type { RotationRun } from './run.ts';
import { firstVersion, mailbox, newWorld, type World, type WorldPlan } from './world.test-kit.ts';

const fresh = 'A new password 1!';
const minute = 60_000;

async function plannedIn(process: Process): Promise<RotationRun> {
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  return planned.value;
}

const begin = async (plan: Partial<WorldPlan>) => {
  const world = newWorld(plan);
  return { world, run: await plannedIn(boot(world)) };
};
const notReady = (code: FailureCode): Partial<WorldPlan> => ({ check: { kind: 'not-ready', failure: failure(code) } });
const atProvider = (world: World) => world.attempts.filter(({ server }) => server === 'provider fake');

describe('a sign-in at the provider with the password of the mailbox', () => {
  it('is counted as refused when the provider says that the password is wrong', async () => {
    const { world, run } = await begin(notReady('provider.wrong-current'));
    expect(await run.getReady()).toMatchObject({ failure: { code: 'provider.wrong-current' } });
    expect(atProvider(world)).toMatchObject([{ version: firstVersion, state: 'refused' }]);
  });

  it('is counted in a mailbox that kept an administrator\u2019s credential from before', async () => {
    const world = newWorld({ mode: 'admin', ...notReady('provider.wrong-current') });
    world.record = { ...world.record, provider: { id: 'fake', settings: { mode: 'self' } } };
    const run = await plannedIn(boot(world));
    await run.getReady();
    expect(run.view().mode).toBe('self');
    expect(atProvider(world)).toMatchObject([{ version: firstVersion, state: 'refused' }]);
  });

  it('leaves a person a way on when the budget keeps the same password from being sent again', async () => {
    const world = newWorld({ answer: 'unknown', truth: 'not' });
    const spent = { server: 'provider fake', mailbox, standing: 'unproven', state: 'refused' } as const;
    const version = versionIdSchema.parse('another000000001');
    for (let day = 1; day <= 4; day += 1)
      world.attempts.push({ ...spent, version, at: world.now - day * 24 * 60 * minute });
    const process = boot(world);
    const run = await plannedIn(process);
    await run.getReady();
    await run.getReady();
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    expect(world.sent).toHaveLength(1);
    expect(run.view()).toMatchObject({ stage: 'needs-help', failure: { code: 'mail.budget-spent' } });
    expect(run.view().waitUntil).toBeGreaterThan(world.now);
    world.now += 80 * minute;
    expect(await run.help('stop')).toMatchObject({ ok: true });
    await drive(process, run);
    expect(run.view().stage).toBe('reverted');
    expect(world.sent).toHaveLength(1);
  });

  it('tells when a click may send it, if the budget is spent right at the change, and sends it at that click', async () => {
    const { world, run } = await begin({});
    await run.getReady();
    const spent = { server: 'provider fake', mailbox, standing: 'unproven', state: 'refused' } as const;
    const version = versionIdSchema.parse('another000000001');
    for (const ago of [3, 2, 1]) world.attempts.push({ ...spent, version, at: world.now - ago * minute });
    await run.change(new Secret(fresh), { endSessions: false });
    await run.quiet();
    expect(world.sent).toEqual([]);
    expect(run.view()).toMatchObject({ stage: 'needs-help', failure: { code: 'mail.budget-spent' } });
    expect(run.view().waitUntil).toBe(world.now + 7 * minute);
    world.now += 7 * minute;
    expect(await run.help('try-again')).toMatchObject({ ok: true });
    await run.quiet();
    expect(world.sent).toHaveLength(1);
    expect(run.view()).toMatchObject({ stage: 'round', waitUntil: null });
  });

  it('says nothing of the password when the provider was not reached', async () => {
    const { world, run } = await begin(notReady('provider.unreachable'));
    await run.getReady();
    expect(atProvider(world)).toEqual([]);
  });

  it('is not made when the budget of that provider is spent, however often somebody clicks', async () => {
    const { world, run } = await begin(notReady('provider.wrong-current'));
    for (let click = 0; click < 6; click += 1) {
      await run.getReady();
      world.now += minute;
    }
    expect(atProvider(world)).toHaveLength(3);
    expect(run.view()).toMatchObject({ stage: 'not-ready', failure: { code: 'mail.budget-spent' } });
    expect(run.view().waitUntil).toBeGreaterThan(world.now);
  });

  it.each(['admin', 'by-hand'] as const)('is not counted where none is made: %s', async (mode) => {
    const { world, run } = await begin({ mode });
    await run.getReady();
    await run.change(new Secret(fresh), { endSessions: false });
    await run.quiet();
    expect(world.attempts.length).toBeGreaterThan(0);
    expect(atProvider(world)).toEqual([]);
  });

  it('is counted as refused if the app dies before it hears the answer, whichever call it died in', async () => {
    const calls = await callsOfAChange();
    const left: number[] = [];
    for (let at = 0; at < calls; at += 1) {
      const world = newWorld();
      const process = boot(world, { at, when: 'after' });
      await Promise.race([changeIn(process), process.death]);
      const inFlight = atProvider(world).filter(({ state }) => state === 'in-flight').length;
      boot(world);
      const refused = atProvider(world).filter(({ state }) => state === 'refused').length;
      expect(refused).toBe(inFlight);
      left.push(inFlight);
    }
    // died while getting ready was asking, and again while the change was being sent
    expect(left.filter((count) => count === 1).length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...left)).toBe(1);
  });
});

async function changeIn(process: Process): Promise<void> {
  const run = await plannedIn(process);
  await run.getReady();
  await run.change(new Secret(fresh), { endSessions: false });
  await run.quiet();
}

async function callsOfAChange(): Promise<number> {
  const process = boot(newWorld());
  await changeIn(process);
  return process.calls;
}

describe('a provider that says when it wants to be asked again', () => {
  const busy = failure('provider.too-many-requests', 'answer 429, again in 120 s');

  it('is waited for with a countdown while getting ready, which a later try ends', async () => {
    const { world, run } = await begin({ check: { kind: 'not-ready', failure: busy, pause: 120 } });
    await run.getReady();
    expect(run.view()).toMatchObject({ stage: 'not-ready', failure: busy, waitUntil: world.now + 2 * minute });
    Object.assign(world.plan, { check: { kind: 'not-ready', failure: busy } });
    await run.getReady();
    expect(run.view()).toMatchObject({ stage: 'not-ready', waitUntil: null });
  });

  it('is waited for with a countdown after it did not take the change', async () => {
    const world = newWorld({ answer: { refused: 'provider.too-many-requests', pause: 120 } });
    const process = boot(world);
    const run = await plannedIn(process);
    await run.getReady();
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    expect(run.view()).toMatchObject({ stage: 'reverted', failure: { code: 'provider.too-many-requests' } });
    expect(run.view().waitUntil).toBe((world.sent[0]?.at ?? 0) + 2 * minute);
  });
});
