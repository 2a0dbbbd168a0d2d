import { fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const replySchema = z.union([z.strictObject({ error: z.string() }), z.strictObject({ value: z.unknown() })]);

/** One part of the bench in a process, and so an event loop, of its own. */
export interface Child {
  /** Sends one message and waits for its answer. One at a time. @throws Error with the child's words */
  ask(message: Serializable): Promise<unknown>;
  /** True once its process has ended, whatever ended it: it answers no more. */
  isOver(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts `file`, a module beside this one that exports `answer(message)`. A Ctrl-C of the terminal reaches neither it nor
 * what it starts: the parent decides what becomes of them, and when the parent ends they do.
 */
export async function startChild(file: string): Promise<Child> {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = fork(here('child.mjs'), [here(file)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  });
  const ended = once(child, 'exit');
  const answer = async (): Promise<unknown> => {
    const stopped = ended.then(() => {
      throw new Error(`${file} ended`);
    });
    const [message]: unknown[] = await Promise.race([once(child, 'message'), stopped]);
    const reply = replySchema.parse(message);
    if ('error' in reply) throw new Error(`${file}: ${reply.error}`);
    return reply.value;
  };
  await answer();
  return {
    ask: async (message) => {
      const answered = answer();
      child.send(message);
      return await answered;
    },
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
