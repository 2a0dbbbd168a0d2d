import { makeFolder, type RunningServer, startServer, until } from './process.ts';

/** A virtual display that nobody sees, for programs with windows. */
export interface Screen extends Pick<RunningServer, 'stop'> {
  /** As `$DISPLAY` wants it. */
  readonly display: string;
}

export async function startScreen(): Promise<Screen> {
  const command = ['Xvfb', '-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'] as const;
  const server = startServer(makeFolder('screen'), command);
  await until('the screen', () => /^\d+\n/m.test(server.output()));
  return { display: `:${/^(\d+)$/m.exec(server.output())?.[1]}`, stop: server.stop };
}
