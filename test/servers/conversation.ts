import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './process.ts';

/** A program that is talked with line by line, over its standard input and output. */
export interface Conversation {
  say(line: string): void;
  /** Waits for a line, after those heard before, that begins with these words. @throws Error with all its lines */
  hears(words: string): Promise<string>;
  /** Ends its input and waits for its end. @throws Error if it failed */
  ended(): Promise<void>;
}

export function startConversation(
  [program, ...parameters]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
): Conversation {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  let running = true;
  void closed.then(() => {
    running = false;
  });
  let heard = 0;
  return {
    say: (line) => {
      child.stdin.write(`${line}\n`);
    },
    hears: async (words) => {
      let found = -1;
      const lines = (): string[] => output.split('\n').slice(0, -1);
      try {
        await until(
          words,
          () => {
            found = lines().findIndex((line, place) => place >= heard && line.startsWith(words));
            if (found < 0 && !running) throw new Error('the program has ended');
            return found >= 0;
          },
          30_000,
        );
      } catch (error) {
        child.kill('SIGKILL');
        throw new Error(`${error instanceof Error ? error.message : words}\n${output}`);
      }
      heard = found + 1;
      return lines()[found] ?? '';
    },
    ended: async () => {
      child.stdin.end();
      await closed;
      if (child.exitCode !== 0) throw new Error(output);
    },
  };
}
