import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localPart, path } from '../servers/detection-pages.ts';
import { type DetectionWorld, outcomeOf, startDetectionWorld } from '../servers/detection-world.ts';

let world: DetectionWorld;
const search: DetectionWorld['search'] = (domain, options) => world.search(domain, options);

beforeAll(async () => {
  world = await startDetectionWorld();
});
afterAll(() => world?.stop());

describe('a hostile answer', () => {
  it('of the name servers makes no host trusted', async () => {
    const { found } = await search('liar.test');
    expect([...found.receiving, ...found.sending].map(({ host, trust }) => `${host} ${trust}`)).toEqual([
      'imap.evil.test confirm',
      'secure.emailsrvr.com confirm',
    ]);
    expect(found.form).toMatchObject({ receiving: { host: 'imap.liar.test' }, sending: { host: 'smtp.liar.test' } });
  });

  it('that names a host of another domain has it confirmed', async () => {
    const { found } = await search('abroad.test');
    expect(found.receiving).toMatchObject([{ host: 'imap.other.test', trust: 'confirm' }]);
    expect(found.form.receiving.host).toBe('imap.abroad.test');
  });

  it('that leads to another domain is not followed, whatever its status', async () => {
    const { found, requests } = await search('moved.test');
    expect(requests.length).toBeGreaterThanOrEqual(3);
    expect(requests.filter(({ place }) => place.startsWith('other.test'))).toEqual([]);
    expect([outcomeOf(found, 'autoconfig.moved.test'), outcomeOf(found, 'moved.test')]).toEqual(['refused', 'refused']);
    expect(outcomeOf(found, 'autodiscover.moved.test', 'autodiscover')).toBe('refused');
    expect(found.receiving).toEqual([]);
  });

  it('that leads to http is not followed', async () => {
    const { found, requests } = await search('unsafe.test');
    expect(requests.filter(({ server }) => server === 'plain')).toEqual([]);
    expect(requests.filter(({ place }) => /^(www\.unsafe|plain)\.test/.test(place))).toEqual([]);
    expect([outcomeOf(found, 'autoconfig.unsafe.test'), outcomeOf(found, 'unsafe.test')]).toEqual([
      'refused',
      'refused',
    ]);
  });

  it('that leads elsewhere within the domain is followed, without cookies', async () => {
    const { found, requests } = await search('near.test');
    expect(found.receiving).toMatchObject([{ host: 'mail.near.test', trust: 'own-domain' }]);
    expect(requests.find(({ place }) => place === `www.near.test${path}`)?.headers.cookie).toBeUndefined();
  });

  it('that carries the address above its domain is not followed', async () => {
    const { found, requests } = await search('sub.up.test');
    expect(outcomeOf(found, 'autoconfig.sub.up.test')).toBe('refused');
    expect(requests.filter(({ place }) => place.startsWith('www.up.test'))).toEqual([]);
  });

  it.each(['round.test', 'port.test', 'user.test'])('that leads astray at %s is given up soon', async (domain) => {
    const { found, requests } = await search(domain);
    expect(outcomeOf(found, `autoconfig.${domain}`)).toBe('refused');
    expect(requests.filter(({ place }) => place.startsWith(`autoconfig.${domain}`)).length).toBeLessThanOrEqual(4);
    expect(requests.filter(({ place }) => place.startsWith('in.'))).toEqual([]);
  });

  it('over http alone is none: nothing readable is ever sent there', async () => {
    const { found, requests } = await search('plain.test');
    expect(outcomeOf(found, 'autoconfig.plain.test')).toBe('failed');
    expect(requests).toEqual([]);
    expect(found.receiving).toEqual([]);
  });

  it.each([
    ['expired.test', 'expired'],
    ['othername.test', 'otherName'],
    ['stranger.test', 'stranger'],
  ] as const)('behind a certificate that is not sound is not read: %s', async (domain, server) => {
    const { found } = await search(domain);
    expect(outcomeOf(found, domain)).toBe('failed');
    expect(world.web[server].requests).toEqual([]);
  });

  it.each(['bomb.test', 'outside.test', 'garbage.test', 'html.test'])(
    'in the XML of %s is refused at once',
    async (domain) => {
      const { found, took, requests } = await search(domain);
      expect(outcomeOf(found, `autoconfig.${domain}`)).toBe('refused');
      expect(requests.filter(({ place }) => place.startsWith('other.test'))).toEqual([]);
      expect(found.receiving).toEqual([]);
      expect(took).toBeLessThan(3_000);
    },
  );

  it('of 100 MB is cut off early', async () => {
    const before = world.web.good.sent();
    const memory = process.memoryUsage().rss;
    const { found } = await search('huge.test');
    expect(outcomeOf(found, 'autoconfig.huge.test')).toBe('refused');
    expect(world.web.good.sent() - before).toBeLessThan(20 * 1024 * 1024);
    expect(process.memoryUsage().rss - memory).toBeLessThan(60 * 1024 * 1024);
  });

  it('without end is left when the time is over', async () => {
    const { found, took } = await search('endless.test', { budget: 1_000 });
    expect(outcomeOf(found, 'autoconfig.endless.test')).toBe('no-time');
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(2_000);
  });

  it('with headers without end is refused', async () => {
    const { found } = await search('headers.test');
    expect(outcomeOf(found, 'autoconfig.headers.test')).toMatch(/^(refused|failed)$/);
  });
});

describe('what others learn', () => {
  it('is the local part only under the domain of the address, and never from a question to the name servers', () => {
    const all = Object.values(world.web).flatMap(({ requests }) => requests);
    const carrying = all.filter(({ place, body, headers }) =>
      decodeURIComponent(`${place}${body}${JSON.stringify(headers)}`).includes(localPart),
    );
    expect(carrying.length).toBeGreaterThan(10);
    for (const { place, body } of carrying) {
      const domain = new RegExp(`${localPart}(?:@|%40)([a-z.]+)`).exec(`${place} ${body}`)?.[1] ?? 'nobody';
      const host = place.split('/')[0] ?? '';
      expect([host, host === domain || host.endsWith(`.${domain}`)]).toEqual([host, true]);
    }
    const asked = world.nameServer.asked();
    expect(asked).toEqual(
      expect.arrayContaining(['MX abroad.test', 'SRV _imaps._tcp.abroad.test', 'A autoconfig.abroad.test']),
    );
    expect(asked.filter((question) => question.includes('secret'))).toEqual([]);
    expect(asked.filter((question) => /^\w+ (test|com)$/.test(question))).toEqual([]);
  });
});
