import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchBudget } from '../../src/main/detect/detector.ts';
import { localPart, path } from '../servers/detection-pages.ts';
import { type DetectionWorld, outcomeOf, startDetectionWorld } from '../servers/detection-world.ts';

let world: DetectionWorld;
const search: DetectionWorld['search'] = (domain, options) => world.search(domain, options);

beforeAll(async () => {
  world = await startDetectionWorld();
});
afterAll(() => world?.stop());

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
