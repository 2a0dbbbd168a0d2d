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
  const listeners = new Map<string, (event?: unknown) => void>();
  const told: unknown[] = [];
  const answers: Record<string, () => unknown> = {
    'app.status': () => status,
    'mailboxes.list': () => [listed],
    'providers.list': () => [],
    'catalogue.list': () => [],
  };
  const call = (name: string, request?: unknown) => {
    if (name === 'app.looksAt') told.push(request);
    return Promise.resolve(
      answers[name]
        ? { ok: true, value: answers[name]() }
        : { ok: false, failure: { code: 'request.not-found', technical: '', field: null } },
    );
  };
  const listen = (name: string, listener: (event?: unknown) => void) => {
    listeners.set(name, listener);
    return () => undefined;
  };
  vi.stubGlobal('window', { keyround: { call: call as KeyroundApi['call'], listen } });
  return {
    told,
    goTo: (round: { rotation: string; mailbox: string } | null) => listeners.get('app.goTo')?.({ seq: 1, round }),
    changed: (next: Status) => {
      status = next;
      listeners.get('app.changed')?.();
    },
  };
}
const screen = () => useApp.getState().route.at;

const ends: (() => void)[] = [];
const begin = () => {
  const end = startStore();
  ends.push(end);
  return end;
};

afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
});
beforeEach(() => useApp.setState(useApp.getInitialState(), true));

it('opens with what an earlier run left unfinished', async () => {
  main(after);
  begin();
  await vi.waitFor(() => expect(screen()).toBe('recovery'));
});

it('comes to it, once, when main finds it after the first screen', async () => {
  const { changed } = main(before);
  begin();
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
  begin();
  await vi.waitFor(() => expect(screen()).toBe('mailbox'));
  changed({ ...after, theme: 'dark' });
  await vi.waitFor(() => expect(useApp.getState().status?.theme).toBe('dark'));
  expect(screen()).toBe('mailbox');
});

it('shows the round of a reminder, and tells main which one is on screen', async () => {
  const { goTo, told } = main(before);
  const end = begin();
  await vi.waitFor(() => expect(screen()).toBe('mailbox'));
  goTo({ rotation, mailbox });
  expect(useApp.getState().route).toEqual({ at: 'change', rotation, mailbox });
  useApp.getState().go({ at: 'report', rotation, mailbox });
  useApp.getState().go({ at: 'settings' });
  expect(told).toEqual([{ rotation: null }, { rotation }, { rotation: null }]);
  end();
  useApp.getState().go({ at: 'report', rotation, mailbox });
  expect(told).toHaveLength(3);
});

it.each([
  { round: { rotation, mailbox }, at: 'change' },
  { round: null, at: 'start' },
])('stays where a reminder leads that opened the window: $at', async ({ round, at }) => {
  const { goTo, changed } = main(after);
  begin();
  goTo(round);
  await vi.waitFor(() => expect(useApp.getState().status).not.toBeNull());
  changed({ ...after, theme: 'dark' });
  await vi.waitFor(() => expect(useApp.getState().status?.theme).toBe('dark'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(screen()).toBe(at);
});

it('goes to the first screen for a reminder of several rounds', async () => {
  const { goTo } = main(before);
  begin();
  await vi.waitFor(() => expect(screen()).toBe('mailbox'));
  goTo(null);
  expect(screen()).toBe('start');
});
