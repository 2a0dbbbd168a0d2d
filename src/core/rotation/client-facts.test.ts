import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownSchema } from '../../shared/findings.ts';
import { type ClientId, clientIdSchema, rotationIdSchema } from '../../shared/ids.ts';
import type { JournalEntry, JournalFact } from '../../shared/journal.ts';
import { Secret } from '../secret.ts';
import { planRotation } from './open.ts';
import { drive } from './person.test-kit.ts';
import { boot, type Process } from './process.test-kit.ts';
import { reduce } from './reduce.ts';
import { gradeFromFacts, gradeOf, type Sight } from './round.ts';
import type { RotationRun } from './run.ts';
import { clientOne, clientTwo, mailbox, newWorld, type World } from './world.test-kit.ts';

const fresh = 'A new password 1!';

async function roundIn(world: World): Promise<{ process: Process; run: RotationRun }> {
  const process = boot(world);
  const planned = await planRotation(process.ports, mailbox);
  if (!planned.ok) throw new Error(planned.failure.code);
  const run = planned.value;
  await run.getReady();
  await run.change(new Secret(fresh), { endSessions: false });
  await drive(process, run);
  return { process, run };
}

const gradesOf = (run: RotationRun) => run.view().clients.map(({ grade }) => grade);
const lines = (world: World) => world.journal.filter(({ fact }) => fact.type === 'client-shown').length;

/** What is seen one millisecond after the other, beginning now. */
async function see(world: World, run: RotationRun, ...sights: readonly Omit<Sight, 'at' | 'client'>[]): Promise<void> {
  for (const sight of sights) {
    world.now += 1;
    expect((await run.noteShown({ client: clientOne, ...sight, at: world.now })).ok).toBe(true);
  }
}

describe('what a device itself has shown', () => {
  it('is stored only when both sides are', async () => {
    const world = newWorld();
    const { run } = await roundIn(world);
    await see(world, run, { side: 'receiving', as: 'stored' });
    expect(gradesOf(run)).toEqual(['settings-proved', 'settings-proved']);
    await see(world, run, { side: 'sending', as: 'stored' });
    expect(gradesOf(run)).toEqual(['stored', 'settings-proved']);
    await see(world, run, { side: 'sending', as: 'holds-old' });
    expect(gradesOf(run)).toEqual(['old-password', 'settings-proved']);
  });

  it('is beaten by a word that came later, and beats one that came before', async () => {
    const world = newWorld();
    const { run } = await roundIn(world);
    await see(world, run, { side: 'receiving', as: 'holds-old' });
    world.now += 1;
    await run.markClient(clientOne, 'told');
    expect(gradesOf(run)[0]).toBe('told');
    await see(world, run, { side: 'receiving', as: 'holds-old' });
    expect(gradesOf(run)[0]).toBe('old-password');
  });

  it('is not written twice, and never later than now', async () => {
    const world = newWorld();
    const { run } = await roundIn(world);
    await see(world, run, { side: 'receiving', as: 'holds-old' });
    const { now } = world;
    await run.noteShown({ client: clientOne, side: 'receiving', as: 'holds-old', at: now });
    await run.noteShown({ client: clientOne, side: 'receiving', as: 'signed-in', at: now - 1_000 });
    expect(lines(world)).toBe(1);
    await run.noteShown({ client: clientOne, side: 'sending', as: 'holds-old', at: now + 1_000_000 });
    expect(run.view().clients[0]?.shown.sending).toEqual({ as: 'holds-old', at: now });
  });

  it('stays seen where the device itself has signed in, though its store has shown less since', async () => {
    const world = newWorld();
    const { run } = await roundIn(world);
    await see(world, run, { side: 'receiving', as: 'signed-in' }, { side: 'receiving', as: 'stored' });
    expect(gradesOf(run)[0]).toBe('device-seen');
    await see(world, run, { side: 'receiving', as: 'holds-old' });
    expect(gradesOf(run)[0]).toBe('old-password');
  });

  it('is forgotten with the settings it was seen with', async () => {
    const world = newWorld();
    const { process, run } = await roundIn(world);
    await see(world, run, { side: 'receiving', as: 'stored' }, { side: 'sending', as: 'stored' });
    await process.ports.journal.append(mailbox, { type: 'client-edited', client: clientOne });
    expect(reduce(world.journal).rotation?.shown.has(clientOne)).toBe(false);
  });

  it('is taken only in the round, and only of a client of the mailbox', async () => {
    const world = newWorld();
    const { run } = await roundIn(world);
    const stranger = clientIdSchema.parse('client0000000009');
    const sight = { side: 'receiving', as: 'stored', at: world.now } as const;
    expect(await run.noteShown({ client: stranger, ...sight })).toMatchObject({ ok: false });
    await run.finish();
    expect(await run.noteShown({ client: clientOne, ...sight })).toMatchObject({ ok: false });
    expect(lines(world)).toBe(0);
  });

  it('moves the grade of its own client and nothing else, wherever such a line stands', async () => {
    const world = newWorld();
    await roundIn(world);
    const rotation = reduce(world.journal).rotation;
    if (!rotation) throw new Error('no rotation');
    const odd = fc.record({
      rotation: fc.constantFrom(rotation.id, rotationIdSchema.parse('rotation00000009')),
      client: fc.constantFrom<ClientId>(clientOne, clientTwo, clientIdSchema.parse('client0000000009')),
      side: fc.constantFrom('receiving' as const, 'sending' as const),
      shows: fc.constantFrom(...shownSchema.options),
      seenAt: fc.double({ noNaN: true }),
      after: fc.nat(world.journal.length),
    });
    const property = fc.property(
      fc.array(odd, { minLength: 1, maxLength: 6 }),
      fc.nat(world.journal.length),
      (forged, upTo) => {
        const honest = world.journal.slice(0, upTo);
        const spoilt: JournalEntry[] = [...honest];
        for (const { after, ...line } of forged) {
          const fact: JournalFact = { type: 'client-shown', ...line };
          spoilt.splice(Math.min(after, spoilt.length), 0, { v: 1, seq: 0, at: world.now, fact });
        }
        const entries = spoilt.map((entry, i) => ({ ...entry, seq: i + 1 }));
        expect(apartFromShown(entries)).toEqual(apartFromShown(honest));
        const facts = reduce(entries).rotation;
        for (const client of world.record.clients) {
          if (!facts || forged.some((line) => line.client === client.id)) continue;
          const before = reduce(honest).rotation;
          expect(gradeFromFacts(facts, client).grade).toBe(before && gradeFromFacts(before, client).grade);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
    const [left] = world.record.clients;
    if (!left) throw new Error('no client');
    const own = { ...left, signIn: { how: 'app-password' as const, version: null } };
    const stored = { as: 'stored', at: 1 } as const;
    expect(gradeOf(own, null, null, { receiving: stored, sending: stored })).toBe('left-alone');
  });
});

/** Everything that the lines say, but what devices have shown and where in the file each line stands. */
function apartFromShown(entries: readonly JournalEntry[]): unknown {
  const facts = reduce(entries);
  const text = JSON.stringify(
    { ...facts, rotation: facts.rotation && { ...facts.rotation, shown: null } },
    (key, value) => {
      if (value instanceof Map) return [...value];
      if (value instanceof Set) return [...value];
      return key === 'seq' || key === 'answeredSeq' ? undefined : value;
    },
  );
  return JSON.parse(text);
}
