import { expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { JsonCondition, PanelAnswer, TextCondition } from './parts.ts';

const values = new Map([['address', 'Anna@Example.test']]);
const json = (condition: JsonCondition): PanelAnswer => ({
  format: 'json',
  accepted: [{ status: [200], when: [condition] }],
  refused: [{ status: [403], when: [], code: 'not-allowed' }],
  reason: '/why/0',
});
const said = (text: string, status = 200) => ({ status, headers: new Map(), text });

it.each<[JsonCondition, string, boolean]>([
  [{ at: '/ok', is: true }, '{"ok":true}', true],
  [{ at: '/ok', is: true }, '{"ok":"true"}', false],
  [{ at: '/ok', is: 1 }, '{"ok":"1"}', false],
  [{ at: '/ok', is: null }, '{"ok":null}', true],
  [{ at: '/ok', is: null }, '{}', false],
  [{ at: '', is: 'done' }, '"done"', true],
  [{ at: '/a/1/b~1c', is: 2 }, '{"a":[0,{"b/c":2}]}', true],
  [{ at: '/a/01', is: 2 }, '{"a":[0,2]}', false],
  [{ at: '/a/length', is: 2 }, '{"a":[0,2]}', false],
  [{ at: '/constructor/name', is: 'Object' }, '{}', false],
  [{ at: '/ok', is: true }, '[{"ok":true}]', false],
  [{ at: '/ok', is: true }, '<html>{"ok":true}</html>', false],
  [{ at: '/m', contains: 'changed' }, '{"m":"It was changed."}', true],
  [{ at: '/m', contains: 'changed' }, '{"m":"It was Changed."}', false],
  [{ at: '/m', contains: 'changed' }, '{"m":["changed"]}', false],
  [{ at: '/who', same: 'address' }, '{"who":"anna@example.test"}', true],
  [{ at: '/who', same: 'address' }, '{"who":"xanna@example.test"}', false],
  [{ at: '/who', same: 'user' }, '{"who":""}', false],
  [{ at: '/error', present: false }, '{}', true],
  [{ at: '/error', present: false }, '{"error":null}', false],
  [{ at: '/x', present: true }, 'not JSON', false],
  [{ at: '/x', present: false }, 'not JSON', false],
])('%j of %s: %s', (condition, text, holds) => {
  expect(judge(json(condition), said(text), values).kind).toBe(holds ? 'accepted' : 'odd');
});

it.each<[TextCondition, string, boolean]>([
  [{ is: '==ok==' }, '==ok==\n', true],
  [{ is: '==ok==' }, '==ok== not', false],
  [{ contains: 'Password changed' }, '<p>Password changed</p>', true],
  [{ contains: 'Password changed' }, '<p>Password not changed</p>', false],
])('%j of the text %s: %s', (condition, text, holds) => {
  const answer: PanelAnswer = { format: 'text', accepted: [{ status: [200], when: [condition] }], refused: [] };
  expect(judge(answer, said(text), values).kind).toBe(holds ? 'accepted' : 'odd');
});

it('counts the first no that fits, with its reason', () => {
  const answer: PanelAnswer = {
    format: 'json',
    accepted: [{ status: [200], when: [{ at: '/ok', is: true }] }],
    refused: [
      {
        status: [422],
        when: [
          { at: '/c', is: 1 },
          { at: '/d', is: 1 },
        ],
        code: 'locked',
      },
      { status: [422], when: [{ at: '/c', is: 1 }], code: 'too-short' },
      { status: [422], when: [{ at: '/c', is: 1 }], code: 'policy' },
    ],
    reason: '/why/0',
  };
  expect(judge(answer, said('{"c":1,"why":["Too short"]}', 422), values)).toEqual({
    kind: 'refused',
    code: 'provider.too-short',
    reason: 'Too short',
  });
  expect(judge(answer, said('{"c":1}', 400), values)).toEqual({ kind: 'odd', reason: '' });
});

it('takes an empty 204 for a yes where the description says so', () => {
  const answer: PanelAnswer = { format: 'json', accepted: [{ status: [204], when: [] }], refused: [] };
  expect(judge(answer, said('', 204), values).kind).toBe('accepted');
});

it('looks at no more of a large answer than it is asked for', () => {
  const members = Array.from({ length: 20_000 }, (_, index) => `"m${index}":0`);
  const text = `{"a":{${members.join(',')}}}`;
  const when = [...Array.from({ length: 9 }, () => ({ at: '/a/m7', is: 0 })), { at: '/a/m8', is: 1 }];
  const no = { status: [200], when, code: 'policy' as const };
  const described: PanelAnswer = {
    format: 'json',
    accepted: [{ status: [200], when: [{ at: '/ok', is: true }] }],
    refused: Array.from({ length: 40 }, () => no),
  };
  const started = performance.now();
  expect(judge(described, said(text), values).kind).toBe('odd');
  expect(performance.now() - started).toBeLessThan(1_000);
});
