import { invokingAccount } from './set-up/account.mjs';
import { isRoot } from './set-up/paths.mjs';
import { practiceRound } from './set-up/practice-round.mjs';
import { runCommand, say } from './set-up/say.mjs';
import { setUp } from './set-up/set-up.mjs';
import { startApp } from './set-up/start-app.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

await runCommand(async () => {
  if (!hasDisplay) {
    say('There is no display here, so Keyround makes the practice round by itself (the same as npm run practice).');
    return await practiceRound();
  }
  if (isRoot && !invokingAccount()) {
    say('Started by root itself: Electron never runs as root, so an ordinary account makes the practice round.');
    return await practiceRound();
  }
  return await startApp(await setUp());
});
