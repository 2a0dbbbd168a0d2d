import { describe, expect, expectTypeOf, it } from 'vitest';
import { callChannel, callNames, eventChannel, eventNames } from './channels.ts';
import { type CallName, calls, type EventName, events } from './contract.ts';

describe('channel names', () => {
  it('are exactly the names of the contract', () => {
    expect([...callNames].sort()).toEqual(Object.keys(calls).sort());
    expect([...eventNames].sort()).toEqual(Object.keys(events).sort());
    expectTypeOf<(typeof callNames)[number]>().toEqualTypeOf<CallName>();
    expectTypeOf<(typeof eventNames)[number]>().toEqualTypeOf<EventName>();
  });

  it('never meet on the wire', () => {
    const channels = [...callNames.map(callChannel), ...eventNames.map(eventChannel)];
    expect(new Set(channels).size).toBe(channels.length);
  });
});
