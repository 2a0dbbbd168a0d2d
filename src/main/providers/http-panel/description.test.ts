import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { largestDescription, placeOf, readDescription } from './description.ts';

const docs = new URL('../../../../docs/panels/', import.meta.url);
const example = readFileSync(new URL('example-hosting.json', docs), 'utf8');
const read = (text: string) => readDescription(Buffer.from(text));

/** The example, changed at one place of its text. */
function changed(from: string, to: string): string {
  const text = example.replace(from, to);
  expect(text).not.toBe(example);
  return text;
}

it('has an example in the documentation that is one', () => {
  expect(read(example)).toMatchObject({ ok: true, value: { name: 'Example Hosting control panel' } });
});

describe('the origin', () => {
  it.each([
    ['https://panel.host.test', 'panel.host.test', 443],
    ['https://panel.hosting.example:8443', 'panel.hosting.example', 8443],
    ['https://xn--mnchen-3ya.test', 'xn--mnchen-3ya.test', 443],
    ['https://[2001:db8::1]:8443', '2001:db8::1', 8443],
  ])('%s is one server', (origin, host, port) => {
    const description = read(changed('https://panel.hosting.example', origin));
    expect(description.ok && placeOf(description.value)).toEqual({ host, port });
  });

  it.each([
    'http://panel.hosting.example',
    'https://panel.hosting.example/',
    'https://panel.hosting.example/api',
    'https://panel.hosting.example:443',
    'https://Panel.Hosting.example',
    'https://m\u00fcnchen.test',
    'https://panel.hosting.example@evil.test',
    'https://user:secret@panel.hosting.example',
    'https://panel.hosting.example?x',
    'file:///etc/passwd',
    'panel.hosting.example',
    '',
  ])('%s is none', (origin) => {
    expect(read(changed('https://panel.hosting.example', origin))).toMatchObject({
      ok: false,
      failure: expect.stringMatching(/^origin: /),
    });
  });
});

describe('what a file cannot say', () => {
  const path = '["api", "v1", "customers", { "from": "fieldOne" }, "mailboxes", { "from": "address" }, "password"]';
  const bodyOfSelf = '{ "at": "/password/new", "from": "next" },';
  const yes = '"when": [{ "at": "/mailbox/address", "same": "address" }]';
  it.each<[string, string, string]>([
    ['the new password in the address', path, '["api", { "from": "next" }]'],
    ['the current password in the address', path, '["api", { "from": "current" }]'],
    [
      'a secret in the query',
      `"path": ${path}`,
      `"path": ${path}, "query": [{ "name": "p", "value": { "from": "next" } }]`,
    ],
    ['a secret in a header', '{ "name": "accept", "is"', '{ "name": "x-password", "from"'],
    ['a header of the connection', '"name": "accept"', '"name": "host"'],
    ['a cookie', '"name": "accept"', '"name": "cookie"'],
    ['who signs in, in a header', '"name": "accept"', '"name": "authorization"'],
    ['a line break in a header', '"is": "application/json"', '"is": "a\\r\\nx-evil: b"'],
    ['a change by GET', '"method": "POST"', '"method": "GET"'],
    ['a change without the new password', bodyOfSelf, ''],
    [
      'the current password for an administrator',
      '"fields": [{ "at": "/password/new", "from": "next" }]',
      '"fields": [{ "at": "/n", "from": "next" }, { "at": "/o", "from": "current" }]',
    ],
    [
      'the new password in a check',
      '"method": "GET",',
      '"method": "POST", "body": { "format": "form", "fields": [{ "at": "p", "from": "next" }] },',
    ],
    [
      'a body for GET',
      '"method": "GET",',
      '"method": "GET", "body": { "format": "form", "fields": [{ "at": "p", "is": "" }] },',
    ],
    ['a place that is no pointer', '"at": "/password/new"', '"at": "password"'],
    ['a prototype', '"at": "/password/new"', '"at": "/__proto__/new"'],
    ['a regular expression', '"contains": "too short"', '"matches": "too .*"'],
    ['a part of one letter', '"contains": "too short"', '"contains": "o"'],
    ['a redirect as a yes', '"status": [200]', '"status": [302]'],
    ['trouble in the server as a no', '"status": [422]', '"status": [500]'],
    ['429 as a no', '"status": [422]', '"status": [429]'],
    ['a yes by its status alone', yes, '"when": []'],
    ['a yes because nothing is there', yes, '"when": [{ "at": "/error", "present": false }]'],
    ['a yes because anything is there', yes, '"when": [{ "at": "", "present": true }]'],
    ['a no by its status alone', '"when": [{ "at": "/error/code", "is": "no_mailbox" }]', '"when": []'],
    ['a code of its own', '"code": "locked"', '"code": "app.bug"'],
    ['nobody who may change a password', example.slice(example.indexOf('"self"')), '"fields": {} }'],
    [
      'something that this version does not know',
      '"format": "keyround-panel-1",',
      '"format": "keyround-panel-1", "script": "x",',
    ],
    ['another version', 'keyround-panel-1', 'keyround-panel-2'],
    ['a name over two lines', 'Example Hosting control panel', 'Example\\nPanel'],
    ['a name that is written backwards', 'Example Hosting control panel', 'Example \u202e lenap'],
    ['a field of a fourth kind', '"fieldOne"', '"fieldFour"'],
    ['rules that nothing meets', '"minLength": 10', '"minLength": 65'],
  ])('%s', (_, from, to) => {
    const answer = read(changed(from, to));
    expect(answer.ok).toBe(false);
  });

  it('says where it is wrong', () => {
    expect(read(changed('"status": [302]'.replace('302', '422'), '"status": [500]'))).toMatchObject({
      failure: expect.stringMatching(/^self\.change\.answer\.refused\.2\.status\.0: /),
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('<html>')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['more than 64 KiB', Buffer.from(example + ' '.repeat(largestDescription))],
    ['lists inside lists without end', Buffer.from('['.repeat(60_000))],
  ])('%s', (_, bytes) => {
    expect(readDescription(bytes).ok).toBe(false);
  });
});

it('takes 204 as a yes by itself, and 401 as a no', () => {
  const yes = '"when": [{ "at": "/mailbox/address", "same": "address" }]';
  expect(read(changed(`"status": [200], ${yes}`, '"status": [204], "when": []')).ok).toBe(true);
});
