import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chunk, readState, stateOf } from './state.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = (folder: string): string => readFileSync(join(folder, 'faults.md'), 'utf8');
const suite = 'cache simulators';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyround-ctrl-c-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The campaign in a process group of its own, as a terminal starts it. Ctrl-C goes to the whole group. */
function campaign(ctrlC: RegExp | null): Promise<{ code: number | null; said: string }> {
  const words = ['--suite', suite, '--scale', '1', '--seed', '3', '--state', folder];
  const child = spawn('npm', ['run', 'faults', '--', ...words], { cwd: repository, detached: true });
  let said = '';
  let pressed = false;
  const hear = (text: string): void => {
    said += text;
    if (pressed || !ctrlC?.test(said) || child.pid === undefined) return;
    pressed = true;
    process.kill(-child.pid, 'SIGINT');
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

const kept = () => {
  const state = readState(join(folder, 'state.json'));
  if (!state) throw new Error('nothing was kept');
  return stateOf(state, suite);
};

// there are no process groups on Windows
it.runIf(process.platform !== 'win32')(
  'a campaign that is stopped by Ctrl-C says what was not run, and goes on from there',
  async () => {
    const early = await campaign(/Seed 3/);
    expect(early.said).toContain('Stopping after what is under way');
    expect(early.said).not.toMatch(/Error|FAILED/);
    const stopped = await campaign(/ \.\.\. ok/);
    expect(stopped.said).toContain('Stopping after what is under way');
    const before = kept();
    expect(before.counts.run).toBeGreaterThan(0);
    expect(page(folder)).toMatch(/cache simulators .* not run/);
    const whole = await campaign(null);
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('Going on with the campaign of seed 3') });
    const after = kept();
    expect(page(folder)).toMatch(/cache simulators .* complete/);
    // where somebody edits the code meanwhile, a suite rightly begins anew
    if (after.commit === before.commit) expect(after.done.slice(0, before.done.length)).toEqual(before.done);
    expect(after.done).toHaveLength(Math.ceil(after.counts.run / chunk));
    expect(new Set(after.done).size).toBe(after.done.length);
  },
  90_000,
);
