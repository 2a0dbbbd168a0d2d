import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Place } from '../../../scripts/set-up/launch.mjs';
import { until } from '../../servers/process.ts';
import { familyOf, memoryOf } from './processes.ts';

export const apps = ['bare', 'keyround'] as const;
export type App = (typeof apps)[number];

/** One start. Times are milliseconds after the process was started. */
export interface Start {
  /** The window had its first picture ("ready-to-show"). */
  readonly shown: number;
  /** The first text was painted. */
  readonly content: number;
  /** MiB of all processes, two seconds later; null where it cannot be read. */
  readonly memory: number | null;
}

export interface StartFigures {
  readonly electron: string;
  readonly chrome: string;
  /** By app, one for each round. */
  readonly starts: Readonly<Record<App, readonly Start[]>>;
}

const toldSchema = z.object({ shown: z.number(), content: z.number(), electron: z.string(), chrome: z.string() });
const idleAfter = 2_000;

/** Starts the built app and a bare window of the same Electron in turn, on one desktop. Null without a virtual display. */
export async function measureStart(
  launchDesktop: () => Promise<Place>,
  rounds: number,
  say: (line: string) => void,
): Promise<StartFigures | null> {
  const place = await launchDesktop();
  try {
    const { desktop } = place;
    if (!desktop) return null;
    const folders = { bare: bareFolder(desktop.folder), keyround: appFolder(desktop.folder, place.appPath) };
    const starts: Record<App, Start[]> = { bare: [], keyround: [] };
    let versions = { electron: '', chrome: '' };
    // Round 0 fills the page cache and makes the profile; it does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const app of round % 2 === 0 ? apps : [...apps].reverse()) {
        const { start, electron, chrome } = await startOnce(desktop, place.runtime.program, folders[app]);
        versions = { electron, chrome };
        if (round > 0) starts[app].push(start);
      }
    }
    say(`${rounds} starts of each app`);
    return { ...versions, starts };
  } finally {
    await place.stop();
  }
}

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function bareFolder(parent: string): string {
  const folder = join(parent, 'bare');
  mkdirSync(folder);
  for (const file of ['bare.cjs', 'first-paint.cjs']) cpSync(beside(file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{ "name": "bare", "version": "1.0.0", "main": "bare.cjs" }\n');
  return folder;
}

/** The built app as it is, with the file that tells the time standing before its own. */
function appFolder(parent: string, built: string): string {
  const folder = join(parent, 'app-with-clock');
  mkdirSync(folder);
  cpSync(join(built, 'out'), join(folder, 'out'), { recursive: true });
  cpSync(join(built, 'node_modules', 'keytar'), join(folder, 'node_modules', 'keytar'), { recursive: true });
  cpSync(beside('first-paint.cjs'), join(folder, 'first-paint.cjs'));
  const manifest = z
    .looseObject({ main: z.string() })
    .parse(JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')));
  writeFileSync(join(folder, 'clock.cjs'), `require('./first-paint.cjs');\nrequire('${manifest.main}');\n`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: 'clock.cjs' }));
  return folder;
}

async function startOnce(desktop: NonNullable<Place['desktop']>, program: string, folder: string) {
  const begin = performance.timeOrigin + performance.now();
  const child = desktop.spawn([program, folder], ['ignore', 'pipe', 'pipe']);
  const ended = once(child, 'exit');
  try {
    const told = await firstPaint(child);
    await wait(idleAfter);
    const memory = memoryOf(familyOf(child.pid ?? 0));
    const start: Start = { shown: told.shown - begin, content: told.content - begin, memory };
    return { start, electron: told.electron, chrome: told.chrome };
  } finally {
    await end(child, ended);
  }
}

async function firstPaint(child: ChildProcess): Promise<z.infer<typeof toldSchema>> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const line = () => /^bench (.*)\n/m.exec(printed)?.[1];
  const shown = until('the first window', () => child.exitCode !== null || line() !== undefined, 30_000);
  await shown.catch(() => undefined);
  const told = line();
  if (told === undefined) throw new Error(`the app showed no window:\n${printed}`);
  return toldSchema.parse(JSON.parse(told));
}

/** Politely first; then whatever is left of the family. */
async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const family = familyOf(child.pid ?? 0);
  child.kill('SIGTERM');
  await Promise.race([ended, wait(3_000, undefined, { ref: false })]);
  const left = () => family.filter((pid) => isRunning(pid));
  for (const pid of left()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  await until('the app to end', () => left().length === 0);
}

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
