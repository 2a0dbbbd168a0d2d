import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the program again and again as long as the reason for its end is the file `halted`; any other end is the end. */
const supervisor = `
folder=$1; shift
trap 'kill "$child"; wait "$child"; exit' TERM
while :; do
  "$@" & child=$!
  wait "$child"
  [ -e "$folder/halted" ] || exit 1
  while [ -e "$folder/halted" ]; do sleep 0.05; done
done
`;

/** A command for `startServer` whose program can be ended and started anew in between, its folder staying as it is. */
export function pausable(folder: string, command: readonly string[]) {
  const mark = join(folder, 'halted');
  return {
    command: ['bash', '-c', supervisor, 'supervisor', folder, ...command] as const,
    /** Call before the program is ended, so that its end is not taken for a crash. */
    hold: () => writeFileSync(mark, ''),
    release: () => rmSync(mark, { force: true }),
  };
}
