/** The parts of Electron's `powerMonitor` and `powerSaveBlocker` that are used; a test brings its own. */
export interface PowerMonitor {
  on(event: 'suspend' | 'resume' | 'shutdown', listener: () => void): unknown;
}
export interface PowerSaveBlocker {
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
}

export interface PowerEvents {
  readonly asleep: () => void;
  readonly awake: () => void;
  /** Linux and macOS; Windows says it to the window as `session-end`. */
  readonly sessionEnds: () => void;
}

export function watchPower(monitor: PowerMonitor, { asleep, awake, sessionEnds }: PowerEvents): void {
  monitor.on('suspend', asleep);
  monitor.on('resume', awake);
  monitor.on('shutdown', sessionEnds);
}

/** The ladder lasts 70 minutes, twice where the same value is sent once more: after that the computer may sleep. */
const longest = 3 * 3_600_000;

/**
 * Asks the computer not to fall asleep by itself while `keep(true)`. `elapsed` is a clock that nobody can set. It is only a
 * kindness: what a sleep cuts is found out afterwards.
 */
export function createAwakeKeeper(blocker: PowerSaveBlocker, elapsed: () => number): (keep: boolean) => void {
  let since: number | null = null;
  let blocking: number | null = null;
  return (keep) => {
    since = keep ? (since ?? elapsed()) : null;
    const wanted = since !== null && elapsed() - since < longest;
    if (wanted && blocking === null) blocking = blocker.start('prevent-app-suspension');
    else if (!wanted && blocking !== null) {
      blocker.stop(blocking);
      blocking = null;
    }
  };
}
