import { describe, expect, it, vi } from 'vitest';
import { success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import type { Native } from '../../app/native.ts';
import { createSay } from '../../app/say.ts';
import { safetyHandlers } from './safety.ts';
import { context } from './whole-app.test-kit.ts';

function answering(yes: boolean) {
  const confirm = vi.fn<Native['confirm']>(() => Promise.resolve(yes));
  const setLostAside = vi.fn(() => Promise.resolve(success(undefined)));
  const app = { native: { confirm }, say: createSay(), setLostAside } as unknown as App;
  return { confirm, setLostAside, act: () => safetyHandlers(app)['safety.setLostAside']({}, context) };
}

describe('putting the notes of lost mailboxes aside', () => {
  it('is done on the person’s word, after saying what it means', async () => {
    const { confirm, setLostAside, act } = answering(true);
    expect(await act()).toEqual(success({}));
    expect(setLostAside).toHaveBeenCalledOnce();
    const question = confirm.mock.calls[0]?.[0];
    expect(question?.message).toMatch(/another keychain .*nothing is deleted.*history .*not finished/i);
    expect(Object.values(question ?? {}).join(' ')).not.toContain('native.');
  });

  it('is not done when the question is cancelled', async () => {
    const { setLostAside, act } = answering(false);
    expect(await act()).toMatchObject({ ok: false, failure: { code: 'request.cancelled' } });
    expect(setLostAside).not.toHaveBeenCalled();
  });
});
