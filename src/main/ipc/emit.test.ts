import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEmitter } from './emit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('sends the newest event about each thing once a frame, with a growing number', () => {
  const sent: [string, unknown][] = [];
  const emitter = createEmitter((channel, event) => sent.push([channel, event]));
  emitter.emit('mailboxes.changed', '', {});
  emitter.emit('mailboxes.changed', '', {});
  emitter.emit('app.changed', '', {});
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(16);
  expect(sent).toEqual([
    ['keyround:event:mailboxes.changed', { seq: 1 }],
    ['keyround:event:app.changed', { seq: 2 }],
  ]);
  emitter.emit('app.changed', '', {});
  emitter.end();
  expect(sent.at(-1)).toEqual(['keyround:event:app.changed', { seq: 3 }]);
});
