import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin } from 'vite';

/** A bug put into the engine while it is bundled: this exact text of this file becomes another. */
export interface Plant {
  readonly file: string;
  readonly snippet: string;
  readonly instead: string;
}

/** Parts of the app that the engine never reaches here, left out so that the process starts fast. */
const leftOut = /\/(providers\/registry|practice\/service|practice\/known|practice\/seed|practice\/home)\.ts$/;
const stub =
  'export const createProviders = () => [];\nexport const startPractice = null;\nexport const practiceSeed = null;\nexport const practiceKnown = null;\nexport const practiceHomeOf = null;\n';

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
  const ssr: InlineConfig['ssr'] = { noExternal: true, external: ['keytar'] };
  return await bundle(new URL('main.ts', import.meta.url), folder, plants, { plugins: [leaveOut()], ssr });
}

/**
 * Bundles a module of the tests with the app's modules that it uses and returns its path. It is to be imported, and the
 * packages stay where they are: so `folder` has to lie in the repository.
 *
 * @throws Error if the text that a plant replaces is not there exactly once
 */
export async function bundleSuite(entry: URL, folder: string, plants: readonly Plant[]): Promise<string> {
  return await bundle(entry, folder, plants, {});
}

async function bundle(
  entry: URL,
  folder: string,
  plants: readonly Plant[],
  { plugins = [], ssr = {} }: Pick<InlineConfig, 'ssr'> & { readonly plugins?: readonly Plugin[] },
): Promise<string> {
  const out = mkdtempSync(join(folder, 'planted-'));
  const found = new Set<Plant>();
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [planting(plants, found), ...plugins],
    build: {
      ssr: true,
      target: 'node20',
      outDir: out,
      emptyOutDir: false,
      rolldownOptions: {
        input: { bundle: fileURLToPath(entry) },
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
    ssr,
  });
  const lost = plants.find((plant) => !found.has(plant));
  if (lost) throw new Error(`The text to be replaced is not in ${lost.file} exactly once: ${lost.snippet}`);
  return join(out, 'bundle.mjs');
}
