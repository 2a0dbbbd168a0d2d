import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as ask } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BrowserParts, type OAuthClient, signInWithBrowser } from './browser-sign-in.ts';
import { type FakeAnswer, type FakeServer, fakeHost, startFakeServer } from './fake-server.test-kit.ts';
import { listenForRedirect, type Redirect, type RedirectParts } from './loopback-redirect.ts';

const words = { done: 'Done.', denied: 'Denied.', other: 'Nothing here.' };
const state = 'state-of-this-sign-in';

/** What a browser, or whoever else is on this computer, gets from the port. Null: nobody listens. */
async function visit(
  address: string,
  path: string,
  more: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; type: string; text: string } | null> {
  const asked = ask(`${address}${path}`, { ...more, agent: false }).end();
  try {
    const [response] = await once(asked, 'response');
    let text = '';
    for await (const piece of response.setEncoding('utf8')) text += String(piece);
    return { status: response.statusCode, type: response.headers['content-type'], text };
  } catch {
    return null;
  }
}

describe('the page that the browser comes back to', () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });
  const listen = async (more: Partial<RedirectParts> = {}): Promise<Redirect> => {
    const stopping = new AbortController();
    stops.push(() => stopping.abort());
    const redirect = await listenForRedirect({ state, words, limit: 10_000, signal: stopping.signal, ...more });
    if (!redirect.ok) throw new Error(redirect.failure);
    return redirect.value;
  };

  it('is on this computer only, and plain text', async () => {
    const { address, answer } = await listen();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const page = await visit(address, `/?code=4%2FabC&state=${state}&scope=x`);
    expect(page).toEqual({ status: 200, type: 'text/plain; charset=utf-8', text: 'Done.\n' });
    expect(await answer).toEqual({ kind: 'code', code: '4/abC' });
  });

  it('takes one answer: whoever comes after it finds nobody', async () => {
    const { address, answer } = await listen();
    await visit(address, `/?code=first&state=${state}`);
    expect(await answer).toEqual({ kind: 'code', code: 'first' });
    expect(await visit(address, `/?code=second&state=${state}`)).toBeNull();
  });

  it.each<[string, string, Parameters<typeof visit>[2]]>([
    ['another state', '/?code=evil&state=another', {}],
    ['no state', '/?code=evil', {}],
    ['the state twice', `/?code=evil&state=${state}&state=${state}`, {}],
    ['two codes', `/?code=evil&code=worse&state=${state}`, {}],
    ['no code', `/?state=${state}`, {}],
    ['an empty code', `/?code=&state=${state}`, {}],
    ['a code without end', `/?code=${'x'.repeat(8_001)}&state=${state}`, {}],
    ['another path', `/callback?code=evil&state=${state}`, {}],
    ['what browsers ask for by themselves', '/favicon.ico', {}],
    ['an address in two parts', `//evil.example/?code=evil&state=${state}`, {}],
    ['another way to ask', `/?code=evil&state=${state}`, { method: 'POST' }],
    ['the name of another host', `/?code=evil&state=${state}`, { headers: { host: 'evil.example' } }],
    ['an error with another state', '/?error=access_denied&state=another', {}],
  ])('turns %s away and goes on waiting', async (_, path, more) => {
    const { address, answer } = await listen();
    expect(await visit(address, path, more)).toMatchObject({ status: 404, text: 'Nothing here.\n' });
    await visit(address, `/?code=right&state=${state}`);
    expect(await answer).toEqual({ kind: 'code', code: 'right' });
  });

  it.each([
    ['access_denied', 'access_denied'],
    ['<script>', 'error'],
  ])('hears that it was refused: %s', async (said, error) => {
    const { address, answer } = await listen();
    const page = await visit(address, `/?error=${encodeURIComponent(said)}&state=${state}&code=x`);
    expect(page).toMatchObject({ status: 200, text: 'Denied.\n' });
    expect(await answer).toEqual({ kind: 'denied', error });
  });

  it('waits no longer than it is told, and then nobody listens', async () => {
    const { address, answer } = await listen({ limit: 60 });
    expect(await answer).toEqual({ kind: 'unanswered' });
    expect(await visit(address, `/?code=late&state=${state}`)).toBeNull();
  });

  it('stops when it is told to, also before it began, and while somebody keeps a connection open', async () => {
    const stopping = new AbortController();
    const { address, answer } = await listen({ signal: stopping.signal });
    const idle = ask(`${address}/`, { headers: { 'content-length': '5' }, method: 'POST' }).on(
      'error',
      () => undefined,
    );
    idle.write('x');
    await once(idle, 'socket');
    stopping.abort();
    expect(await answer).toEqual({ kind: 'stopped' });
    idle.destroy();
    expect(await (await listen({ signal: stopping.signal })).answer).toEqual({ kind: 'stopped' });
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, fakeHost);
    await once(other, 'listening');
    const bound = other.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    const signal = new AbortController().signal;
    expect(await listenForRedirect({ state, words, limit: 1_000, signal, port })).toMatchObject({ ok: false });
    other.close();
  });
});

describe('a sign-in in the browser', () => {
  const clientSecret = 'Client-Secret-Slate-61';
  const granted = { access_token: 'access.Teal05', token_type: 'Bearer', refresh_token: 'refresh.Umber27' };
  let fake: FakeServer;
  afterEach(() => fake.stop());

  /** A token service that gives `answer`, and a person who does `person` in the browser. */
  async function signIn(
    person: (page: URL, back: (query: string) => Promise<unknown>) => Promise<unknown>,
    answer: FakeAnswer = { text: JSON.stringify(granted) },
    more: Partial<BrowserParts> = {},
  ) {
    fake = await startFakeServer(() => answer);
    const client: OAuthClient = {
      page: 'https://login.firm.example/authorize',
      token: { host: fakeHost, port: fake.port, path: '/token' },
      clientId: 'office',
      clientSecret,
      scope: 'users mail',
      more: { access_type: 'offline' },
    };
    const pages: URL[] = [];
    const result = await signInWithBrowser(client, {
      openPage: (url) => {
        const page = new URL(url);
        pages.push(page);
        const address = page.searchParams.get('redirect_uri') ?? '';
        void person(page, (query) => visit(address, `/?${query}`));
        return Promise.resolve();
      },
      words,
      signal: new AbortController().signal,
      limit: 10_000,
      limits: { connect: 2_000, answer: 5_000 },
      authorities: fake.authorities,
      ...more,
    });
    return { result, pages, tokens: fake.requests };
  }
  const agree = (page: URL, back: (query: string) => Promise<unknown>) =>
    back(`code=the.code&state=${page.searchParams.get('state')}`);

  it('gives the refresh token, and proves with its code that it began the sign-in', async () => {
    const { result, pages, tokens } = await signIn(agree);
    expect(result.ok && result.value.reveal()).toBe('refresh.Umber27');
    const [page] = pages;
    const query = page?.searchParams ?? new URLSearchParams();
    expect(page?.origin).toBe('https://login.firm.example');
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      client_id: 'office',
      scope: 'users mail',
      access_type: 'offline',
      code_challenge_method: 'S256',
    });
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const [token] = tokens;
    expect([token?.method, token?.target, tokens.length]).toEqual(['POST', '/token', 1]);
    const form = Object.fromEntries(new URLSearchParams(token?.text));
    expect(form).toMatchObject({
      grant_type: 'authorization_code',
      code: 'the.code',
      client_id: 'office',
      client_secret: clientSecret,
      redirect_uri: query.get('redirect_uri'),
    });
    const verifier = form['code_verifier'] ?? '';
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(query.get('code_challenge'));
    expect(page?.href).not.toContain(verifier);
    expect(page?.href).not.toContain('Slate');
  });

  it('begins each time with another state and another proof', async () => {
    const first = (await signIn(agree)).pages[0]?.searchParams;
    await fake.stop();
    const second = (await signIn(agree)).pages[0]?.searchParams;
    for (const key of ['state', 'code_challenge']) {
      expect(first?.get(key)).toMatch(/^[\w-]{32,}$/);
      expect(first?.get(key)).not.toBe(second?.get(key));
    }
  });

  it('asks for no token with a code that somebody else brought', async () => {
    const { result, tokens } = await signIn((_, back) => back('code=evil&state=guessed'), undefined, { limit: 300 });
    expect(result).toMatchObject({ ok: false, failure: { code: 'request.sign-in-not-finished' } });
    expect(tokens).toHaveLength(0);
  });

  it('says that it was refused in the browser', async () => {
    const { result, tokens } = await signIn((page, back) =>
      back(`error=access_denied&state=${page.searchParams.get('state')}`),
    );
    expect(result).toMatchObject({ failure: { code: 'request.sign-in-denied', technical: 'access_denied' } });
    expect(tokens).toHaveLength(0);
  });

  it('is told that no browser opened', async () => {
    const { result } = await signIn(agree, undefined, { openPage: () => Promise.reject(new Error('none')) });
    expect(result).toMatchObject({ failure: { code: 'request.sign-in-not-finished' } });
  });

  it('can be stopped', async () => {
    const stopping = new AbortController();
    const { result } = await signIn(() => Promise.resolve(stopping.abort()), undefined, { signal: stopping.signal });
    expect(result).toMatchObject({ failure: { code: 'request.cancelled' } });
  });

  it.each<[string, FakeAnswer, string]>([
    [
      'refuses',
      { status: 400, text: '{"error":"invalid_grant","error_description":"the.code Client-Secret-Slate-61"}' },
      'provider.credential-refused',
    ],
    [
      'does not know the application',
      { status: 401, text: '{"error":"invalid_client"}' },
      'provider.credential-refused',
    ],
    ['gives no lasting token', { text: '{"access_token":"a","token_type":"Bearer"}' }, 'provider.unreachable'],
    ['answers with a page', { type: 'text/html', text: '<h1>Sign in</h1>' }, 'provider.unreachable'],
    ['is in trouble', { status: 500, text: '{"error":"invalid_grant"}' }, 'provider.unreachable'],
    ['asks for too much', { status: 429, text: '' }, 'provider.too-many-requests'],
  ])('says what a token service means that %s', async (_, answer, code) => {
    const { result } = await signIn(agree, answer);
    expect(result).toMatchObject({ ok: false, failure: { code } });
    expect(JSON.stringify(result)).not.toMatch(/the\.code|Slate|refresh\./);
  });
});
