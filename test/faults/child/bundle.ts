import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** A bug put into the engine while it is bundled: this exact text of this file becomes another. */
export interface Plant {
  readonly file: string;
  readonly snippet: string;
  readonly instead: string;
}

/** Parts of the app that the engine never reaches here, left out so that the process starts fast. */
const leftOut = /\/(providers\/registry|practice\/service|practice\/known|practice\/seed)\.ts$/;
const stub =
  'export const createProviders = () => [];\nexport const startPractice = null;\nexport const practiceSeed = null;\nexport const practiceKnown = null;\n';

function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    load: (id) => (leftOut.test(id) ? stub : null),
  };
}

function planting(plants: readonly Plant[], found: Set<Plant>): Plugin {
  return {
    name: 'plant-a-bug',
    enforce: 'pre',
    transform(code, id) {
      const here = plants.filter(({ file }) => id.endsWith(`/${file}`));
      let text = code;
      for (const plant of here) {
        if (text.split(plant.snippet).length !== 2) continue;
        found.add(plant);
        text = text.replace(plant.snippet, () => plant.instead);
      }
      return here.length > 0 ? { code: text, map: null } : null;
    },
  };
}

/**
 * Bundles the engine's process into one file in `folder` and returns its path.
 *
 * @throws Error if the text that a plant replaces is not there exactly once
 */
export async function bundleEngine(folder: string, plants: readonly Plant[] = []): Promise<string> {
  const out = mkdtempSync(join(folder, 'engine-'));
  const found = new Set<Plant>();
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [planting(plants, found), leaveOut()],
    build: {
      ssr: true,
      target: 'node20',
      outDir: out,
      emptyOutDir: false,
      rolldownOptions: {
        input: { engine: fileURLToPath(new URL('main.ts', import.meta.url)) },
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true, external: ['keytar'] },
  });
  const lost = plants.find((plant) => !found.has(plant));
  if (lost) throw new Error(`The text to be replaced is not in ${lost.file} exactly once: ${lost.snippet}`);
  return join(out, 'engine.mjs');
}
