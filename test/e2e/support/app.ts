import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApp } from '../../../scripts/practice/open-app.mjs';
import type { Desktop } from '../../../scripts/set-up/desktop.mjs';
import { launchDesktop, type Place } from '../../../scripts/set-up/launch.mjs';

export type { Page } from 'playwright';
export { type OpenApp, openApp } from '../../../scripts/practice/open-app.mjs';
export type { Place };

/** The app's place with its virtual desktop, which is always there on Linux. */
export type LinuxPlace = Place & { readonly desktop: Desktop };

/** A fresh home, display, bus and keyring for the built app. `stop()` removes all of it. */
export async function freshPlace(options: Parameters<typeof launchDesktop>[0] = {}): Promise<LinuxPlace> {
  const place = await launchDesktop(options);
  const { desktop } = place;
  if (!desktop) throw new Error('these tests need a desktop of their own, so they run on Linux only');
  return { ...place, desktop };
}

/** Where the app keeps its files. It may not exist yet. */
export function userDataOf({ desktop }: LinuxPlace): string {
  const config = join(desktop.home, '.config');
  const names = existsSync(config) ? readdirSync(config) : [];
  return join(config, names.find((name) => name.toLowerCase() === 'keyround') ?? 'Keyround');
}

/** Every file below a folder, by path. Sockets, links and what vanishes meanwhile are left out. */
export function filesOf(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    try {
      found.set(path, readFileSync(path));
    } catch {
      // Chromium removes its own temporary files at any time.
    }
  }
  return found;
}

/** A folder that the app may write into. It goes with the place. */
export function folderFor({ desktop }: LinuxPlace, name: string): string {
  const folder = join(desktop.home, name);
  mkdirSync(folder, { mode: 0o700, recursive: true });
  chownSync(folder, desktop.uid, desktop.gid);
  return folder;
}

/** From now on questions in the computer's own dialogs are answered at once: `go` is the act, `stay` is cancel. */
export async function answerQuestions({ app }: Pick<OpenApp, 'app'>, answer: 'go' | 'stay'): Promise<void> {
  await app.evaluate(
    ({ dialog }, response) => {
      dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false });
    },
    answer === 'go' ? 1 : 0,
  );
}

/**
 * Stands in for the computer's own question box: answers every question with `answer` and writes down what was asked. The
 * list is asked for as long as the app runs; afterwards that it ran on or ended tells.
 */
export async function standInForQuestions(
  { app }: Pick<OpenApp, 'app'>,
  answer: 'go' | 'stay',
): Promise<() => Promise<string[]>> {
  await app.evaluate(
    ({ dialog }, response) => {
      const asked: string[] = [];
      Reflect.set(globalThis, 'asked', asked);
      dialog.showMessageBox = (...parts: unknown[]) => {
        asked.push(JSON.stringify(parts.at(-1)));
        return Promise.resolve({ response, checkboxChecked: false });
      };
    },
    answer === 'go' ? 1 : 0,
  );
  return () => app.evaluate(() => Reflect.get(globalThis, 'asked'));
}

/** Asks the app to quit as the menu or the desktop does; resolves as soon as it was asked. */
export async function askToQuit({ app }: Pick<OpenApp, 'app'>): Promise<void> {
  await app.evaluate(({ app: electron }) => void setImmediate(() => electron.quit()));
}

/** Waits until the app has ended by itself. */
export async function ended({ app }: Pick<OpenApp, 'app'>, within: number): Promise<void> {
  const child = app.process();
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'exit', { signal: AbortSignal.timeout(within) });
  }
}
