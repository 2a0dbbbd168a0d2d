import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { expect, it, vi } from 'vitest';
import { createNotices } from './notices.ts';

const message = { title: 'The round is not finished', body: 'Two devices' };

/** The system's messages as Electron gives them, and what was done with them. */
function system(supported: boolean) {
  const did: string[] = [];
  const shown: EventEmitter[] = [];
  class Notice extends EventEmitter {
    constructor({ title, body }: { title: string; body: string }) {
      super();
      did.push(`${title}: ${body}`);
    }
    static isSupported = (): boolean => supported;
    show(): void {
      shown.push(this);
    }
  }
  const window = {
    isMinimized: () => true,
    restore: () => void did.push('restore'),
    focus: () => void did.push('focus'),
  };
  /** No window, until `open` has loaded one. */
  const state = { isOpen: true, opens: true };
  const notify = createNotices(
    Notice as unknown as typeof Notification,
    () => (state.isOpen ? window : null),
    async () => {
      if (state.isOpen) return;
      await new Promise(setImmediate);
      if (!state.opens) throw new Error('ERR_FAILED');
      state.isOpen = true;
      did.push('open');
    },
  );
  return { did, shown, notify, state };
}

it('shows a message, and brings the window up before it says that it was chosen', async () => {
  const { did, shown, notify } = system(true);
  notify(message, () => did.push('chosen'));
  expect(did).toEqual(['The round is not finished: Two devices']);
  shown[0]?.emit('click');
  await new Promise(setImmediate);
  expect(did.slice(1)).toEqual(['restore', 'focus', 'chosen']);
});

it('opens a window where there is none, and says that it was chosen once its page is there', async () => {
  const { did, shown, notify, state } = system(true);
  state.isOpen = false;
  notify(message, () => did.push('chosen'));
  shown[0]?.emit('click');
  expect(did.slice(1)).toEqual([]);
  await vi.waitFor(() => expect(did.slice(1)).toEqual(['open', 'restore', 'focus', 'chosen']));
});

it('lives with a window that does not open', async () => {
  const { did, shown, notify, state } = system(true);
  Object.assign(state, { isOpen: false, opens: false });
  notify(message, () => did.push('chosen'));
  shown[0]?.emit('click');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(did.slice(1)).toEqual([]);
});

it('does nothing where the system has no messages, and lives with one that fails', () => {
  const without = system(false);
  without.notify(message, () => undefined);
  expect(without.did).toEqual([]);
  const { shown, notify, did } = system(true);
  notify(message, () => did.push('chosen'));
  expect(() => shown[0]?.emit('failed', {}, 'no server')).not.toThrow();
  expect(did).not.toContain('chosen');
});
