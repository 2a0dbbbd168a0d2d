import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayLearnAddress } from '../../core/detect/plan.ts';
import { ownerOf } from '../../core/detect/sighting.ts';
import type { Endpoint } from '../../shared/model.ts';
import { address, config, page, srv, type World, worldOf } from './search.test-kit.ts';
import { knownOnly, type SearchParts, searchFor } from './search.ts';

describe('a search from an address', () => {
  it('finds what the domain’s own page says, and knocks nowhere', async () => {
    const hosts = ['imap.example.com', 'mail.example.com'];
    const { search, asked } = worldOf({
      pages: { 'https://autoconfig.example.com/mail/config-v1.1.xml': config('mail.example.com') },
      hosts,
    });
    const found = await search();
    expect(found).toMatchObject({
      outcome: 'found',
      kind: 'ordinary',
      receiving: [
        {
          host: 'mail.example.com',
          trust: 'own-domain',
          sources: [{ how: 'autoconfig', where: 'autoconfig.example.com' }],
        },
      ],
      sending: [{ host: 'mail.example.com', port: 465 }],
    });
    expect(asked.knocked).toEqual([]);
    expect(found.looked).toContainEqual({ how: 'autoconfig', where: 'autoconfig.example.com', outcome: 'found' });
    expect(found.looked.filter(({ outcome }) => outcome === 'no-time')).toEqual([]);
  });

  it('asks nobody about a domain of the table’s own', async () => {
    const { search, asked } = worldOf({ dead: true });
    const found = await search('anna@gmx.de');
    expect(found).toMatchObject({
      service: { id: 'gmx-net' },
      receiving: [{ host: 'imap.gmx.net', trust: 'built-in' }, {}],
    });
    expect(found.looked).toEqual([]);
    expect([asked.names, asked.pages, asked.urls, asked.knocked]).toEqual([[], [], [], []]);
  });

  it('knows a service by the domain’s most preferred MX', async () => {
    const found = await worldOf({ mx: ['mx1.emailsrvr.com', 'mx.elsewhere.test'] }).search();
    expect(found).toMatchObject({
      service: { id: 'rackspace', source: { how: 'built-in-mx', where: 'mx1.emailsrvr.com' } },
      providers: ['rackspace', 'by-hand'],
      receiving: [{ host: 'secure.emailsrvr.com', trust: 'built-in' }],
    });
    expect((await worldOf({ mx: ['mx.elsewhere.test', 'mx1.emailsrvr.com'] }).search()).service).toBeNull();
  });

  it('knocks at usual names as the last resort, and only where there is something', async () => {
    const greeting = ({ host, port }: Endpoint) => host === 'mail.example.com' && (port === 143 || port === 587);
    const { search, asked } = worldOf({
      hosts: ['mail.example.com', 'smtp.example.com'],
      mx: ['mail.example.com'],
      greeting,
    });
    const found = await search();
    expect(found.receiving.map(({ host, port, trust }) => [host, port, trust])).toEqual([
      ['mail.example.com', 143, 'own-domain'],
    ]);
    expect(found.sending.map(({ host, port }) => [host, port])).toEqual([['mail.example.com', 587]]);
    expect(found.kind).toBeNull();
    expect(asked.knocked.filter((place) => /imap\.|pop\./.test(place))).toEqual([]);
  });

  it('knocks once, although the MX host is one of the usual names', async () => {
    const { search, asked } = worldOf({ hosts: ['mail.example.com'], mx: ['mail.example.com'] });
    await search();
    expect(asked.knocked).toHaveLength(4);
  });

  it('asks whoever takes the mail without the address, and has what they say confirmed', async () => {
    const { search, asked } = worldOf({
      mx: ['mx7.host.test'],
      pages: { 'https://autoconfig.host.test/mail/config-v1.1.xml': config('imap.host.test') },
    });
    expect((await search()).receiving).toMatchObject([
      { host: 'imap.host.test', trust: 'confirm', sources: [{ how: 'mx-autoconfig', where: 'autoconfig.host.test' }] },
    ]);
    expect(asked.pages.find(({ url }) => url.includes('host.test'))).toMatchObject({
      carriesAddress: false,
      body: null,
    });
  });

  it('offers the page for changing passwords of a site that has not every page', async () => {
    const url = 'https://example.com/.well-known/change-password';
    const honest = (asked: string) => (asked === url ? 302 : 404);
    expect((await worldOf({ status: honest }).search()).page).toMatchObject({ url, trust: 'own-domain' });
    expect((await worldOf({ status: () => 200 }).search()).page).toBeNull();
    expect((await worldOf({ status: () => 302 }).search()).page).toBeNull();
  });

  it('says that nothing was found, or that nobody was there', async () => {
    expect(await worldOf({}).search()).toMatchObject({ outcome: 'nothing-found', receiving: [], sending: [] });
    const offline = await worldOf({ dead: true }).search();
    expect(offline).toMatchObject({
      outcome: 'offline',
      form: { user: address, receiving: { host: 'imap.example.com' } },
    });
    expect(offline.looked.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it.each(['', 'anna', 'anna@', 'anna@example', 'anna@127.0.0.1', 'a@b.c@d.e'])('is none for %j', async (text) => {
    const { parts, asked } = worldOf({});
    expect(await searchFor(text, parts, new AbortController().signal)).toBeNull();
    expect(knownOnly(text, parts)).toBeNull();
    expect(asked.names).toEqual([]);
  });
});

describe('a lying resolver', () => {
  const lies: World = {
    mx: ['mx.evil.test'],
    srv: {
      '_imaps._tcp.example.com': [srv('imap.evil.test', 993), srv('example.com.evil.test', 993), srv('127.0.0.1', 993)],
      '_submissions._tcp.example.com': [srv('secure.emailsrvr.com', 465), srv('', 465), srv('mail.example.com', 22)],
    },
    hosts: ['mx.evil.test', 'localhost'],
    greeting: () => true,
    pages: { 'https://autoconfig.evil.test/mail/config-v1.1.xml': config('imap.evil.test') },
  };

  it('makes no host trusted: not by MX, not by SRV, not by what stands behind them', async () => {
    const { search } = worldOf(lies);
    const found = await search();
    const all = [...found.receiving, ...found.sending];
    expect(all.map(({ host }) => host)).toEqual(
      expect.arrayContaining([
        'imap.evil.test',
        'example.com.evil.test',
        '127.0.0.1',
        'secure.emailsrvr.com',
        'mail.example.com',
      ]),
    );
    expect(all.filter(({ trust }) => trust !== 'confirm')).toEqual([]);
    expect(found.form).toMatchObject({
      receiving: { host: 'imap.example.com' },
      sending: { host: 'smtp.example.com' },
    });
  });

  it('gets no password with the name of a service of the table: only the table’s own hosts are tied to it', async () => {
    const { search } = worldOf({ ...lies, mx: ['mx1.emailsrvr.com'] });
    const found = await search();
    const trusted = [...found.receiving, ...found.sending].filter(({ trust }) => trust !== 'confirm');
    expect([...new Set(trusted.map(({ host }) => host))]).toEqual(['secure.emailsrvr.com']);
  });

  it.each(['localhost', '127.0.0.1', 'com', '', 'mx evil'])('leads nobody to knock at %j', async (mx) => {
    const { search, asked } = worldOf({ ...lies, srv: {}, mx: [mx] });
    await search();
    expect(asked.knocked).toEqual([]);
    expect(asked.pages.every(({ url }) => new URL(url).hostname.endsWith('example.com'))).toBe(true);
  });
});

describe('whatever others say', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('', '.', 'mail.example.com', 'localhost', 'x'.repeat(400)),
  );
  const port = fc.oneof(fc.integer(), fc.constantFrom(993, 465, 0, 65_535, 65_536));
  const escaped = (text: string) => text.replace(/[^ -~]|[<&>]/gu, '');

  it('the answer keeps to the contract, and nobody outside the domain is trusted for it', async () => {
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, port, async (mx, target, user, number) => {
        const server = `<hostname>${escaped(target)}</hostname><port>${number}</port><socketType>SSL</socketType><username>${escaped(user)}</username>`;
        const { search } = worldOf({
          mx: [mx],
          srv: { '_imaps._tcp.example.com': [srv(target, number)], '_submission._tcp.example.com': [srv(mx, number)] },
          pages: {
            'https://autoconfig.example.com/mail/config-v1.1.xml': page(
              `<clientConfig><emailProvider><incomingServer type="imap">${server}</incomingServer></emailProvider></clientConfig>`,
            ),
          },
        });
        const found = await search();
        for (const { host, trust } of [...found.receiving, ...found.sending]) {
          const own = host === 'example.com' || host.endsWith('.example.com');
          if (!own) expect([host, trust]).toEqual([host, 'confirm']);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the longest of addresses gets a form', async () => {
    const long = `a@${'abc.'.repeat(61)}example`;
    expect(long).toHaveLength(253);
    expect((await worldOf({}).search(long)).form).toMatchObject({ user: long, sending: { host: long.slice(2) } });
  });
});

describe('what others learn', () => {
  it('is never the local part of the address, but for the domain of the address itself', async () => {
    const at = 'anna.secret-name@sub.example.com';
    const owner = ownerOf(at);
    const { search, asked } = worldOf({
      mx: ['mx.host.test'],
      hosts: ['mx.host.test', 'mail.example.com'],
      status: () => 404,
    });
    await search(at);
    expect(asked.pages.length).toBeGreaterThan(6);
    for (const ask of asked.pages) {
      const tells = /secret-name/.test(decodeURIComponent(ask.url) + JSON.stringify(ask.body));
      expect([ask.url, tells]).toEqual([ask.url, ask.carriesAddress]);
      if (tells && owner) expect(mayLearnAddress(new URL(ask.url).hostname, owner)).toBe(true);
    }
    expect(asked.pages.filter(({ carriesAddress }) => carriesAddress)).toHaveLength(3);
    expect(JSON.stringify([asked.names, asked.urls, asked.knocked])).not.toContain('secret-name');
  });
});

describe('the budget', () => {
  it('ends a search in which nobody ever comes back, with what there is', async () => {
    const { search, closed } = worldOf({ hangs: true }, 150);
    const started = performance.now();
    const found = await search();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(found).toMatchObject({ outcome: 'offline', form: { user: address } });
    expect(found.looked.length).toBeGreaterThan(10);
    expect(found.looked.every(({ outcome }) => outcome === 'no-time')).toBe(true);
    expect(closed()).toBe(1);
  });

  it('keeps what was found before it was spent', async () => {
    const world = worldOf({ srv: { '_imaps._tcp.example.com': [srv('mail.example.com', 993)] } }, 150);
    const parts: SearchParts = {
      ...world.parts,
      pages: { ...world.parts.pages, read: () => new Promise(() => undefined) },
    };
    const found = await searchFor(address, parts, new AbortController().signal);
    expect(found?.receiving).toMatchObject([{ host: 'mail.example.com' }]);
    expect(found?.looked.filter(({ how }) => how === 'autoconfig').map(({ outcome }) => outcome)).toEqual([
      'no-time',
      'no-time',
    ]);
    expect(found?.looked).toContainEqual({ how: 'srv', where: '_imaps._tcp.example.com', outcome: 'found' });
  });

  it('does not call failed what only ended because of it', async () => {
    const world = worldOf({ hangs: true }, 150);
    let end: (answer: { readonly kind: 'failed' }) => void = () => undefined;
    const mx = () =>
      new Promise<{ readonly kind: 'failed' }>((resolve) => {
        end = resolve;
      });
    const read: SearchParts['pages']['read'] = (_ask, _owner, signal) => {
      signal.addEventListener('abort', () => end({ kind: 'failed' }), { once: true });
      return new Promise(() => undefined);
    };
    const { names, pages } = world.parts;
    const parts = { ...world.parts, names: { ...names, mx }, pages: { ...pages, read } };
    const found = await searchFor(address, parts, new AbortController().signal);
    expect(found?.looked.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it('tells everybody to end when it is over, or when it is stopped', async () => {
    const world = worldOf({ hangs: true }, 60_000);
    const signals: AbortSignal[] = [];
    const read: SearchParts['pages']['read'] = (_ask, _owner, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const stop = new AbortController();
    const searching = searchFor(address, { ...world.parts, pages: { ...world.parts.pages, read } }, stop.signal);
    expect(signals.some(({ aborted }) => aborted)).toBe(false);
    stop.abort();
    await searching;
    expect(signals.length).toBeGreaterThan(3);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});
