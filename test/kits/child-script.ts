import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles a script of ours so that a plain Node process can run it, and returns where it lies. */
export async function compileChild(entry: URL, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: { child: fileURLToPath(entry) },
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true, external: ['keytar'] },
  });
  return join(folder, 'child.mjs');
}

export interface Child {
  readonly process: ChildProcess;
  /** Everything it has said so far, by line. */
  lines(): string[];
  /** Resolves with the exit code or the signal's name. */
  readonly ended: Promise<number | string>;
}

export function startChild(script: string, parameters: readonly string[]): Child {
  const child = spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return {
    process: child,
    lines: () => output.split('\n').slice(0, -1),
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))),
  };
}
