import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { openRotation, planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot } from './process.test-kit.ts';
import type { SettingsProof } from './prove-settings.ts';
import { reduce } from './reduce.ts';
import { clientOne, firstVersion, mailbox, newWorld, type WorldPlan } from './world.test-kit.ts';

const day = 24 * 3_600_000;
const fresh = 'A new password 1!';
const elsewhere = { protocol: 'imap', host: 'mail.example.test', port: 143, security: 'starttls' } as const;

async function scene(plan: Partial<WorldPlan> = {}) {
  const world = newWorld(plan);
  const process = boot(world);
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run = planned.value;
  await run.getReady();
  await run.change(new Secret(fresh), { endSessions: false });
  await drive(process, run);
  const version = reduce(world.journal).current?.version ?? firstVersion;
  const signal = new AbortController().signal;
  const proof: SettingsProof = {
    ...{ client: clientOne, side: 'receiving', user: 'anna@example.test', prompted: 'person' },
    ...{ endpoint: elsewhere, version, signal },
  };
  const before = world.tried.length;
  return { world, run, proof, tries: () => world.tried.slice(before) };
}

describe('one sign-in with an app’s own settings', () => {
  it('is exactly one, with the password of now, announced before', async () => {
    const { world, run, proof, tries } = await scene();
    const lines = world.journal.length;
    expect(await run.prove(proof)).toBe('signed-in');
    expect(tries()).toMatchObject([{ secret: fresh, ok: true, prompted: 'person' }]);
    expect(world.journal.slice(lines).map(({ fact }) => fact.type)).toEqual(['client-checking']);
    expect(run.view().clients.map(({ grade }) => grade)).toEqual(['settings-proved', 'settings-proved']);
    expect(world.attempts.at(-1)).toMatchObject({
      server: 'mail.example.test',
      standing: 'proven',
      state: 'signed-in',
    });
  });

  it.each(['before', 'after'])('leaves the round’s own result and its time alone, %s a restart', async (when) => {
    const { world, run, proof } = await scene();
    const graded = run.view().clients.map(({ gradedAt }) => gradedAt);
    world.now += day;
    let again: typeof run | null = run;
    if (when === 'after') {
      const opened = await openRotation(boot(world).ports, mailbox);
      again = opened.ok ? opened.value : null;
    }
    const lines = world.journal.length;
    expect(await again?.prove(proof)).toBe('signed-in');
    expect(world.journal.slice(lines).map(({ fact }) => fact.type)).toEqual(['client-checking']);
    expect(again?.view().clients.map(({ gradedAt }) => gradedAt)).toEqual(graded);
    expect(graded.every((at) => at !== null && at <= world.now - day)).toBe(true);
  });

  it('is unproven under another user name', async () => {
    const { world, run, proof } = await scene();
    await run.prove({ ...proof, user: 'anna' });
    expect(world.attempts.at(-1)?.standing).toBe('unproven');
  });

  it.each<[string, Partial<WorldPlan>, string]>([
    ['a refusal', { trouble: (_, { port }) => (port === 143 ? 'mail.wrong-password' : null) }, 'refused'],
    ['a locked mailbox', { trouble: (_, { port }) => (port === 143 ? 'mail.account-locked' : null) }, 'not-told'],
    ['a server that is busy', { trouble: (_, { port }) => (port === 143 ? 'mail.server-busy' : null) }, 'not-told'],
    ['nobody there', { network: (_, { port }) => (port === 143 ? 'mail.nothing-listens' : null) }, 'not-told'],
  ])('tells %s for what it is', async (_, plan, outcome) => {
    const { run, proof } = await scene(plan);
    expect(await run.prove(proof)).toBe(outcome);
  });

  it('goes to no host that is not in the record, and with no version but the one of now', async () => {
    const { run, proof, tries } = await scene();
    expect(await run.prove({ ...proof, endpoint: { ...elsewhere, host: 'evil.example' } })).toBe('not-told');
    expect(await run.prove({ ...proof, version: firstVersion })).toBe('not-told');
    await run.finish();
    expect(await run.prove(proof)).toBe('not-told');
    expect(tries()).toEqual([]);
  });

  it('sends nothing once it is stopped', async () => {
    const { run, proof, tries } = await scene();
    const stop = new AbortController();
    stop.abort();
    expect(await run.prove({ ...proof, signal: stop.signal })).toBe('not-told');
    expect(tries()).toEqual([]);
  });

  it('keeps to the budget, whatever is clicked', async () => {
    const { world, run, proof, tries } = await scene({
      trouble: (_, { port }) => (port === 143 ? 'mail.wrong-password' : null),
    });
    // refused by its own word, not because the text is another
    for (let i = 0; i < 8; i += 1) {
      const outcome = await run.prove(proof);
      expect(outcome).toBe(i < 3 ? 'refused' : 'not-told');
    }
    expect(tries()).toHaveLength(3);
    world.now += 11 * 60_000;
    // by itself the app tries no version again that was refused
    expect(await run.prove({ ...proof, prompted: 'app' })).toBe('not-told');
    expect(tries()).toHaveLength(3);
  });
});
