import { join } from 'node:path';

import { _electron } from 'playwright';

/**
 * Drives the practice round in the real window.
 *
 * @param {{ place: import('../set-up/launch.mjs').Place, folder: string, say: (line: string) => void }} run `place`: the
 *   app on a desktop of its own; `folder`: where pictures and report go; `say`: prints one line of what happened
 */
export async function runPractice({ place, folder, say }) {
  const app = await _electron.launch(place.launchOptions);
  try {
    const window = await app.firstWindow();
    await window.waitForLoadState();
    await window.screenshot({ path: join(folder, '1-first-screen.png') });
    say('1. The first screen is open');
  } finally {
    await app.close();
  }
}
