import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownHosts } from '../../src/core/detect/known-hosts.ts';
import { searchBudget } from '../../src/main/detect/detector.ts';
import { createNames } from '../../src/main/detect/names.ts';
import { createPages } from '../../src/main/detect/pages.ts';
import { registrable } from '../../src/main/detect/registrable.ts';
import { searchFor } from '../../src/main/detect/search.ts';
import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';
import { type Detection, detectionSchema } from '../../src/shared/detection.ts';
import { type NameServer, startNameServer } from '../servers/name-server.ts';
import { type Answer, startWebServer, type WebServer } from '../servers/web-server.ts';

/*
 * The search from an address against a real name server and real web servers on loopback. Each kind of trouble has a
 * domain of its own; all of them lead to the same few servers, which differ by address and share a port.
 */

const places = {
  good: '127.0.0.1',
  plain: '127.0.0.3',
  expired: '127.0.0.4',
  otherName: '127.0.0.5',
  stranger: '127.0.0.6',
  dead: '127.0.0.7',
};
const path = '/mail/config-v1.1.xml';
const wellKnown = '/.well-known/autoconfig/mail/config-v1.1.xml';
const localPart = 'anna.secret-name';
const hour = 60 * 60 * 1_000;

const servers = (host: string) => `
  <incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>${host}</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>`;
const config = (host: string, before = '') =>
  `<?xml version="1.0"?>${before}<clientConfig version="1.1"><emailProvider id="x">${servers(host)}</emailProvider></clientConfig>`;
const say =
  (text: string): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(text);
const goTo =
  (location: string, status = 302): Answer =>
  (response) =>
    response.writeHead(status, { location, 'set-cookie': 'who=you; Path=/' }).end();

function pour(response: ServerResponse, total: number): void {
  const piece = Buffer.alloc(64 * 1024, 0x61);
  let left = total;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.write('<clientConfig>');
  more();
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  const timer = setInterval(() => response.write('<'), 50);
  response.on('close', () => clearInterval(timer));
}

const entities = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
const bomb = config('&e20;', `<!DOCTYPE a [<!ENTITY e0 "x">${entities}]>`);
const outside = config('&e;', '<!DOCTYPE a [<!ENTITY e SYSTEM "https://other.test/entity">]>');

const answers: Readonly<Record<string, Answer>> = {
  [`autoconfig.good.test${path}`]: say(config('mail.good.test')),
  'good.test/.well-known/change-password': goTo('https://good.test/account'),
  [`autoconfig.alias.test${path}`]: say(config('mail.alias.test')),
  [`autoconfig.abroad.test${path}`]: say(config('imap.other.test')),
  [`autoconfig.moved.test${path}`]: goTo(`https://other.test${path}`),
  [`moved.test${wellKnown}`]: goTo(`https://other.test${wellKnown}`, 307),
  'autodiscover.moved.test/autodiscover/autodiscover.xml': goTo('https://other.test/autodiscover.xml', 308),
  [`other.test${path}`]: say(config('imap.other.test')),
  [`other.test${wellKnown}`]: say(config('imap.other.test')),
  [`autoconfig.unsafe.test${path}`]: goTo(`http://plain.test${path}`),
  [`unsafe.test${wellKnown}`]: goTo(`http://unsafe.test${wellKnown}`),
  [`near.test${wellKnown}`]: goTo(`https://www.near.test${path}`, 301),
  [`www.near.test${path}`]: say(config('mail.near.test')),
  [`autoconfig.sub.up.test${path}`]: goTo(`https://www.up.test${path}?emailaddress=${localPart}%40sub.up.test`),
  [`www.up.test${path}`]: say(config('mail.up.test')),
  [`autoconfig.round.test${path}`]: goTo(`https://autoconfig.round.test${path}`),
  [`autoconfig.port.test${path}`]: goTo(`https://autoconfig.port.test:8443${path}`),
  [`autoconfig.user.test${path}`]: goTo(`https://a:b@autoconfig.user.test${path}`),
  [`autoconfig.bomb.test${path}`]: say(bomb),
  [`autoconfig.outside.test${path}`]: say(outside),
  [`autoconfig.huge.test${path}`]: (response) => pour(response, 100 * 1024 * 1024),
  [`autoconfig.endless.test${path}`]: drip,
  [`autoconfig.headers.test${path}`]: (response) => {
    const socket = response.socket;
    const timer = setInterval(() => socket?.write(`HTTP/1.1 200 OK\r\nx-${'y'.repeat(8_000)}: 1\r\n`), 5);
    socket?.on('close', () => clearInterval(timer));
  },
  [`autoconfig.garbage.test${path}`]: say('\u0000\ufffd not XML'),
  [`autoconfig.html.test${path}`]: say('<!DOCTYPE html><html><body>Sign in</body></html>'),
  'autodiscover.exchange.test/autodiscover/autodiscover.xml': (response) =>
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
  'exchange.test/autodiscover/autodiscover.xml': say(
    `<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>mail.exchange.test</Server><Port>993</Port></Protocol></Account></Response></Autodiscover>`,
  ),
};

const domains = [...new Set(Object.keys(answers).map((place) => place.split('/')[0] ?? ''))];
const bad = { 'expired.test': places.expired, 'othername.test': places.otherName, 'stranger.test': places.stranger };
const srv = (service: string, target: string, port: number, order = 0) =>
  `srv-host=${service},${target},${port},${order},1`;
const records = [
  ...domains.filter((name) => name !== 'autoconfig.alias.test').map((name) => `host-record=${name},${places.good}`),
  ...Object.entries(bad).map(([name, address]) => `host-record=${name},${address}`),
  'cname=autoconfig.alias.test,other.test',
  `host-record=autoconfig.plain.test,plain.test,unsafe-plain.test,${places.plain}`,
  `host-record=autoconfig.dead.test,${places.dead}`,
  'mx-host=good.test,mx.good.test,10',
  srv('_imaps._tcp.srv.test', 'second.srv.test', 993, 20),
  srv('_imaps._tcp.srv.test', 'first.srv.test', 993, 10),
  srv('_submissions._tcp.srv.test', 'first.srv.test', 465),
  'srv-host=_pop3s._tcp.srv.test',
  'mx-host=liar.test,mx.evil.test,10',
  srv('_imaps._tcp.liar.test', 'imap.evil.test', 993),
  srv('_submissions._tcp.liar.test', 'secure.emailsrvr.com', 465),
  'mx-host=hosted.test,mx2.emailsrvr.com,20',
  'mx-host=hosted.test,mx1.emailsrvr.com,10',
  `host-record=mail.usual.test,${places.good}`,
];

let nameServer: NameServer;
let web: Readonly<Record<'good' | 'plain' | 'expired' | 'otherName' | 'stranger', WebServer>>;
let authority: KeyedCertificate;

beforeAll(async () => {
  const [known, unknown] = await Promise.all([makeAuthority('Web authority'), makeAuthority('Stranger authority')]);
  authority = known;
  const names = Object.keys(bad);
  const good = await startWebServer({
    address: places.good,
    port: 0,
    keyed: await issueCertificate(known, { names: domains }),
    answers,
  });
  const at = (address: string, keyed: KeyedCertificate | null) =>
    startWebServer({
      address,
      port: good.port,
      keyed,
      answers: { ...answers, [`autoconfig.plain.test${path}`]: say(config('mail.plain.test')) },
    });
  const validUntil = new Date(Date.now() - hour);
  const [plain, expired, otherName, stranger] = await Promise.all([
    at(places.plain, null),
    issueCertificate(known, { names, validUntil }).then((keyed) => at(places.expired, keyed)),
    issueCertificate(known, { names: ['elsewhere.test'] }).then((keyed) => at(places.otherName, keyed)),
    issueCertificate(unknown, { names }).then((keyed) => at(places.stranger, keyed)),
  ]);
  web = { good, plain, expired, otherName, stranger };
  nameServer = await startNameServer(records);
});

afterAll(async () => {
  await Promise.all([nameServer?.stop(), ...Object.values(web ?? {}).map((server) => server.stop())]);
});

interface Options {
  readonly budget?: number;
  readonly resolver?: string;
  readonly greeting?: readonly string[];
}

async function search(domain: string, { budget = 4_000, resolver = nameServer.place, greeting = [] }: Options = {}) {
  const names = createNames([resolver]);
  const certificate = authority.certificate;
  const authorities = [
    ...domains,
    ...Object.keys(bad),
    'autoconfig.plain.test',
    'plain.test',
    'autoconfig.dead.test',
  ].map((host) => ({ host, pem: certificate, fingerprint: '', subject: 'Web authority' }));
  const pages = createPages({ names, registrable, limit: budget, authorities, port: web.good.port });
  const before = Object.fromEntries(Object.entries(web).map(([name, server]) => [name, server.requests.length]));
  const started = performance.now();
  const found = await searchFor(
    `${localPart}@${domain}`,
    {
      ...{ names, pages, registrable, services: knownHosts, providers: ['by-hand'], budget },
      greets: ({ host, port }) => Promise.resolve(greeting.includes(`${host}:${port}`)),
    },
    new AbortController().signal,
  );
  if (found === null) throw new Error('no address');
  const took = performance.now() - started;
  const requests = Object.entries(web).flatMap(([name, server]) =>
    server.requests.slice(before[name]).map((request) => ({ ...request, server: name })),
  );
  return { found: detectionSchema.parse(found), took, requests };
}

const outcomeOf = (found: Detection, where: string, how = 'autoconfig') =>
  found.looked.find((one) => one.how === how && one.where === where)?.outcome;

describe('a search from an address finds', () => {
  it('the servers on the domain’s own page, and its page for changing passwords', async () => {
    const { found, requests } = await search('good.test');
    expect(found).toMatchObject({
      outcome: 'found',
      kind: 'ordinary',
      receiving: [{ host: 'mail.good.test', port: 993, user: `${localPart}@good.test`, trust: 'own-domain' }],
      sending: [{ host: 'mail.good.test', port: 465, trust: 'own-domain' }],
      page: { url: 'https://good.test/.well-known/change-password', trust: 'own-domain' },
    });
    const page = requests.find(({ place }) => place.startsWith(`autoconfig.good.test${path}`));
    expect(page).toMatchObject({
      method: 'GET',
      place: `autoconfig.good.test${path}?emailaddress=${localPart}%40good.test`,
    });
  });

  it('the page behind an alias to somebody else’s computer, under the certificate of the name', async () => {
    expect((await search('alias.test')).found.receiving).toMatchObject([
      { host: 'mail.alias.test', trust: 'own-domain' },
    ]);
  });

  it('SRV records in their order', async () => {
    const { found } = await search('srv.test');
    expect(found.receiving.map(({ host, protocol }) => `${protocol} ${host}`)).toEqual([
      'imap first.srv.test',
      'imap second.srv.test',
    ]);
    expect(found.sending).toMatchObject([
      { host: 'first.srv.test', port: 465, sources: [{ how: 'srv', where: '_submissions._tcp.srv.test' }] },
    ]);
    expect(outcomeOf(found, '_pop3s._tcp.srv.test', 'srv')).toBe('nothing');
  });

  it('the service behind the most preferred MX', async () => {
    const { found } = await search('hosted.test');
    expect(found).toMatchObject({
      service: { id: 'rackspace', source: { how: 'built-in-mx', where: 'mx1.emailsrvr.com' } },
      receiving: [{ host: 'secure.emailsrvr.com', trust: 'built-in' }],
    });
  });

  it('Autodiscover’s answer without signing in where a password is asked for', async () => {
    const { found, requests } = await search('exchange.test');
    expect(found.receiving).toMatchObject([
      { host: 'mail.exchange.test', sources: [{ how: 'autodiscover', where: 'exchange.test' }] },
    ]);
    expect(outcomeOf(found, 'autodiscover.exchange.test', 'autodiscover')).toBe('nothing');
    const posts = requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ place }) => place).sort()).toEqual([
      'autodiscover.exchange.test/autodiscover/autodiscover.xml',
      'exchange.test/autodiscover/autodiscover.xml',
    ]);
    expect(posts.every(({ body }) => body.includes(`<EMailAddress>${localPart}@exchange.test</EMailAddress>`))).toBe(
      true,
    );
    expect(requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  it('usual names that exist and greet', async () => {
    const { found } = await search('usual.test', {
      greeting: ['mail.usual.test:993', 'mail.usual.test:587', 'imap.usual.test:993'],
    });
    expect(found.receiving).toMatchObject([{ host: 'mail.usual.test', port: 993, sources: [{ how: 'common-name' }] }]);
    expect(found.sending).toMatchObject([{ host: 'mail.usual.test', port: 587, security: 'starttls' }]);
  });

  it('nothing where there is nothing, and starts the form with usual names', async () => {
    const { found, requests, took } = await search('nothing.test');
    expect(found).toMatchObject({ outcome: 'nothing-found', form: { receiving: { host: 'imap.nothing.test' } } });
    expect(requests).toEqual([]);
    expect(took).toBeLessThan(2_500);
  });
});

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
    expect(web[server].requests).toEqual([]);
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
    const before = web.good.sent();
    const memory = process.memoryUsage().rss;
    const { found } = await search('huge.test');
    expect(outcomeOf(found, 'autoconfig.huge.test')).toBe('refused');
    expect(web.good.sent() - before).toBeLessThan(20 * 1024 * 1024);
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
    const all = Object.values(web).flatMap(({ requests }) => requests);
    const carrying = all.filter(({ place, body, headers }) =>
      decodeURIComponent(`${place}${body}${JSON.stringify(headers)}`).includes(localPart),
    );
    expect(carrying.length).toBeGreaterThan(10);
    for (const { place, body } of carrying) {
      const domain = new RegExp(`${localPart}(?:@|%40)([a-z.]+)`).exec(`${place} ${body}`)?.[1] ?? 'nobody';
      const host = place.split('/')[0] ?? '';
      expect([host, host === domain || host.endsWith(`.${domain}`)]).toEqual([host, true]);
    }
    const asked = nameServer.asked();
    expect(asked).toEqual(
      expect.arrayContaining(['MX good.test', 'SRV _imaps._tcp.good.test', 'A autoconfig.good.test']),
    );
    expect(asked.filter((question) => question.includes('secret'))).toEqual([]);
    expect(asked.filter((question) => /^\w+ (test|com)$/.test(question))).toEqual([]);
  });
});

describe('name servers in trouble', () => {
  const open: Socket[] = [];
  afterAll(() => {
    for (const socket of open) socket.close();
  });

  async function answering(answer: ((question: Buffer) => Buffer) | null): Promise<string> {
    const socket = createSocket('udp4');
    open.push(socket);
    socket.on('message', (question, from) => {
      if (answer) socket.send(answer(question), from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return `127.0.0.1:${socket.address().port}`;
  }

  it('that never answer end with the budget of the product, and the form is there', async () => {
    const { found, took } = await search('good.test', { resolver: await answering(null), budget: searchBudget });
    expect(took).toBeLessThan(searchBudget + 500);
    expect(found).toMatchObject({ outcome: 'offline', receiving: [], form: { user: `${localPart}@good.test` } });
  });

  it('that are not there at all count as offline at once', async () => {
    const { found, took } = await search('good.test', { resolver: '127.0.0.1:9' });
    expect(found.outcome).toBe('offline');
    expect(took).toBeLessThan(4_500);
  });

  it.each<[string, (question: Buffer) => Buffer]>([
    ['noise', () => Buffer.alloc(512, 0xff)],
    ['the question itself', (question) => question],
    [
      'an answer that promises 65,535 records and has none',
      (question) => {
        const answer = Buffer.from(question);
        answer.writeUInt16BE(0x8180, 2);
        answer.writeUInt16BE(0xffff, 6);
        return answer;
      },
    ],
    [
      'a name that points at itself',
      (question) => {
        const head = Buffer.from(question.subarray(0, 12));
        head.writeUInt16BE(0x8180, 2);
        head.writeUInt16BE(1, 6);
        return Buffer.concat([
          head,
          question.subarray(12),
          Buffer.from([0xc0, question.length, 0, 15, 0, 1, 0, 0, 0, 9, 0, 4, 0, 1, 0xc0, question.length]),
        ]);
      },
    ],
  ])('that answer with %s find nothing and break nothing', async (_, answer) => {
    const { found, took } = await search('good.test', { resolver: await answering(answer), budget: 1_500 });
    expect([...found.receiving, ...found.sending]).toEqual([]);
    expect(found.outcome).not.toBe('found');
    expect(took).toBeLessThan(2_500);
  });
});
