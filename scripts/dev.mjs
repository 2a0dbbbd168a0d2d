import { spawn } from 'node:child_process';

import { asAccount, ordinaryAccount } from './set-up/account.mjs';
import { startDesktop } from './set-up/desktop.mjs';
import { inRepository, isRoot } from './set-up/paths.mjs';
import { run } from './set-up/run.mjs';
import { runCommand, SetUpProblem, say } from './set-up/say.mjs';
import { setUp } from './set-up/set-up.mjs';

/** How electron-vite tells the app where its development server is. */
const FROM_ELECTRON_VITE = ['ELECTRON_RENDERER_URL', 'NODE_ENV', 'NODE_ENV_ELECTRON_VITE'];

/**
 * Started by root, Electron runs as an ordinary account on a virtual display, straight from this folder.
 *
 * @param {import('./set-up/runtime.mjs').Runtime} runtime
 */
async function desktopForRoot(runtime) {
  const account = ordinaryAccount();
  const [program = '', ...rest] = [...asAccount(account), 'test', '-r', inRepository('package.json')];
  if ((await run(program, rest)).code !== 0) {
    throw new SetUpProblem(
      `Electron never runs as root, and ${account.name} cannot read ${inRepository()}. Develop as an ordinary account, or in a folder that others can read.`,
    );
  }
  const desktop = await startDesktop({ account, program: runtime.program, passOn: FROM_ELECTRON_VITE });
  say(`Electron runs as ${account.name} on the virtual display ${desktop.display}`);
  return desktop;
}

/** Hot reload: electron-vite watches the sources. */
await runCommand(async () => {
  const runtime = await setUp({ build: false, display: isRoot });
  const desktop = isRoot ? await desktopForRoot(runtime) : undefined;
  const program = inRepository('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const server = spawn(process.execPath, [program, 'dev', '--watch', '--entry', inRepository()], {
    cwd: inRepository(),
    stdio: 'inherit',
    env: {
      ...process.env,
      ELECTRON_OVERRIDE_DIST_PATH: runtime.folder,
      ELECTRON_EXEC_PATH: desktop?.wrapperPath ?? runtime.program,
    },
  });
  const code = await new Promise((resolve) => server.on('close', (status) => resolve(status ?? 1)));
  await desktop?.stop();
  return code;
});
