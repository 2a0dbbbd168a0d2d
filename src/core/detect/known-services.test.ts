import { describe, expect, it } from 'vitest';
import { registrable } from '../../main/detect/registrable.ts';
import { byHandPage } from '../../main/providers/by-hand/page.ts';
import { createProviders } from '../../main/providers/registry.ts';
import { checkHost, checkPort } from './address.ts';
import { knownHosts } from './known-hosts.ts';
import { knownMailboxes } from './known-mailboxes.ts';
import { serviceOfDomain, serviceOfMx } from './known-service.ts';

const all = [...knownMailboxes, ...knownHosts];

describe('the table of known services', () => {
  it.each(all.map((service) => [service.id, service] as const))('is sound for %s', (_, service) => {
    expect(service.domains.length + service.mx.length).toBeGreaterThan(0);
    for (const name of [...service.domains, ...service.mx.map((pattern) => pattern.replace(/^\./, ''))]) {
      expect(checkHost(name)).toEqual({ ok: true, value: name });
    }
    // A pattern as wide as a public suffix would tie the hosts to strangers.
    for (const pattern of service.mx) expect(registrable(pattern.replace(/^\./, ''))).not.toBeNull();
    for (const { host, port, protocol } of service.servers) {
      expect(registrable(host)).not.toBeNull();
      expect(checkPort(String(port))).toEqual({ ok: true, value: { port, warning: null } });
      expect([['imap', 'pop3', 'smtp'].includes(protocol), host]).toEqual([true, host]);
    }
    expect(service.servers.some(({ protocol }) => protocol === 'smtp')).toBe(true);
    if (service.page !== null) expect(byHandPage({ page: service.page }, 'anna@example.com').ok).toBe(true);
  });

  it('says each thing once', () => {
    const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);
    expect(twice(all.map(({ id }) => id))).toEqual([]);
    expect(twice(all.flatMap(({ domains }) => domains))).toEqual([]);
    expect(twice(all.flatMap(({ mx }) => mx))).toEqual([]);
  });

  it('leads to providers that there are', () => {
    const ids = createProviders({ practice: null }).map(({ manifest }) => manifest.id);
    for (const { id, providers } of all) expect([id, providers.filter((one) => !ids.includes(one))]).toEqual([id, []]);
    expect(serviceOfMx(all, ['smtp.google.com'])?.providers).toEqual(['google-workspace']);
    expect(serviceOfMx(all, ['firm-example.mail.protection.outlook.com'])?.providers).toEqual(['microsoft-365']);
  });

  it('fills in only what the form of the likeliest provider has', () => {
    const manifests = new Map(createProviders({ practice: null }).map(({ manifest }) => [manifest.id, manifest]));
    for (const { id, providers, settings } of all.filter((service) => Object.keys(service.settings).length > 0)) {
      const fields = manifests.get(providers[0] ?? '')?.fields ?? [];
      for (const [key, value] of Object.entries(settings)) {
        const field = fields.find((one) => one.key === key);
        expect([id, key, field?.kind]).not.toEqual([id, key, undefined]);
        if (field?.kind === 'choice') expect(field.choices).toContain(value);
      }
    }
    expect(serviceOfMx(all, ['mx.zoho.com.au'])?.settings).toEqual({ region: 'au' });
  });

  it('is found by domain and by MX, whole or below a dot', () => {
    expect(serviceOfDomain(all, 'gmail.com')?.id).toBe('gmail');
    expect(serviceOfDomain(all, 'mail.gmail.com')).toBeNull();
    expect(serviceOfMx(all, ['alt1.aspmx.l.google.com'])?.id).toBe('google-workspace');
    expect(serviceOfMx(all, ['smtp.google.com'])?.id).toBe('google-workspace');
    expect(serviceOfMx(all, ['xsmtp.google.com'])).toBeNull();
    expect(serviceOfMx(all, ['evil-emailsrvr.com'])).toBeNull();
    expect(serviceOfMx(all, ['mx1.emailsrvr.com.evil.test'])).toBeNull();
  });
});
