import { practiceRound } from './set-up/practice-round.mjs';
import { runCommand } from './set-up/say.mjs';

await runCommand(practiceRound);
