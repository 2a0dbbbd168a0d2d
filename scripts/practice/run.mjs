import { chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isRoot } from '../set-up/paths.mjs';
import { openApp } from './open-app.mjs';
import { leavePractice, makeRound, reportNames } from './round.mjs';
import { practiceTraces, wipedWords } from './traces.mjs';

/**
 * A folder that the app may write into.
 *
 * @param {import('../set-up/launch.mjs').Place} place
 */
function makeReportFolder({ desktop }) {
  if (!desktop) return mkdtempSync(join(tmpdir(), 'keyround-report-'));
  const folder = join(desktop.home, 'reports');
  mkdirSync(folder, { mode: 0o700 });
  if (isRoot) chownSync(folder, desktop.uid, desktop.gid);
  return folder;
}

/**
 * Drives the practice round in the real window, from the first screen to the saved report, and leaves it again.
 *
 * @param {{ place: import('../set-up/launch.mjs').Place, folder: string, say: (line: string) => void }} run `place`: the
 *   app on a desktop of its own; `folder`: where pictures and report go; `say`: prints one line of what happened
 * @throws {Error} where something expected does not appear
 */
export async function runPractice({ place, folder, say }) {
  const begin = performance.now();
  const timed = (/** @type {string} */ line) =>
    say(`${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${line}`);
  const reports = makeReportFolder(place);
  const opened = await openApp(place);
  try {
    const version = await opened.app.evaluate(() => process.versions['electron']);
    timed(`Keyround is open, on Electron ${version}, as an ordinary account and with its sandbox.`);
    const scene = await makeRound(opened, { pictures: folder, reports, say: timed });
    for (const name of Object.values(reportNames)) copyFileSync(join(reports, name), join(folder, name));
    const before = await practiceTraces(opened, place);
    await leavePractice(scene);
    timed(wipedWords(before, await practiceTraces(opened, place)));
  } finally {
    await opened.close();
    rmSync(reports, { recursive: true, force: true });
  }
  timed('The practice round is complete. Pictures and reports are in practice-run/.');
}
