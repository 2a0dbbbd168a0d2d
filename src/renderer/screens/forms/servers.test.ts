import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTexts } from '../../texts/i18n.ts';
import { hostNote, portNote, urlFault } from './faults.ts';
import { emptyServers, receivingOf, sendingOf, serverFaults, serversText, withSecurity, withUse } from './servers.ts';

beforeAll(startTexts);
const t = i18next.t;

describe('ports', () => {
  it('follow the protocol and the encryption until somebody types one', () => {
    const pop = withUse(emptyServers, 'pop3');
    expect(pop.receiving.port).toBe('995');
    expect(withSecurity(pop.receiving, 'pop3', 'starttls').port).toBe('110');
    const own = { ...pop, receiving: { ...pop.receiving, port: '12345' } };
    expect(withSecurity(own.receiving, 'pop3', 'starttls').port).toBe('12345');
    expect(withUse(own, 'imap').receiving.port).toBe('12345');
  });
  it('are kept when receiving is switched off and on again', () => {
    expect(withUse(withUse(emptyServers, 'none'), 'imap').receiving.port).toBe('993');
  });
});

describe('a servers form', () => {
  it('gives back what a record holds', () => {
    const receiving = { protocol: 'pop3', host: 'mail.firm.example', port: 995, security: 'tls' } as const;
    const sending = { host: 'mail.firm.example', port: 587, security: 'starttls' } as const;
    const text = serversText(receiving, sending);
    expect(receivingOf(text)).toEqual(receiving);
    expect(sendingOf(text)).toEqual(sending);
    expect(serverFaults(t, text)).toEqual({});
    expect(receivingOf(serversText(null, sending))).toBeNull();
  });
  it('names each field that is wrong', () => {
    const text = serversText(null, null);
    expect(Object.keys(serverFaults(t, text))).toEqual(['sending']);
    const typed = { ...emptyServers, receiving: { ...emptyServers.receiving, host: 'https://x/', port: '0' } };
    const faults = serverFaults(t, typed);
    expect(Object.keys(faults)).toEqual(['receiving.host', 'receiving.port', 'sending.host']);
    expect(faults['receiving.host']).toContain('web address');
  });
  it('warns of what may be used but should be looked at', () => {
    expect(portNote(t, '993')).toBeNull();
    expect(portNote(t, '8080')).toContain('unusual');
    expect(hostNote(t, 'mail.firm.example')).toBeNull();
    expect(hostNote(t, 'bücher.example')).toContain('xn--bcher-kva.example');
    expect(hostNote(t, 'раypal.example')).toContain('mixes scripts');
  });
  it('takes only https pages', () => {
    expect(urlFault(t, 'https://panel.firm.example/password')).toBeNull();
    expect(urlFault(t, 'http://panel.firm.example/')).not.toBeNull();
    expect(urlFault(t, 'javascript:alert(1)')).not.toBeNull();
    expect(urlFault(t, `https://firm.example/${'x'.repeat(10_000)}`)).toContain('too long');
  });
});
