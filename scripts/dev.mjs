import { spawn } from 'node:child_process';

import { ordinaryAccount } from './set-up/account.mjs';
import { startDesktop } from './set-up/desktop.mjs';
import { inRepository, isRoot } from './set-up/paths.mjs';
import { runCommand, say } from './set-up/say.mjs';
import { setUp } from './set-up/set-up.mjs';

/** How electron-vite tells the app where its development server is. */
const FROM_ELECTRON_VITE = ['ELECTRON_RENDERER_URL', 'NODE_ENV', 'NODE_ENV_ELECTRON_VITE'];

/** Hot reload: electron-vite watches the sources. For root, Electron runs as an ordinary account on a virtual display. */
await runCommand(async () => {
  const runtime = await setUp({ build: false, display: isRoot });
  const desktop = isRoot ? await startDesktop({ program: runtime.program, passOn: FROM_ELECTRON_VITE }) : undefined;
  if (desktop)
    say(
      `Electron runs as ${ordinaryAccount().name} on display ${desktop.display}; it must be able to read this folder.`,
    );
  const program = inRepository('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const server = spawn(process.execPath, [program, 'dev', '--watch', ...(desktop ? ['--entry', inRepository()] : [])], {
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
