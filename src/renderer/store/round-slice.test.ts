import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EvidenceView } from '../../shared/apps.ts';
import type { KeyroundApi } from '../../shared/channels.ts';
import { rotationIdSchema } from '../../shared/ids.ts';
import { useApp } from './store.ts';

const rotation = rotationIdSchema.parse('a'.repeat(16));
const evidence = (askedAt: number): EvidenceView => ({
  ...{ watching: true, askedAt, failure: null, unclear: [], knocking: null },
});
const askedAt = () => useApp.getState().evidence[rotation]?.view.askedAt;
const main = (answer: (name: string) => unknown) => {
  const call = (name: string) => Promise.resolve(answer(name));
  vi.stubGlobal('window', { keyround: { call: call as KeyroundApi['call'], listen: () => () => undefined } });
};

afterEach(() => vi.unstubAllGlobals());
beforeEach(() => useApp.setState(useApp.getInitialState(), true));

it('keeps the newest of what is told, whatever the order of arrival', () => {
  const { takeEvidence, takeUpdates } = useApp.getState();
  takeEvidence(7, rotation, evidence(70));
  takeEvidence(6, rotation, evidence(60));
  takeUpdates(2, rotation, []);
  expect(askedAt()).toBe(70);
  expect(useApp.getState().updates[rotation]).toEqual({ seq: 2, view: [] });
});

it('does not let a late answer replace an event that came in between', async () => {
  main((name) => {
    if (name === 'evidence.get') useApp.getState().takeEvidence(3, rotation, evidence(30));
    return { ok: true, value: name === 'evidence.get' ? evidence(20) : { updates: [] } };
  });
  await useApp.getState().loadRound(rotation);
  expect(askedAt()).toBe(30);
  expect(useApp.getState().updates[rotation]?.view).toEqual([]);
});

it('shows the one answer where the other one failed, and says so', async () => {
  const failure = { code: 'app.bug', technical: '', field: null } as const;
  main((name) => (name === 'evidence.get' ? { ok: true, value: evidence(20) } : { ok: false, failure }));
  await useApp.getState().loadRound(rotation);
  expect(askedAt()).toBe(20);
  expect(useApp.getState().updates[rotation]?.view).toEqual([]);
  expect(useApp.getState().toast).toEqual({ kind: 'failure', failure });
});
