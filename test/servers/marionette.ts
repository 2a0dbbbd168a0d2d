import { connect, type Socket } from 'node:net';
import * as z from 'zod';

const answerSchema = z.tuple([z.literal(1), z.number(), z.unknown(), z.unknown()]);
const valueSchema = z.object({ value: z.unknown() });

/** A Mozilla program that is driven from outside: frames of `length:JSON` over TCP. For programs of tests only. */
export interface Marionette {
  /** Runs the body of an async function with the program's own rights and returns what it returns. @throws its error */
  run(body: string): Promise<unknown>;
  close(): void;
}

/** Connects to a program that was started with `--marionette` on this port. @throws Error while it is not ready yet */
export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect({ host: '127.0.0.1', port });
  const frames = readFrames(socket);
  await frames.next();
  let id = 0;
  const send = async (name: string, parameters: unknown): Promise<unknown> => {
    const text = JSON.stringify([0, ++id, name, parameters]);
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const { value } = await frames.next();
    const [, , error, result] = answerSchema.parse(value);
    if (error !== null) throw new Error(JSON.stringify(error));
    return result;
  };
  try {
    await send('WebDriver:NewSession', { capabilities: {} });
    await send('Marionette:SetContext', { value: 'chrome' });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    async run(body) {
      const script = `const done = arguments[arguments.length - 1];
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value } = valueSchema.parse(await send('WebDriver:ExecuteAsyncScript', { script, args: [] }));
      const answer = z.union([z.object({ error: z.string() }), z.object({ value: z.unknown() })]).parse(value);
      if ('error' in answer) throw new Error(answer.error);
      return answer.value;
    },
    close: () => socket.destroy(),
  };
}

async function* readFrames(socket: Socket): AsyncGenerator<unknown, undefined> {
  let bytes = Buffer.alloc(0);
  for await (const part of socket) {
    bytes = Buffer.concat([bytes, part]);
    for (;;) {
      const colon = bytes.indexOf(':');
      const length = colon < 0 ? Number.NaN : Number(bytes.subarray(0, colon));
      if (Number.isNaN(length) || bytes.length < colon + 1 + length) break;
      yield JSON.parse(bytes.subarray(colon + 1, colon + 1 + length).toString('utf8'));
      bytes = bytes.subarray(colon + 1 + length);
    }
  }
  return undefined;
}
