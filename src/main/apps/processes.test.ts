import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../storage/temporary-folder.test-kit.ts';
import { isRunning } from './processes.ts';

const newFolder = temporaryFolders();

/** What Linux says of one process (proc_pid_stat(5)). */
function procWith(name: string, state: string): string {
  const proc = newFolder();
  mkdirSync(join(proc, '4711'));
  writeFileSync(join(proc, '4711', 'stat'), `4711 (${name}) ${state} 1 4711 4711 0 -1 4194304`);
  return proc;
}

it.each([
  ['claws-mail', 'S', true],
  ['claws-mail', 'R', true],
  ['claws-mail', 'Z', false],
  ['claws', 'S', false],
  ['odd) Z (name', 'S', false],
])('a process %s in state %s', async (name, state, runs) => {
  expect(await isRunning(procWith(name, state), ['claws-mail'])).toBe(runs);
});

it('is known by the fifteen bytes that Linux keeps of its name', async () => {
  expect(await isRunning(procWith('gnome-online-ac', 'S'), ['gnome-online-accounts'])).toBe(true);
  expect(await isRunning(join(newFolder(), 'nowhere'), ['claws-mail'])).toBe(false);
});
