import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { OpenApp } from './app.ts';

const folder = join(import.meta.dirname, '../../../.cache/test/failures');

/**
 * Leaves a picture of the window where a test fails, in `.cache/test/failures`. Say it after every other `afterEach`:
 * the last one runs first, while the app is still there.
 */
export function photographFailures(open: () => OpenApp | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${task.name.replaceAll(/[^\w]+/g, '-')}.png`);
    // The app may be the one that is broken.
    await open()
      ?.page.screenshot({ path, timeout: 5_000 })
      .catch(() => undefined);
  });
}
