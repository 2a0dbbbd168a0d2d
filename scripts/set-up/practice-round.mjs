import { chownSync, mkdirSync, rmSync } from 'node:fs';

import { invokingAccount } from './account.mjs';
import { filesBelow } from './fingerprint.mjs';
import { launchDesktop } from './launch.mjs';
import { inRepository, isRoot } from './paths.mjs';
import { say } from './say.mjs';
import { setUp } from './set-up.mjs';

/** @param {string} folder that root filled for the person who called sudo */
function handOver(folder) {
  const person = isRoot ? invokingAccount() : undefined;
  if (!person) return;
  for (const path of [folder, ...filesBelow(folder)]) chownSync(path, person.uid, person.gid);
}

/**
 * Makes the practice round by itself, under a virtual display on Linux, and leaves the pictures of each step and the
 * report in `practice-run/`.
 *
 * @returns {Promise<number>} exit code
 */
export async function practiceRound() {
  await setUp({ display: true });
  const folder = inRepository('practice-run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { runPractice } = await import('../practice/run.mjs');
  const place = await launchDesktop();
  try {
    await runPractice({ place, folder, say });
  } finally {
    await place.stop();
    handOver(folder);
  }
  return 0;
}
