import { describe, expect, it } from 'vitest';
import { apiTruth } from './api-truth.ts';

const told = (body: string, { status = 200, check = false, head = '' } = {}) =>
  apiTruth(Buffer.from(`HTTP/1.1 ${status} X\r\n${head}\r\n${body}`), status, check);
const neither = { saidYes: false, saidNo: false };
const no = '{"ok":false,"code":"locked"}';

describe('what an interface really said', () => {
  it.each(['{"ok":true}', '{"ok":\ntrue}', '{"ok"\n:true}', '{"ok":true\r}', ' {\t"ok":true,"x":"y"} '])(
    'takes %j for a yes, whatever stands between its tokens',
    (body) => {
      expect(told(body)).toEqual({ saidYes: true, saidNo: false });
      expect(told(body, { status: 500 })).toEqual(neither);
      expect(told(body, { check: true })).toEqual(neither);
    },
  );

  it.each([
    ...['{"ok":"true"}', '{"ok":1}', '{"ok":null}', '{"OK":true}', '[{"ok":true}]', '{"data":{"ok":true}}'],
    ...['{"__proto__":{"ok":true}}', '{"ok":true', '{"ok":true}{"ok":false}', '{"ok":tr\nue}', '{"o\nk":true}', ''],
    ...['{"ok":false}', '{"ok":false,"code":"what"}', '{"ok":true,"ok":false}', '{"x":"\\"ok\\":true,"}'],
  ])('takes %j for neither yes nor no', (body) => {
    expect(told(body)).toEqual(neither);
  });

  it('hears a no below 500, and in 429 by itself', () => {
    expect(told(no, { status: 422 })).toEqual({ saidYes: false, saidNo: true });
    expect(told(no, { status: 500 })).toEqual(neither);
    expect(told('', { status: 429 })).toEqual({ saidYes: false, saidNo: true });
  });

  it('wants the rules for a check', () => {
    expect(told('{"ok":true,"rules":{"minLength":10,"maxLength":128}}', { check: true }).saidYes).toBe(true);
    expect(told('{"ok":true,"rules":{"minLength":10}}', { check: true }).saidYes).toBe(false);
  });

  it('reads a body as far as its length says, too', () => {
    expect(told('{"ok":true}HTTP/1.1 200 OK', { head: 'content-length: 11\r\n' }).saidYes).toBe(true);
    expect(told('{"ok":true}', { head: 'content-length: 3\r\n' }).saidYes).toBe(true);
  });
});
