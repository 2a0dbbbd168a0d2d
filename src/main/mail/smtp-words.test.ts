import { expect, it } from 'vitest';
import { saysWholly } from './smtp-words.ts';

it.each([
  ['235 2.7.0 welcome', true],
  ['235', true],
  ['235-2.7.0 welcome\n235 2.7.0 once more', true],
  ['235-welcome\r\n235', true],
  ['235-welcome', false],
  ['235-\n*', false],
  ['235-welcome\n535 5.7.8 no', false],
  ['235-welcome\n235-and\nK1', false],
  ['235 welcome\n235 again', false],
  ['2350 welcome', false],
  ['235welcome', false],
  ['250 welcome', false],
  ['', false],
  ['\n235 welcome', false],
])('%j says 235 wholly: %s', (reply, expected) => {
  expect(saysWholly(reply, '235')).toBe(expected);
});
