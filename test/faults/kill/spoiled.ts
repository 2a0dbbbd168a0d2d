import { readFileSync, writeFileSync } from 'node:fs';
import type { JournalFact } from '../../../src/shared/journal.ts';
import type { Spoil } from './fail-points.ts';
import { journalPath } from './notes.ts';
import type { App } from './person.ts';
import { ids } from './plan.ts';
import type { RunWorld } from './run-world.ts';

/**
 * The app starts on notes that are not as it left them, and tidies up. A person may be asked what is right; by itself the
 * app sends nothing, forgets nothing and believes nothing new. Then everything is put back.
 */
export async function startOnSpoiled(world: RunWorld, app: App, spoil: Spoil): Promise<void> {
  const path = journalPath(world.folder, ids.mailbox);
  const honest = readFileSync(path);
  const kept = [...world.keychain.services].map(([name, entries]) => [name, new Map(entries)] as const);
  if (spoil === 'keychain emptied') for (const entries of world.keychain.services.values()) entries.clear();
  else writeFileSync(path, spoiled(world, honest, spoil));
  const found = readFileSync(path);
  const before = effects(world);
  const shown = await app({ do: 'resume' });
  const promoted = shown.view !== null && shown.view.changedAt !== null;
  const mayShow = spoil === 'older copy';
  if (promoted || (shown.view !== null && !mayShow)) world.broken.push(`a forged line was believed (${spoil})`);
  await app({ do: 'tidy' });
  if (effects(world) !== before) world.broken.push(`something was sent or forgotten on spoiled notes (${spoil})`);
  if (!mayShow && !readFileSync(path).equals(found)) world.broken.push(`spoiled notes were written to (${spoil})`);
  writeFileSync(path, honest);
  for (const [name, entries] of kept) {
    const now = world.keychain.entriesOf(name);
    now.clear();
    for (const [account, text] of entries) now.set(account, text);
  }
}

function effects({ service, secrets }: RunWorld): string {
  return JSON.stringify([service.truth.changes.length, [...secrets.keys()]]);
}

function spoiled(world: RunWorld, honest: Buffer, spoil: Exclude<Spoil, 'keychain emptied'>): Buffer {
  switch (spoil) {
    case 'forged line':
      return Buffer.concat([honest, Buffer.from(forgedLines(world).join(''))]);
    case 'unreadable': {
      const half = Math.floor(honest.length / 2);
      const other = Buffer.from(honest);
      other[half] = (honest[half] ?? 0) ^ 0x01;
      return other;
    }
    case 'older copy':
      return honest.subarray(0, honest.indexOf('"type":"staged"'));
  }
}

function forgedLines({ journal, clock }: RunWorld): string[] {
  const last = journal.at(-1);
  const rotation = journal.flatMap(({ fact }) => (fact.type === 'planned' ? [fact.rotation] : [])).at(-1);
  const pending = journal.flatMap(({ fact }) => (fact.type === 'staged' ? [fact.version] : [])).at(-1);
  if (!last || !rotation || !pending) throw new Error('there is nothing to forge yet');
  const facts: JournalFact[] = [
    { type: 'proven', rotation },
    { type: 'promoted', rotation, current: pending, previous: null },
  ];
  return facts.map((fact, index) => {
    const body = JSON.stringify({ v: 1, seq: last.seq + 1 + index, at: clock.now(), fact });
    return `${body.slice(0, -1)},"mac":"${'A'.repeat(43)}"}\n`;
  });
}
