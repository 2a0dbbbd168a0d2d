import { describe, expect, it } from 'vitest';
import { registrable } from '../../main/detect/registrable.ts';
import { detectionSchema, type FoundHow } from '../../shared/detection.ts';
import { decide, type Evidence, trustIn } from './decide.ts';
import { imap, known, smtp } from './known-service.ts';
import { ownerOf, type Sighting } from './sighting.ts';

const owner = ownerOf('anna@example.com') ?? expect.unreachable();
const host = known('host', 'Host', 'ordinary', {
  mx: ['.mx.host.test'],
  servers: [imap('imap.host.test', { user: 'local' }), smtp('smtp.host.test')],
  providers: ['absent', 'panel'],
});
const byMx = { known: host, source: { how: 'built-in-mx', where: 'a.mx.host.test' } } as const;

const seen = (how: FoundHow, place: string, more: Partial<Sighting> = {}): Sighting => ({
  ...{ protocol: 'imap', host: place, port: 993, security: 'tls', user: owner.address, signIn: 'password' },
  source: { how, where: 'somewhere.example.com' },
  ...more,
});
const smtpAt = { protocol: 'smtp', port: 465 } as const;

function decided(more: Partial<Evidence>) {
  const nothing = { service: null, sightings: [], exchange: false, changePages: [], looked: [], reached: true };
  const detection = decide({ owner, registrable, providers: ['by-hand', 'panel'], ...nothing, ...more });
  return detectionSchema.parse(detection);
}

describe('whom to trust', () => {
  it.each([
    ['mail.example.com', 'own-domain'],
    ['example.com', 'own-domain'],
    ['mail.host.test', 'confirm'],
    ['example.com.evil.test', 'confirm'],
    ['xexample.com', 'confirm'],
    ['com', 'confirm'],
    ['127.0.0.1', 'confirm'],
    ['::1', 'confirm'],
    ['localhost', 'confirm'],
  ])('%s: %s', (name, trust) => {
    expect(trustIn(name, { owner, registrable, service: null })).toBe(trust);
  });

  it('trusts nobody beside a domain that is a public suffix', () => {
    const neighbour = ownerOf('anna@github.io') ?? expect.unreachable();
    const trust = (name: string) => trustIn(name, { owner: neighbour, registrable, service: null });
    expect(trust('github.io')).toBe('own-domain');
    for (const stranger of ['mail.github.io', 'evil.github.io', '192.0.2.1', 'localhost', 'co.uk']) {
      expect([stranger, trust(stranger)]).toEqual([stranger, 'confirm']);
    }
    expect(decided({ owner: neighbour }).form).toMatchObject({
      receiving: { host: 'github.io' },
      sending: { host: 'github.io' },
    });
  });

  it.each(['srv', 'autoconfig', 'autodiscover', 'mx-autoconfig', 'mx', 'common-name'] as const)(
    'does not take the word of %s for a host elsewhere',
    (how) => {
      const { receiving } = decided({ sightings: [seen(how, 'imap.evil.test')] });
      expect(receiving).toMatchObject([{ host: 'imap.evil.test', trust: 'confirm' }]);
    },
  );

  it('trusts the table’s whole host names and nothing beside them', () => {
    const { receiving } = decided({
      service: byMx,
      sightings: [seen('srv', 'imap2.host.test'), seen('srv', 'imap.host.test')],
    });
    expect(receiving.map((server) => [server.host, server.trust])).toEqual([
      ['imap.host.test', 'built-in'],
      ['imap2.host.test', 'confirm'],
    ]);
  });

  it('confirms a port that is not one of mail, also at home', () => {
    const { receiving, form } = decided({ sightings: [seen('autoconfig', 'mail.example.com', { port: 6379 })] });
    expect(receiving).toMatchObject([{ trust: 'confirm' }]);
    expect(form.receiving).toMatchObject({ host: 'imap.example.com', port: 993 });
  });
});

describe('what is offered first', () => {
  it('is what the domain says over https, then the table by MX, then SRV, then the rest', () => {
    const { receiving } = decided({
      service: byMx,
      sightings: [
        seen('autodiscover', 'd.example.com'),
        seen('srv', 'c.example.com'),
        seen('autoconfig', 'a.example.com'),
        seen('mx-autoconfig', 'e.host.test'),
        seen('common-name', 'imap.example.com'),
      ],
    });
    expect(receiving.map((server) => server.host)).toEqual([
      'a.example.com',
      'imap.host.test',
      'c.example.com',
      'd.example.com',
      'e.host.test',
    ]);
  });

  it('is IMAP before POP3 and implicit TLS before TLS by command, in the order of the source', () => {
    const sightings = [
      seen('srv', 'mail.example.com', { protocol: 'pop3', port: 995 }),
      seen('srv', 'mail.example.com', { port: 143, security: 'starttls' }),
      seen('srv', 'mail.example.com'),
      seen('srv', 'other.example.com'),
    ];
    expect(decided({ sightings }).receiving.map((server) => `${server.host} ${server.port}`)).toEqual([
      'mail.example.com 993',
      'other.example.com 993',
      'mail.example.com 143',
      'mail.example.com 995',
    ]);
  });

  it('names everybody who said the same, with the user name of the surest', () => {
    const sightings = [
      seen('common-name', 'mail.example.com'),
      seen('autoconfig', 'mail.example.com', { user: 'anna' }),
    ];
    const { receiving } = decided({ sightings });
    expect(receiving).toHaveLength(1);
    expect(receiving[0]).toMatchObject({ user: 'anna', sources: [{ how: 'autoconfig' }, { how: 'common-name' }] });
  });

  it('is a guess only where nobody has named a server', () => {
    const sightings = [
      seen('common-name', 'imap.example.com'),
      seen('common-name', 'smtp.example.com', smtpAt),
      seen('srv', 'mail.example.com'),
    ];
    const { receiving, sending } = decided({ sightings });
    expect(receiving.map((server) => server.host)).toEqual(['mail.example.com']);
    expect(sending.map((server) => server.host)).toEqual(['smtp.example.com']);
  });

  it('are at most twenty of each', () => {
    const sightings = Array.from({ length: 60 }, (_, at) => seen('srv', `m${at}.example.com`));
    expect(decided({ sightings }).receiving).toHaveLength(20);
  });
});

describe('the manual form', () => {
  it('starts with what needs no confirmation', () => {
    const sightings = [
      seen('autoconfig', 'imap.evil.test'),
      seen('srv', 'mail.example.com', { user: 'anna' }),
      seen('srv', 'mail.example.com', { ...smtpAt, port: 587, security: 'starttls' }),
    ];
    expect(decided({ sightings }).form).toEqual({
      user: 'anna',
      receiving: { protocol: 'imap', host: 'mail.example.com', port: 993, security: 'tls' },
      sending: { host: 'mail.example.com', port: 587, security: 'starttls' },
    });
  });

  it('starts with usual names of the own domain where nothing was found, or only strangers', () => {
    const usual = {
      user: 'anna@example.com',
      receiving: { protocol: 'imap', host: 'imap.example.com', port: 993, security: 'tls' },
      sending: { host: 'smtp.example.com', port: 465, security: 'tls' },
    };
    expect(decided({})).toMatchObject({ outcome: 'nothing-found', kind: null, form: usual });
    expect(decided({ reached: false })).toMatchObject({ outcome: 'offline', form: usual });
    expect(decided({ sightings: [seen('srv', 'imap.evil.test')] }).form).toEqual(usual);
  });
});

describe('the provider', () => {
  it('is one on the list that the table knows for the service, and by hand in any case', () => {
    expect(decided({ service: byMx })).toMatchObject({
      providers: ['panel', 'by-hand'],
      service: { id: 'host', name: 'Host', source: byMx.source },
    });
    expect(decided({}).providers).toEqual(['by-hand']);
  });

  it('gets the table’s settings only if it is the one they are meant for', () => {
    const of = (providers: string[]) =>
      decided({ service: { ...byMx, known: { ...host, providers, settings: { mode: 'self' } } } });
    expect(of(['panel']).providerSettings).toEqual({ mode: 'self' });
    expect(of(['absent', 'panel']).providerSettings).toEqual({});
  });

  it('has a page to change the password at the own domain only, or the table’s', () => {
    expect(decided({ changePages: ['evil.test', 'example.com'] }).page).toEqual({
      url: 'https://example.com/.well-known/change-password',
      host: 'example.com',
      trust: 'own-domain',
      source: { how: 'well-known', where: 'example.com' },
    });
    expect(decided({ changePages: ['evil.test'] }).page).toBeNull();
    const page = 'https://account.host.test/password';
    const service = { ...byMx, known: { ...host, page } };
    expect(decided({ service, changePages: ['example.com'] }).page).toMatchObject({
      url: page,
      host: 'account.host.test',
    });
  });

  it('tells the kind of mailbox only where somebody has said so', () => {
    expect(decided({ sightings: [seen('autoconfig', 'mail.example.com')] }).kind).toBe('ordinary');
    expect(decided({ sightings: [seen('common-name', 'imap.example.com')] }).kind).toBeNull();
    expect(decided({ sightings: [seen('autoconfig', 'mail.example.com', { signIn: 'oauth' })] }).kind).toBe('cloud');
    expect(decided({ exchange: true }).kind).toBe('exchange');
  });
});
