import { describe, expect, it } from 'vitest';
import { fillRequest } from './fill.ts';
import type { PanelRequest } from './parts.ts';

const values = new Map([
  ['address', 'anna+x@example.test'],
  ['user', 'anna'],
  ['local', '../../admin?x=1#'],
  ['fieldOne', '..'],
  ['current', 'Old & "quoted" \u00fc+1'],
  ['next', 'New\\ %41=&'],
  ['adminName', 'a:b'],
]);
const post = (more: Partial<PanelRequest>): PanelRequest => ({ method: 'POST', path: ['change'], ...more });

describe('the address', () => {
  it('carries each value whole, whatever is in it', () => {
    const request = post({
      path: ['a b', { from: 'address' }, { from: 'local' }, ''],
      query: [{ name: 'who&', value: { from: 'address' } }],
    });
    expect(fillRequest(request, values)).toMatchObject({
      path: '/a%20b/anna%2Bx%40example.test/..%2F..%2Fadmin%3Fx%3D1%23/?who%26=anna%2Bx%40example.test',
    });
  });

  it.each([{ from: 'fieldOne' } as const, '.', '..'])('never leads up: %j', (piece) => {
    expect(fillRequest(post({ path: ['a', piece] }), values)).toBe('path');
  });

  it('carries no half of a character', () => {
    const half = 'a\ud800';
    expect(fillRequest(post({ path: [half] }), values)).toBe('path');
    expect(fillRequest(post({ query: [{ name: half, value: 'x' }] }), values)).toBe('path');
    expect(fillRequest(post({ query: [{ name: 'x', value: half }] }), values)).toBe('path');
  });

  it('needs everything that it names', () => {
    expect(fillRequest(post({ path: [{ from: 'domain' }] }), values)).toBe('domain');
  });
});

describe('the body', () => {
  const fields: NonNullable<PanelRequest['body']>['fields'] = [
    { at: '/a~1b/old', from: 'current' },
    { at: '/a~1b/new~0', from: 'next' },
    { at: '/toString', is: true },
    { at: '/n', is: null },
  ];
  it('in JSON is built by its pointers', () => {
    const call = fillRequest(post({ body: { format: 'json', fields } }), values);
    expect(call).toMatchObject({ headers: { 'content-type': 'application/json' } });
    expect(typeof call === 'string' ? null : JSON.parse(call.body ?? '')).toEqual({
      'a/b': { old: values.get('current'), 'new~': values.get('next') },
      toString: true,
      n: null,
    });
  });

  it('in JSON has no member inside a text', () => {
    const inside: typeof fields = [
      { at: '/a', is: 'text' },
      { at: '/a/b', from: 'next' },
    ];
    expect(fillRequest(post({ body: { format: 'json', fields: inside } }), values)).toBe('/a/b');
  });

  it('as a form gives back exactly what went in', () => {
    const form: typeof fields = [
      { at: 'p[old]', from: 'current' },
      { at: 'p[new]', from: 'next' },
      { at: 'none', is: null },
    ];
    const call = fillRequest(post({ body: { format: 'form', fields: form } }), values);
    const sent = typeof call === 'string' ? '' : (call.body ?? '');
    expect([...new URLSearchParams(sent)]).toEqual([
      ['p[old]', values.get('current')],
      ['p[new]', values.get('next')],
      ['none', ''],
    ]);
  });
});

describe('the authorization', () => {
  it('is Basic in UTF-8, or a word and a secret', () => {
    const basic = post({ authorization: { type: 'basic', user: { from: 'user' }, secret: 'current' } });
    expect(fillRequest(basic, values)).toMatchObject({
      headers: { authorization: `Basic ${Buffer.from(`anna:${values.get('current')}`).toString('base64')}` },
    });
    const token = post({ authorization: { type: 'token', word: 'Apikey', secret: 'adminSecret' } });
    expect(fillRequest(token, new Map([['adminSecret', 'abc']]))).toMatchObject({
      headers: { authorization: 'Apikey abc' },
    });
  });

  it('is not sent where it cannot carry the name', () => {
    const basic = post({ authorization: { type: 'basic', user: { from: 'adminName' }, secret: 'current' } });
    expect(fillRequest(basic, values)).toBe('current');
  });
});
