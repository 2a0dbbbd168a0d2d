import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KeyroundApi } from '../../shared/channels.ts';
import { mailboxIdSchema, rotationIdSchema } from '../../shared/ids.ts';
import type { RotationView } from '../../shared/views.ts';
import { useApp } from './store.ts';

const rotation = rotationIdSchema.parse('a'.repeat(16));
const mailbox = mailboxIdSchema.parse('b'.repeat(16));
const view = (stage: RotationView['stage']): RotationView => ({
  ...{
    id: rotation,
    mailbox,
    address: 'anna@firm.example',
    mode: 'self',
    stage,
    provedBy: 'sign-in',
    recovered: false,
    checks: [],
  },
  ...{ warnings: [], endsSessions: false, page: null, failure: null, waitUntil: null, rung: 0, refusedSignIns: 0 },
  ...{ clients: [], pending: null, startedAt: 1, changedAt: null, finishedAt: null },
  rules: {
    ...{ minLength: 8, maxLength: 128, maxBytes: null, upper: true, lower: true, digit: true, special: true },
    ...{ forbidden: '', notCurrent: true, source: 'default' },
  },
});
const shown = () => useApp.getState().rotations[rotation]?.view.stage;
const answer = (call: KeyroundApi['call']) =>
  vi.stubGlobal('window', { keyround: { call, listen: () => () => undefined } });

afterEach(() => vi.unstubAllGlobals());
beforeEach(() => useApp.setState(useApp.getInitialState(), true));

it('keeps the newest view, whatever the order of arrival', () => {
  useApp.getState().takeRotation(7, view('round'));
  useApp.getState().takeRotation(6, view('verifying'));
  expect(shown()).toBe('round');
  useApp.getState().takeRotation(8, view('finished'));
  expect(shown()).toBe('finished');
});

it('does not let a late answer replace an event that came in between', async () => {
  const late = vi.fn(() => {
    useApp.getState().takeRotation(3, view('round'));
    return Promise.resolve({ ok: true, value: view('submitting') });
  });
  answer(late as KeyroundApi['call']);
  await useApp.getState().loadRotation(rotation);
  expect(late).toHaveBeenCalledOnce();
  expect(shown()).toBe('round');
});

it('says a failure in the corner and stays where it is', async () => {
  const refusal = { code: 'keychain.locked', technical: '', field: null } as const;
  answer(() => Promise.resolve({ ok: false, failure: refusal }));
  await useApp.getState().startRotation(mailbox);
  expect(useApp.getState().toast).toEqual({ kind: 'failure', failure: refusal });
  expect(useApp.getState().route).toEqual({ at: 'start' });
});

it('takes a bridge that throws for a failure like any other', async () => {
  answer(() => Promise.reject(new Error('gone')));
  await useApp.getState().loadStatus();
  expect(useApp.getState().broken?.code).toBe('app.bug');
});
