import { describe, expect, it } from 'vitest';
import { knownMailboxes } from '../../core/detect/known-mailboxes.ts';
import type { Detection, FoundServer } from '../../shared/detection.ts';
import { registrable } from './registrable.ts';
import { createVouching } from './vouching.ts';

const server = (host: string, trust: FoundServer['trust']): FoundServer => ({
  ...{ protocol: 'imap', host, port: 993, security: 'tls', user: 'anna@firm.example', signIn: 'password', trust },
  sources: [{ how: 'built-in-mx', where: 'mx.hoster.example' }],
});
const place = { host: 'imap.firm.example', port: 993, security: 'tls' } as const;
const found = (address: string, ...receiving: FoundServer[]): Detection => ({
  ...{ address, outcome: 'found', kind: 'ordinary', service: null, providers: [], providerSettings: {} },
  ...{ receiving, sending: [], page: null, looked: [] },
  form: { user: address, receiving: { protocol: 'imap', ...place }, sending: place },
});

describe('a host', () => {
  const ask = (address: string, ...hosts: string[]) =>
    createVouching(registrable).unvouched(address, hosts, knownMailboxes);

  it.each<[address: string, host: string, unvouched: string[]]>([
    ['anna@firm.example', 'mail.firm.example', []],
    ['anna@firm.example', 'Mail.Firm.Example.', []],
    ['anna@mail.firm.co.uk', 'imap.firm.co.uk', []],
    ['anna@gmail.com', 'imap.gmail.com', []],
    ['anna@firm.example', 'imap.gmail.com', ['imap.gmail.com']],
    ['anna@firm.example', 'Mail.Hoster.Example', ['mail.hoster.example']],
    ['anna@firm.example', 'mail.firm.example.hoster.example', ['mail.firm.example.hoster.example']],
    ['anna@firm.example', 'mailfirm.example', ['mailfirm.example']],
    ['anna@firm.co.uk', 'mail.other.co.uk', ['mail.other.co.uk']],
    ['anna@firm.example', '127.0.0.1', ['127.0.0.1']],
    // What is no host or no address is refused elsewhere, with a sentence of its own.
    ['anna@firm.example', 'https://firm.example', []],
    ['anna', 'mail.hoster.example', []],
  ])('of %s: %s', (address, host, unvouched) => {
    expect(ask(address, host)).toEqual(unvouched);
  });

  it('is named once', () => {
    expect(ask('anna@firm.example', 'a.example', 'A.example.', 'b.example')).toEqual(['a.example', 'b.example']);
  });
});

describe('what the latest search has learnt', () => {
  it('vouches for the hosts of the table, and for this domain only', () => {
    const { remember, unvouched } = createVouching(registrable);
    const tied = server('imap.hoster.example', 'built-in');
    const strange = server('mail.stranger.example', 'confirm');
    remember(found('anna@firm.example', tied, strange));
    const hosts = [tied.host, strange.host];
    expect(unvouched('bert@firm.example', hosts, [])).toEqual([strange.host]);
    expect(unvouched('anna@other.example', hosts, [])).toEqual(hosts);
    remember(found('anna@other.example'));
    expect(unvouched('bert@firm.example', hosts, [])).toEqual(hosts);
  });
});
