import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import { Secret } from '../secret.ts';
import { openRotation, planRotation } from './open.ts';
import { drive, live } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import { reduce } from './reduce.ts';
import type { RotationRun } from './run.ts';
import {
  clientOne,
  clientTwo,
  firstVersion,
  mailbox,
  newWorld,
  oldPassword,
  type World,
  type WorldPlan,
} from './world.test-kit.ts';

const fresh = 'A new password 1!';
const currentText = (world: World) => world.keychain.get(`${mailbox}/${reduce(world.journal).current?.version}`);

async function begun(plan: Partial<WorldPlan> = {}) {
  const world = newWorld(plan);
  const process = boot(world);
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run: RotationRun = planned.value;
  await run.getReady();
  const change = async () => {
    const result = await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    return result;
  };
  return { world, process, run, change };
}

describe('a rotation', () => {
  it('gets ready, changes, proves and makes the round', async () => {
    const { world, run, change } = await begun();
    expect(run.view().checks.map((step) => step.state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect((await change()).ok).toBe(true);
    const view = run.view();
    expect(view.stage).toBe('round');
    expect(view.clients.map((client) => client.grade)).toEqual(['settings-proved', 'settings-proved']);
    expect(currentText(world)).toBe(fresh);
    // current twice, pending twice for promotion, and only the one sign-in of the round that is new
    expect(world.tried.map((one) => one.protocol)).toEqual(['imap', 'smtp', 'imap', 'smtp', 'smtp']);
    expect(view.refusedSignIns).toBe(0);
    await run.markClient(clientOne, 'told');
    await run.markClient(clientTwo, 'gone');
    expect(run.view().clients.map((client) => client.grade)).toEqual(['told', 'gone']);
    expect((await run.finish()).ok).toBe(true);
    expect(run.view().stage).toBe('finished');
    expect(run.isOver).toBe(true);
  });

  it('spends one refusal however often somebody clicks before the answer', async () => {
    const { world, run } = await begun();
    world.password = 'changed elsewhere';
    await Promise.all([run.getReady(), run.getReady(), run.getReady()]);
    expect(world.tried.filter((one) => one.refused)).toHaveLength(1);
    expect(run.isWorking).toBe(false);
  });

  it('forgets what held getting ready back once it has got ready', async () => {
    const world = newWorld();
    // an earlier life died while the current password was on its way: by itself the app may not try it for a week
    const spent = { server: 'mail.example.test', version: firstVersion, standing: 'unproven' } as const;
    world.attempts.push({ at: world.now, mailbox, ...spent, state: 'refused' });
    const process = boot(world);
    const planned = await planRotation(process.ports, mailbox);
    if (!planned.ok) throw new Error(planned.failure.code);
    const run = planned.value;
    expect(await run.getReady()).toMatchObject({ failure: { code: 'mail.budget-spent' } });
    const begin = world.now;
    expect((await run.getReady()).ok).toBe(true);
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    expect(run.view().stage).toBe('round');
    expect(world.now - begin).toBeLessThan(60_000);
  });

  it('ends getting ready with the first refusal of the current password', async () => {
    const { world, run } = await begun();
    world.password = 'changed elsewhere';
    const again = await run.getReady();
    expect(again).toMatchObject({ ok: false, failure: { code: 'mail.wrong-password' } });
    expect(run.view().stage).toBe('not-ready');
    expect(run.view().checks.map((step) => step.state)).toEqual(['ok', 'failed', 'waiting', 'waiting', 'waiting']);
    expect(world.tried.filter((one) => one.refused)).toHaveLength(1);
    expect(await run.change(new Secret(fresh), { endSessions: false })).toMatchObject({ ok: false });
    expect(world.sent).toEqual([]);
  });

  it.each(['provider.must-change', 'provider.grace-running-out'] as const)(
    'spares current once the directory says %s',
    async (code) => {
      const check = { kind: 'ready' as const, rules: null, warnings: [failure(code)] };
      const { world, run, change } = await begun({ check });
      expect(run.view().checks.map((step) => step.state)).toEqual(['ok', 'ok', 'ok', 'ok', 'skipped']);
      await change();
      expect(world.tried.filter((one) => one.secret === oldPassword)).toHaveLength(1);
    },
  );

  it('makes no sign-in with a current password that nobody knows', async () => {
    const { world, run, change } = await begun({ mode: 'admin', currentKnown: false });
    await change();
    expect(run.view().stage).toBe('round');
    expect(world.tried.every((one) => one.secret === fresh)).toBe(true);
  });

  it('lets an administrator change a password that is not the one we took for current', async () => {
    const world = newWorld({ mode: 'admin' });
    world.password = 'changed elsewhere';
    expect(await live(world, null, fresh)).toBe('finished');
    expect(world.tried.filter((one) => one.refused)).toHaveLength(1);
    expect(currentText(world)).toBe(fresh);
  });

  it('reverts when the provider refuses, keeping what was pending for a day', async () => {
    const { world, run, change } = await begun({ answer: { refused: 'provider.too-short' } });
    await change();
    expect(run.view()).toMatchObject({
      stage: 'reverted',
      failure: { code: 'provider.too-short', technical: 'too short' },
    });
    const facts = reduce(world.journal);
    expect(facts.pending).toBeNull();
    expect(facts.abandoned).toHaveLength(1);
    expect(currentText(world)).toBe(oldPassword);
    expect(world.tried.map((one) => one.secret)).toEqual([oldPassword, oldPassword]);
  });

  it('takes no password that is the current one, and no wish that the provider cannot fulfil', async () => {
    const { run, world } = await begun();
    const same = await run.change(new Secret(oldPassword), { endSessions: false });
    expect(same).toMatchObject({ ok: false, failure: { code: 'password.same-as-current' } });
    const wish = await run.change(new Secret(fresh), { endSessions: true });
    expect(wish).toMatchObject({ ok: false, failure: { field: 'endSessions' } });
    expect(world.journal.some((one) => one.fact.type === 'staging')).toBe(false);
  });

  it('sends nothing when the mailbox has other servers than the ones it got ready with', async () => {
    const { world, run, change } = await begun();
    world.record = { ...world.record, user: 'someone-else@example.test' };
    await change();
    expect(world.sent).toEqual([]);
    expect(world.journal.some((one) => one.fact.type === 'submitting')).toBe(false);
    expect(run.view()).toMatchObject({ stage: 'needs-help', failure: { code: 'request.wrong-stage' } });
    expect((await run.help('stop')).ok).toBe(true);
    expect(run.view().stage).toBe('reverted');
  });

  it('climbs the ladder while the change is spreading', async () => {
    const { world, run, change } = await begun({ answer: 'accepted', truth: { late: 5 * 60_000 } });
    const start = world.now;
    await change();
    expect(run.view().stage).toBe('round');
    const tries = world.tried.filter((one) => one.secret === fresh && one.protocol === 'imap');
    expect(tries.map((one) => [one.at - start, one.ok])).toEqual([
      [0, false],
      [65_000, false],
      [660_000, true],
    ]);
  });

  it('sends the same value once more by itself when the outcome stays unknown, then asks a person', async () => {
    const { world, run, change } = await begun({ answer: 'unknown', truth: 'not' });
    await change();
    expect(run.view().stage).toBe('needs-help');
    expect(new Set(world.sent.map((one) => one.text))).toEqual(new Set([fresh]));
    expect(world.sent).toHaveLength(2);
    expect(world.tried.filter((one) => one.refused)).toHaveLength(4);
    await run.help('try-again');
    await drive(boot(world), run);
    expect(run.view().stage).not.toBe('round');
  });

  it('asks a person at once when both passwords are refused', async () => {
    const { world, run } = await begun({ answer: 'unknown', truth: 'not' });
    const process = boot(world);
    world.password = 'something else';
    await run.change(new Secret(fresh), { endSessions: false });
    await drive(process, run);
    expect(run.view()).toMatchObject({ stage: 'needs-help', failure: { code: 'mail.wrong-password' } });
    expect(world.tried.filter((one) => one.refused)).toHaveLength(2);
    expect(world.keychain.size).toBe(3);
  });

  it('waits out a server that answers nothing, without spending the budget', async () => {
    const { world, run, change } = await begun({
      answer: 'unknown',
      trouble: (at, _endpoint, secret) => (secret === fresh && at.now < 1_700_000_060_000 ? 'mail.server-busy' : null),
    });
    await change();
    expect(run.view().stage).toBe('round');
    const opened = world.journal.flatMap(({ fact }) =>
      fact.type === 'probed' && fact.outcome === 'inconclusive' ? [fact] : [],
    );
    expect(opened.length).toBeGreaterThan(2);
    expect(world.tried.filter((one) => one.refused)).toHaveLength(0);
  });

  it('goes on with sending alone when only sending is slow', async () => {
    let refusedOnce = false;
    const { world, run, change } = await begun({
      trouble: (_world, endpoint, secret) => {
        if (endpoint.protocol !== 'smtp' || secret !== fresh || refusedOnce) return null;
        refusedOnce = true;
        return 'mail.wrong-password';
      },
    });
    await change();
    expect(run.view().stage).toBe('round');
    expect(world.tried.filter((one) => one.secret === oldPassword)).toHaveLength(2);
  });
});

describe('by hand', () => {
  it('tries nothing until the person answers', async () => {
    const { world, run, change } = await begun({ mode: 'by-hand' });
    const before = world.tried.length;
    await change();
    expect(run.view()).toMatchObject({ stage: 'your-turn', page: 'https://panel.example.test/' });
    expect(world.tried).toHaveLength(before);
    expect(await run.leave()).toMatchObject({ ok: false });
  });

  it('stages the password that the person says to have set instead', async () => {
    const { world, process, run, change } = await begun({ mode: 'by-hand' });
    await change();
    world.password = 'Set on the page 2!';
    await run.answer('different', new Secret('Set on the page 2!'));
    await drive(process, run);
    expect(run.view().stage).toBe('round');
    expect(currentText(world)).toBe('Set on the page 2!');
    expect(reduce(world.journal).abandoned).toHaveLength(1);
  });

  it.each([
    ['refused', 'provider.refused-by-hand'],
    ['gave-up', 'request.cancelled'],
  ] as const)('goes back when the person says %s and nothing was changed', async (answer, code) => {
    const { world, process, run, change } = await begun({ mode: 'by-hand', truth: 'not' });
    await change();
    await run.answer(answer, null);
    await drive(process, run);
    expect(run.view()).toMatchObject({ stage: 'reverted', failure: { code } });
    expect(currentText(world)).toBe(oldPassword);
  });

  it('finds out that a page which seemed to refuse it had taken it after all', async () => {
    const { world, process, run, change } = await begun({ mode: 'by-hand' });
    await change();
    world.password = fresh;
    await run.answer('refused', null);
    await drive(process, run);
    expect(run.view().stage).toBe('round');
    expect(currentText(world)).toBe(fresh);
  });

  it('finds out that a person who gave up had changed it after all', async () => {
    const { world, process, run, change } = await begun({ mode: 'by-hand' });
    await change();
    world.password = fresh;
    await run.answer('gave-up', null);
    await drive(process, run);
    expect(run.view().stage).toBe('round');
  });
});

describe('one at a time', () => {
  it('refuses a second rotation of the mailbox, and the first one goes no further if another has begun', async () => {
    const { process, run } = await begun();
    const second = await planRotation(process.ports, mailbox);
    if (!second.ok) throw new Error('nothing stored yet: the second may begin');
    await second.value.getReady();
    expect(await run.change(new Secret(fresh), { endSessions: false })).toMatchObject({
      failure: { code: 'request.busy' },
    });
    await second.value.change(new Secret(fresh), { endSessions: false });
    await drive(process, second.value);
    expect(await planRotation(process.ports, mailbox)).toMatchObject({ failure: { code: 'request.busy' } });
    const opened = await openRotation(process.ports, mailbox);
    expect(opened.ok && opened.value?.view()).toMatchObject({ stage: 'round', id: second.value.id });
  });

  it('after leaving may begin again, and forgets a rotation that stored nothing', async () => {
    const { process, run } = await begun();
    expect((await run.leave()).ok).toBe(true);
    expect((await openRotation(process.ports, mailbox)).ok).toBe(true);
    expect(await planRotation(process.ports, mailbox)).toMatchObject({ ok: true });
  });
});
