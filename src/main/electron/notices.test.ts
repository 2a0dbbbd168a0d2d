import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { expect, it } from 'vitest';
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
  const notify = createNotices(Notice as unknown as typeof Notification, () => window);
  return { did, shown, notify };
}

it('shows a message, and brings the window up before it says that it was chosen', () => {
  const { did, shown, notify } = system(true);
  notify(message, () => did.push('chosen'));
  expect(did).toEqual(['The round is not finished: Two devices']);
  shown[0]?.emit('click');
  expect(did.slice(1)).toEqual(['restore', 'focus', 'chosen']);
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
