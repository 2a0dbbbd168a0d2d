import { callChannel } from '../../../src/shared/channels.ts';
import { type CallName, type CallResponse, calls } from '../../../src/shared/contract.ts';
import type { OpenApp } from './app.ts';

/*
 * The window shows what main answers. Screens for what rarely happens are looked at by putting made-up answers in main's
 * place: the face, its door and the contract are the real ones. Nothing about main is proven this way.
 */

/** One call that is answered so. With `when` only requests that hold these values. */
export interface MadeUp {
  readonly call: CallName;
  readonly when?: Readonly<Record<string, string>>;
  readonly value: unknown;
}

/** An answer of the contract's type for one call. */
export const madeUp = <N extends CallName>(
  call: N,
  value: CallResponse<N>,
  when?: Readonly<Record<string, string>>,
): MadeUp => ({ call, value: calls[call].response.parse(value), ...(when ? { when } : {}) });

/** From now on main answers these calls so, and nothing else of them; then the page is loaded anew. */
export async function showMadeUp(
  { app, page }: Pick<OpenApp, 'app' | 'page'>,
  answers: readonly MadeUp[],
): Promise<void> {
  const channels = Object.fromEntries(answers.map(({ call }) => [call, callChannel(call)]));
  await app.evaluate(
    ({ ipcMain }, { text, names }) => {
      const all: MadeUp[] = JSON.parse(text);
      for (const [call, channel] of Object.entries(names)) {
        ipcMain.removeHandler(channel);
        ipcMain.handle(channel, (_event, request) => {
          const fits = all.find(
            (one) =>
              one.call === call && Object.entries(one.when ?? {}).every(([key, value]) => request[key] === value),
          );
          if (!fits) throw new Error(`nothing was made up for ${call}`);
          return { ok: true, value: fits.value };
        });
      }
    },
    { text: JSON.stringify(answers), names: channels },
  );
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
}
