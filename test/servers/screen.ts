import { makeFolder, type RunningServer, runProgram, startServer, until } from './process.ts';

/** A virtual display that nobody sees, for programs with windows. */
export interface Screen extends Pick<RunningServer, 'stop'> {
  /** As `$DISPLAY` wants it. */
  readonly display: string;
  /** Waits for a window with this in its title, types a text into it as a person would, and presses a key. */
  answer(title: string, text: string, key: 'Return' | 'Escape', longest?: number): Promise<void>;
}

export async function startScreen(): Promise<Screen> {
  const command = ['Xvfb', '-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'] as const;
  const server = startServer(makeFolder('screen'), command);
  await until('the screen', () => /^\d+\n/m.test(server.output()));
  const display = `:${/^(\d+)$/m.exec(server.output())?.[1]}`;
  return { display, answer: async (...question) => await answerOn(display, ...question), stop: server.stop };
}

async function answerOn(display: string, ...[title, text, key, longest]: Parameters<Screen['answer']>): Promise<void> {
  const environment = { ...process.env, DISPLAY: display };
  const xdotool = async (command: readonly string[], input = '') =>
    await runProgram(['xdotool', ...command], { environment, input });
  let asking = '';
  const isAsked = async () => {
    asking = /^\d+/m.exec((await xdotool(['search', '--onlyvisible', '--name', title])).output)?.[0] ?? '';
    return asking !== '';
  };
  await until(`a window "${title}"`, isAsked, longest);
  // Without a window manager nobody gives it the focus. A password goes the way of input, as everywhere.
  await xdotool(['windowfocus', asking]);
  if (text !== '') await xdotool(['type', '--delay', '40', '--file', '-'], text);
  await xdotool(['key', key]);
}
