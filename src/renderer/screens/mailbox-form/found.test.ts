import { describe, expect, it } from 'vitest';
import { byHandManifest } from '../../../main/providers/by-hand/manifest.ts';
import { ldapManifest } from '../../../main/providers/ldap/manifest.ts';
import { practiceManifest } from '../../../main/providers/practice/manifest.ts';
import type { Detection, FoundServer } from '../../../shared/detection.ts';
import { emptyMailbox, type MailboxText } from './draft.ts';
import { isComplete, isFor, likelyOf, sideState, strangersOf, withFound, withStranger } from './found.ts';

const providers = [byHandManifest, ldapManifest];
const address = 'anna@firm.example';
const typed: MailboxText = { ...emptyMailbox(providers), address, user: address };
const server = (protocol: FoundServer['protocol'], host: string, trust: FoundServer['trust']): FoundServer => ({
  ...{ protocol, host, port: protocol === 'smtp' ? 465 : 993, security: 'tls', user: 'anna', signIn: 'password' },
  ...{ trust, sources: [{ how: 'srv', where: `_${protocol}s._tcp.firm.example` }] },
});
const place = (host: string, port: number) => ({ host, port, security: 'tls' as const });
const detection: Detection = {
  ...{ address, outcome: 'found', kind: 'administered', service: null, looked: [], providerSettings: {} },
  providers: ['gone', 'ldap', 'by-hand'],
  receiving: [server('imap', 'imap.firm.example', 'own-domain')],
  sending: [server('smtp', 'smtp.firm.example', 'own-domain')],
  page: {
    ...{ url: 'https://firm.example/.well-known/change-password', host: 'firm.example', trust: 'own-domain' },
    source: { how: 'well-known', where: 'firm.example' },
  },
  form: {
    user: 'anna',
    receiving: { protocol: 'imap', ...place('imap.firm.example', 993) },
    sending: place('smtp.firm.example', 465),
  },
};
const hoster = 'mail.hoster.example';
const strange: Detection = {
  ...detection,
  receiving: [server('pop3', hoster, 'confirm'), server('imap', 'other.example', 'confirm')],
  sending: [server('smtp', hoster, 'confirm')],
};

describe('what was found', () => {
  it('fills the form', () => {
    expect(withFound(typed, detection, providers)).toMatchObject({
      ...{ kind: 'administered', provider: 'ldap', user: 'anna', address },
      servers: { receiving: { host: 'imap.firm.example' }, sending: { host: 'smtp.firm.example', port: '465' } },
    });
  });

  it('gives the provider its settings, and the way by hand its page', () => {
    const byHand = withFound(typed, { ...detection, providers: ['by-hand'] }, providers);
    expect(byHand).toMatchObject({ provider: 'by-hand', values: { page: detection.page?.url } });
    const settings = { mode: 'admin', adminPassword: 'never', foreign: 'x' };
    const known = { ...detection, providers: ['ldap', 'by-hand'], providerSettings: settings };
    const { values } = withFound(typed, known, providers);
    expect(values).toMatchObject({ mode: 'admin', adminPassword: '' });
    expect(values).not.toHaveProperty('foreign');
    // They are those of the provider that this computer does not have.
    expect(withFound(typed, { ...detection, providerSettings: settings }, providers).values['mode']).toBe('self');
  });

  it('never replaces what somebody has typed or chosen', () => {
    const servers = { ...typed.servers, receiving: { host: 'mine.example', port: '143', security: 'tls' as const } };
    const own: MailboxText = {
      ...typed,
      ...{ kind: 'cloud', provider: 'by-hand', values: { page: 'https://mine.example/' }, servers },
      ...{ user: 'mine', userTouched: true, touched: { kind: true, provider: true, servers: true } },
    };
    expect(withFound(own, detection, providers)).toEqual(own);
    expect(withFound({ ...typed, address: 'bert@firm.example' }, detection, providers).servers).toEqual(typed.servers);
  });

  it('is for the address as it is written down, not as it is typed', () => {
    expect(isFor({ ...typed, address: ' anna@Firm.Example ' }, detection)).toBe(true);
    expect(isFor({ ...typed, address: 'ann@firm.example' }, detection)).toBe(false);
    expect(isFor({ ...typed, address: 'anna' }, detection)).toBe(false);
  });

  it('offers only providers that are there', () => {
    expect(likelyOf(detection, providers)).toEqual(['ldap', 'by-hand']);
    expect(likelyOf(detection, [practiceManifest])).toEqual(['practice']);
    expect(likelyOf(null, providers)).toEqual(['by-hand']);
    expect(likelyOf(detection, [])).toEqual([]);
  });
});

describe('a host that nobody vouches for', () => {
  const filled = withFound(typed, strange, providers);

  it('does not get into the form by itself, nor does a guess in its place', () => {
    expect(filled.servers).toMatchObject({ receiving: { host: '' }, sending: { host: '' } });
    expect(sideState(filled, strange, 'receiving', [])).toBe('to-confirm');
  });

  it('is asked about once, with all that it would be used for', () => {
    const [first, second] = strangersOf(strange);
    expect(first).toMatchObject({ host: hoster, receiving: { protocol: 'pop3' }, sending: { protocol: 'smtp' } });
    expect(second).toMatchObject({ host: 'other.example', sending: null });
    expect(first?.sources.map(({ where }) => where)).toEqual(['_pop3s._tcp.firm.example', '_smtps._tcp.firm.example']);
    expect(strangersOf(detection)).toEqual([]);
    // There is one of the domain itself on that side, so nobody has to be asked.
    const mixed = { ...strange, sending: [...strange.sending, ...detection.sending] };
    expect(strangersOf(mixed).map(({ sending }) => sending)).toEqual([null, null]);
  });

  it('gets in with a yes, on the sides it was named for', () => {
    const [first, second] = strangersOf(strange);
    if (!first || !second) throw new Error('nobody is asked about');
    const both = withStranger(filled, first);
    expect(both.servers).toMatchObject({
      receivingUse: 'pop3',
      receiving: { host: hoster },
      sending: { host: hoster },
    });
    expect(sideState(both, strange, 'receiving', [hoster])).toBe('confirmed');
    expect(sideState(both, strange, 'sending', [])).toBe('entered');
    const one = withStranger(filled, second);
    expect(one.servers).toMatchObject({
      receivingUse: 'imap',
      receiving: { host: 'other.example' },
      sending: { host: '' },
    });
    expect(withFound(one, detection, providers).servers).toEqual(one.servers);
  });
});

describe('a side', () => {
  const filled = withFound(typed, detection, providers);
  const withHost = (host: string): MailboxText => ({
    ...filled,
    servers: { ...filled.servers, receiving: { ...filled.servers.receiving, host } },
    touched: { ...filled.touched, servers: true },
  });

  it('is told as it stands in the form', () => {
    expect(sideState(filled, detection, 'receiving', [])).toBe('found');
    expect(sideState(withHost('mine.example'), detection, 'receiving', [])).toBe('entered');
    expect(sideState(withHost(''), detection, 'receiving', [])).toBe('not-found');
    const unused = { ...filled, servers: { ...filled.servers, receivingUse: 'none' as const } };
    expect(sideState(unused, detection, 'receiving', [])).toBe('unused');
  });

  it('for which only a usual name was guessed is not found, until somebody types', () => {
    const half = { ...detection, receiving: [] };
    expect(isComplete(half)).toBe(false);
    expect(isComplete(detection)).toBe(true);
    expect(sideState(filled, half, 'receiving', [])).toBe('not-found');
    expect(sideState(withHost('mine.example'), half, 'receiving', [])).toBe('entered');
  });
});
