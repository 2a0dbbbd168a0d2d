import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { JournalFact } from '../../../src/shared/journal.ts';
import { journalPath } from './notes.ts';
import type { App } from './person.ts';
import { ids } from './plan.ts';
import type { RunWorld } from './run-world.ts';

/**
 * The app starts on a journal at whose end somebody has written, without the key, that the new password is proven and
 * current. Nothing may come of it; then the line is taken away again.
 */
export async function startOnForgedLine(world: RunWorld, app: App): Promise<void> {
  const path = journalPath(world.folder, ids.mailbox);
  const honest = readFileSync(path);
  const seen = (): string => {
    const { signIns, changes } = world.service.truth;
    return JSON.stringify([signIns.length, changes.length, [...world.secrets.keys()]]);
  };
  const before = seen();
  for (const line of forgedLines(world)) appendFileSync(path, line);
  const forged = readFileSync(path);
  const shown = await app({ do: 'resume' });
  if (shown.view !== null || seen() !== before || !readFileSync(path).equals(forged)) {
    world.broken.push('a forged line was believed');
  }
  writeFileSync(path, honest);
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
