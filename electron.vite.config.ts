import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// pino (inside imapflow) calls something at load that Node 18 lacks; nothing here logs through it.
const noPino = here('src/main/mail/no-pino.ts');
const alias = existsSync(noPino) ? { pino: noPino } : {};

/**
 * CommonJS for main, one file for the preload: the oldest Electron that tests run on knows no ES modules there, and a
 * sandboxed preload cannot load packages. Everything is bundled but Electron and keytar, which is a native add-on.
 */
export default defineConfig(({ command }) => ({
  main: {
    resolve: { alias },
    // Only `electron-vite dev` may load the face from a development server; the branch is gone from a build.
    define: { __DEVELOPMENT__: JSON.stringify(command === 'serve') },
    build: {
      target: 'node18',
      outDir: here('out/main'),
      sourcemap: command === 'serve',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('src/main/index.ts') },
        external: ['keytar'],
        // What the first picture does not need is a file of its own, loaded when it is asked for.
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      outDir: here('out/preload'),
      sourcemap: false,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: here('src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome114',
      outDir: here('out/renderer'),
      sourcemap: false,
      minify: true,
      // The content security policy allows no `data:` fonts or scripts, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: here('src/renderer/index.html') },
    },
    worker: { format: 'es' },
  },
}));
