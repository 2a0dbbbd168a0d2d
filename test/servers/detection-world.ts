import { knownHosts } from '../../src/core/detect/known-hosts.ts';
import { createNames } from '../../src/main/detect/names.ts';
import { createPages } from '../../src/main/detect/pages.ts';
import { registrable } from '../../src/main/detect/registrable.ts';
import { searchFor } from '../../src/main/detect/search.ts';
import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';
import { type Detection, detectionSchema, type FoundHow } from '../../src/shared/detection.ts';
import { answers, config, domains, localPart, path, say } from './detection-pages.ts';
import { type NameServer, startNameServer } from './name-server.ts';
import { startWebServer, type WebRequest, type WebServer } from './web-server.ts';

const hour = 60 * 60 * 1_000;

/** The servers differ by address and share a port. */
const places = {
  good: '127.0.0.1',
  plain: '127.0.0.3',
  expired: '127.0.0.4',
  otherName: '127.0.0.5',
  stranger: '127.0.0.6',
  dead: '127.0.0.7',
};
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

type Name = 'good' | 'plain' | 'expired' | 'otherName' | 'stranger';
export interface SearchOptions {
  /** In ms. */
  readonly budget?: number;
  /** Another name server than the world's own. */
  readonly resolver?: string;
  /** Where a mail server greets, such as `mail.usual.test:993`. */
  readonly greeting?: readonly string[];
}
export interface Searched {
  readonly found: Detection;
  /** In ms. */
  readonly took: number;
  /** What the web servers were asked in the meantime. */
  readonly requests: readonly (WebRequest & { readonly server: string })[];
}

export interface DetectionWorld {
  readonly web: Readonly<Record<Name, WebServer>>;
  readonly nameServer: NameServer;
  /** Searches with the product's own parts for an address under this domain. */
  search(domain: string, options?: SearchOptions): Promise<Searched>;
  stop(): Promise<void>;
}

/** A real name server and real web servers on loopback, and the search that is led to them. */
export async function startDetectionWorld(): Promise<DetectionWorld> {
  const authority = await makeAuthority('Web authority');
  const web = await startWebServers(authority);
  const nameServer = await startNameServer(records);
  return {
    ...{ web, nameServer },
    search: (domain, options = {}) => search({ web, nameServer, authority }, domain, options),
    async stop() {
      await Promise.all([nameServer.stop(), ...Object.values(web).map((server) => server.stop())]);
    },
  };
}

async function startWebServers(known: KeyedCertificate): Promise<DetectionWorld['web']> {
  const unknown = await makeAuthority('Stranger authority');
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
  return { good, plain, expired, otherName, stranger };
}

interface Ground {
  readonly web: DetectionWorld['web'];
  readonly nameServer: NameServer;
  readonly authority: KeyedCertificate;
}

async function search(ground: Ground, domain: string, options: SearchOptions): Promise<Searched> {
  const { web, nameServer, authority } = ground;
  const { budget = 4_000, resolver = nameServer.place, greeting = [] } = options;
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

/** What came of one look-up. */
export const outcomeOf = (found: Detection, where: string, how: FoundHow = 'autoconfig') =>
  found.looked.find((one) => one.how === how && one.where === where)?.outcome;
