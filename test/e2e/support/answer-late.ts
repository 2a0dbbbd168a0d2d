import { callChannel } from '../../../src/shared/channels.ts';
import type { CallName } from '../../../src/shared/contract.ts';
import type { OpenApp } from './app.ts';

/** From now on main takes so many ms longer to answer this call, as a busy computer does; what it answers is its own. */
export async function answerLate({ app }: Pick<OpenApp, 'app'>, call: CallName, ms: number): Promise<void> {
  await app.evaluate(
    ({ ipcMain }, { channel, late }) => {
      // Electron's own table: it gives its handlers to nobody otherwise
      const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
      const real: unknown = handlers instanceof Map ? handlers.get(channel) : null;
      if (typeof real !== 'function') throw new Error(`nothing answers ${channel}`);
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, async (...given) => {
        await new Promise((resolve) => setTimeout(resolve, late));
        return await real(...given);
      });
    },
    { channel: callChannel(call), late: ms },
  );
}
