import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { heardRequests } from './heard-requests.ts';
import { expectHidden, expectRefusal } from './provider-answers.ts';
import { first, second, type World } from './provider-world.ts';

const page =
  '<!DOCTYPE html><title>Sign in</title><form method="post" action="/login"><input type="password" name="p"></form>';

/** An answer of HTTP that stands for itself, whatever the provider. */
export const httpAnswer = (status: string, headers: readonly string[] = [], body = ''): Buffer =>
  Buffer.from([`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));

const html = 'content-type: text/html; charset=utf-8';
const afterwards = [
  ['500', httpAnswer('500 Internal Server Error', [html], '<h1>Internal Server Error</h1>')],
  ['502 with a page', httpAnswer('502 Bad Gateway', [html], '<html><body><h1>502 Bad Gateway</h1></body></html>')],
  ['503 without a word', httpAnswer('503 Service Unavailable', ['retry-after: 60'])],
  ['a login page with 200', httpAnswer('200 OK', [html], page)],
  ['a page of a hotel network with 511', httpAnswer('511 Network Authentication Required', [html], page)],
  [
    '200 with text that is not UTF-8',
    Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\u00ff\u00fe', 'latin1'),
  ],
  ['404', httpAnswer('404 Not Found', [html], '<h1>Not Found</h1>')],
] as const;

/** The address with the letters of its domain as East Asian keyboards can give them: in the DNS it is the same (UTS #46). */
const inWideLetters = (address: string): string =>
  address.replace(/[a-z]+(?=[^@]*$)/g, (letters) =>
    [...letters].map((letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)).join(''),
  );

/** What can come back over HTTP, wherever the provider stands. */
export function describesHttp(world: World): void {
  let elsewhere: Server;
  let visits = 0;
  beforeAll(async () => {
    elsewhere = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });
  afterAll(() => {
    elsewhere.close();
  });

  it.each(afterwards)('does not know after %s, although the server has changed it', async (_, said) => {
    const access = await world.access({ fault: 'answered-after', said });
    const answer = await world.provider.changePassword(access, new Secret(second));
    expect(answer).toMatchObject({ kind: 'unknown', code: 'provider.odd-answer' });
    expectHidden(answer, [first, second]);
    expect(await world.backend.holds(second)).toBe(true);
  });

  it('takes 200 with nothing for a yes only where that is one', async () => {
    const access = await world.access({ fault: 'answered-after', said: httpAnswer('200 OK') });
    const answer = await world.provider.changePassword(access, new Secret(second));
    const odd = { kind: 'unknown', code: 'provider.odd-answer' };
    expect(answer).toMatchObject(world.subject.silentYes ? { kind: 'accepted' } : odd);
    expect(await world.backend.holds(second)).toBe(true);
  });

  it.each([301, 302, 307, 308])('follows nobody to another host (%i)', async (status) => {
    const bound = elsewhere.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    const said = httpAnswer(`${status} Elsewhere`, [`location: https://127.0.0.1:${port}/main.php`]);
    const answer = await world.provider.changePassword(
      await world.access({ fault: 'answered-after', said }),
      new Secret(second),
    );
    expect(answer).toMatchObject({ kind: 'unknown', code: 'provider.odd-answer' });
    expect(visits).toBe(0);
    expect(world.door.changes()).toBe(1);
  });

  it.each([
    ['120', 120],
    ['Sun, 22 Nov 2026 10:02:00 GMT', 120],
    ['soon', undefined],
  ])('says when to come back after 429 with Retry-After %s', async (pause, seconds) => {
    const headers = [`retry-after: ${pause}`, 'date: Sun, 22 Nov 2026 10:00:00 GMT', html];
    const said = httpAnswer('429 Too Many Requests', headers, page);
    const access = await world.access({ fault: 'answered-instead', said });
    const answer = await world.provider.changePassword(access, new Secret(second));
    expectRefusal(answer, ['provider.too-many-requests']);
    const words = seconds === undefined ? '' : `, again in ${seconds} s`;
    if (answer.kind === 'refused') expect(answer.technical.endsWith(`answer 429${words}`)).toBe(true);
    expect('pause' in answer ? answer.pause : undefined).toBe(seconds);
    expect(world.door.changes()).toBe(1);
    await world.door.stop();
    const check = await world.provider.check(await world.access({ fault: 'answered-instead', said, after: 0 }));
    expect(check).toMatchObject({ failure: { code: 'provider.too-many-requests' } });
    expect('pause' in check ? check.pause : undefined).toBe(seconds);
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('knows the mailbox by its domain as it stands in the DNS, however that was typed', async () => {
    for (const mode of world.subject.knowsTyped === true ? [] : world.modes) {
      const usual = await world.access({ mode });
      const access = { ...usual, address: inWideLetters(usual.address) };
      expect(access.address).not.toBe(usual.address);
      expect(await world.provider.check(access)).toMatchObject({ kind: 'ready' });
      expect(await world.provider.changePassword(access, new Secret(second))).toEqual({ kind: 'accepted' });
      expect(await world.backend.holds(second)).toBe(true);
      await world.tidy();
    }
  });

  it('never writes a secret into an address or a header that travels on', async () => {
    for (const mode of world.modes) {
      const access = await world.access({ mode });
      await world.provider.check(access);
      await world.provider.changePassword(access, new Secret(second));
      const heard = heardRequests(world.door.received());
      expect(heard.length).toBeGreaterThan(0);
      const open = heard.flatMap(({ target, headers }) => [
        target,
        headers.get('referer') ?? '',
        headers.get('cookie') ?? '',
      ]);
      const secrets = [first, second, access.credential?.reveal() ?? first];
      const forms = secrets.flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
      ]);
      for (const form of forms) expect(open.join('\n')).not.toContain(form);
      await world.door.stop();
    }
  });
}
