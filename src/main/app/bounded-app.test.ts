import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppAccount, MailApp } from '../../core/apps/mail-app.ts';
import { Secret } from '../../core/secret.ts';
import { boundedApp } from './bounded-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = <T>(): Promise<T> => new Promise(() => undefined);
const broken = (): never => {
  throw new Error('broken');
};
const manifest = { id: 'an-app', name: 'An app', clientKind: 'other', store: 'plain', whileOpen: 'fine' } as const;
const silent: MailApp = { manifest, find: never, isOpen: never, holds: never, plan: never, write: never };
const account: AppAccount = {
  ...{ app: 'an-app', key: 'k', profile: 'p', protocol: 'imap', host: 'mail.example.test', port: null },
  ...{ security: 'tls', user: 'anna@example.test', place: '/rc', fixed: null },
};
const swap = { from: new Secret('old'), to: new Secret('new') };
const known = { right: swap.to, earlier: [] };
const asked = (app: MailApp) =>
  [app.find(), app.isOpen(account), app.plan(account, swap, null), app.holds(account, known, null)] as const;
const notLookedAt = { why: 'not-looked-at' };
const unanswered = [
  { accounts: [], troubles: [{ place: '', ...notLookedAt }] },
  true,
  { possible: false, ...notLookedAt },
  { holds: 'unsupported', ...notLookedAt },
];

describe('an app with bounds', () => {
  it('has not been looked at if it does not answer in time, and may be open', async () => {
    const all = Promise.all(asked(boundedApp(silent, 1_000, new AbortController().signal)));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await all).toEqual(unanswered);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has not been looked at if it throws', async () => {
    const app = { ...silent, find: broken, isOpen: broken, holds: broken, plan: broken };
    expect(await Promise.all(asked(boundedApp(app, 1_000, new AbortController().signal)))).toEqual(unanswered);
  });

  it('is waited for no longer once everything is to stop, except for what follows a write', async () => {
    const stop = new AbortController();
    let isRead = false;
    const [find, isOpen, plan, holds] = asked(boundedApp(silent, 1_000, stop.signal));
    void holds.then(() => {
      isRead = true;
    });
    stop.abort();
    expect(await Promise.all([find, isOpen, plan])).toEqual(unanswered.slice(0, 3));
    expect(isRead).toBe(false);
  });

  it('is waited for while it writes', async () => {
    const stop = new AbortController();
    let isWritten = false;
    void boundedApp(silent, 1_000, stop.signal)
      .write(account, swap, null)
      .then(() => {
        isWritten = true;
      });
    stop.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isWritten).toBe(false);
  });
});
