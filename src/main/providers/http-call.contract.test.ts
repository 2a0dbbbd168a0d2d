import { beforeAll, describe, expect, it } from 'vitest';
import { type KitCertificates, makeKitCertificates } from '../../../test/kits/kit-certificates.ts';
import { authorityFor } from '../../../test/kits/probe-once.ts';
import { startHttpsServer } from './http-call.test-kit.ts';
import { callHttp, type HttpCall } from './http-call.ts';

const limits = { connect: 2_000, answer: 500 };
const get: HttpCall = { method: 'GET', path: '/', headers: {}, body: null };
let certificates: KitCertificates;
beforeAll(async () => {
  certificates = await makeKitCertificates();
});

/** What comes of a call where these bytes are the answer, and what was heard there. */
async function callAt(answer: string | Buffer, call: HttpCall = get) {
  const server = await startHttpsServer(certificates.good, typeof answer === 'string' ? Buffer.from(answer) : answer);
  const authorities = [authorityFor('127.0.0.1', certificates.authority)];
  const door = { host: '127.0.0.1', port: server.port, authorities };
  try {
    const outcome = await callHttp(door, call, limits, new AbortController().signal);
    return { outcome, heard: server.heard(), port: server.port };
  } finally {
    await server.stop();
  }
}

describe('one HTTP call', () => {
  it('sends what it is given and nothing that was not asked for', async () => {
    const call = {
      method: 'PUT',
      path: '/a?b=c',
      headers: { 'content-type': 'text/plain', x: 'y' },
      body: 'gr\u00fcn',
    } as const;
    const { outcome, heard, port } = await callAt('HTTP/1.1 204 No Content\r\n\r\n', call);
    expect(outcome).toMatchObject({ ok: true, value: { status: 204, text: '' } });
    expect(heard.split('\r\n').sort()).toEqual(
      [
        'PUT /a?b=c HTTP/1.1',
        'content-type: text/plain',
        'x: y',
        `host: 127.0.0.1:${port}`,
        'content-length: 5',
        'accept-encoding: identity',
        'connection: close',
        '',
        'gr\u00fcn',
      ].sort(),
    );
  });

  it('writes a header as the bytes that it is, whatever the body is', async () => {
    const bytes = Buffer.from('gr\u00fcn', 'utf8').toString('latin1');
    const call = { method: 'POST', path: '/', headers: { x: bytes }, body: 'gr\u00fcn' } as const;
    const { heard } = await callAt('HTTP/1.1 204 No Content\r\n\r\n', call);
    expect(heard).toContain('x: gr\u00fcn\r\n');
    expect(heard.endsWith('\r\n\r\ngr\u00fcn')).toBe(true);
  });

  it('gives every line of a header, names in lower case', async () => {
    const { outcome } = await callAt(
      'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\nContent-Length: 4\r\n\r\n\ufeffx',
    );
    expect(outcome).toMatchObject({ ok: true, value: { text: 'x' } });
    expect(outcome.ok && outcome.value.headers.get('set-cookie')).toEqual(['a=1', 'b=2']);
  });

  it('gives an answer to go elsewhere as it is', async () => {
    const { outcome } = await callAt(
      'HTTP/1.1 302 Found\r\nlocation: https://elsewhere.test/\r\ncontent-length: 0\r\n\r\n',
    );
    expect(outcome).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it('takes 429 for a server that did not act', async () => {
    const { outcome } = await callAt('HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n');
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'provider.too-many-requests', sent: false } });
    expect(!outcome.ok && outcome.failure.technical).toMatch(/answer 429, again in 7 s$/);
  });

  it.each<[string, string | Buffer, string]>([
    ['what is not UTF-8', Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\u00fc!', 'latin1'), 'odd-answer'],
    ['more than is read', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`, 'odd-answer'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'odd-answer'],
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'no-answer'],
    ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le', 'no-answer'],
    ['nothing', '', 'no-answer'],
  ])('does not know after %s', async (_, answer, code) => {
    const { outcome } = await callAt(answer);
    expect(outcome).toMatchObject({ ok: false, failure: { code: `provider.${code}`, sent: true } });
  });

  it('reads more where more is asked for', async () => {
    const { outcome } = await callAt(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`, { ...get, longest: 400_000 });
    expect(outcome).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<HttpCall>]>([
    ['a path with a line break', { path: '/\r\nx: y' }],
    ['a path with a space', { path: '/a b' }],
    ['a header with a line break', { headers: { cookie: 'a=1\r\nx: y' } }],
  ])('sends nothing for %s', async (_, more) => {
    const { outcome, heard } = await callAt('HTTP/1.1 200 OK\r\n\r\n', { ...get, ...more });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'provider.unreachable', sent: false } });
    expect(heard).toBe('');
  });
});
