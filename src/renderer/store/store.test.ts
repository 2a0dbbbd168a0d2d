import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KeyroundApi } from '../../shared/channels.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../shared/ids.ts';
import type { MailboxListItem, Status } from '../../shared/views.ts';
import { startStore, useApp } from './store.ts';

const mailbox = mailboxIdSchema.parse('b'.repeat(16));
const listed: MailboxListItem = { id: mailbox, address: 'anna@firm.example', clients: 0, state: 'unfinished' };
const before: Status = {
  ...{ version: '1', electron: '45', standIn: false, standInAccepted: false, platform: 'linux' },
  ...{
    space: 'home',
    keychain: null,
    keychainWaits: false,
    theme: 'system',
    reminders: true,
    begun: false,
    unfinished: [],
    leftOver: null,
    lost: 0,
    readOnly: null,
  },
};
const rotation = rotationIdSchema.parse('a'.repeat(16));
const after: Status = {
  ...before,
  begun: true,
  unfinished: [{ rotation, mailbox, address: 'anna@firm.example', stage: 'settling' }],
};

/** Main as the face sees it. `changed` says that the status is another one now. */
function main(first: Status) {
  let status = first;
  const listeners = new Map<string, () => void>();
  const answers: Record<string, () => unknown> = {
    'app.status': () => status,
    'mailboxes.list': () => [listed],
    'providers.list': () => [],
    'catalogue.list': () => [],
  };
  const call = (name: string) =>
    Promise.resolve(
      answers[name]
        ? { ok: true, value: answers[name]() }
        : { ok: false, failure: { code: 'request.not-found', technical: '', field: null } },
    );
  const listen = (name: string, listener: () => void) => {
    listeners.set(name, listener);
    return () => undefined;
  };
  vi.stubGlobal('window', { keyround: { call: call as KeyroundApi['call'], listen } });
  return {
    changed: (next: Status) => {
      status = next;
      listeners.get('app.changed')?.();
    },
  };
}
const screen = () => useApp.getState().route.at;

afterEach(() => vi.unstubAllGlobals());
beforeEach(() => useApp.setState(useApp.getInitialState(), true));

it('opens with what an earlier run left unfinished', async () => {
  main(after);
  startStore();
  await vi.waitFor(() => expect(screen()).toBe('recovery'));
});

it('comes to it, once, when main finds it after the first screen', async () => {
  const { changed } = main(before);
  startStore();
  await vi.waitFor(() => expect(screen()).toBe('mailbox'));
  changed(after);
  await vi.waitFor(() => expect(screen()).toBe('recovery'));
  useApp.getState().go({ at: 'settings' });
  changed({ ...after, theme: 'dark' });
  await vi.waitFor(() => expect(useApp.getState().status?.theme).toBe('dark'));
  expect(screen()).toBe('settings');
});

it('does not take a change that began in this run for one that was left', async () => {
  const { changed } = main({ ...after, unfinished: [] });
  startStore();
  await vi.waitFor(() => expect(screen()).toBe('mailbox'));
  changed({ ...after, theme: 'dark' });
  await vi.waitFor(() => expect(useApp.getState().status?.theme).toBe('dark'));
  expect(screen()).toBe('mailbox');
});
