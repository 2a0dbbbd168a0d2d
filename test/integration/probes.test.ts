import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secureContextFor } from '../../src/main/mail/connect.ts';
import { createMailProbe } from '../../src/main/mail/probe.ts';
import type { Authority, Endpoint, Protocol, Security } from '../../src/shared/model.ts';
import { authorityFor, probeOnce } from '../kits/probe-once.ts';
import { type CertificateKind, makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../servers/dovecot.ts';

const user = 'anna@example.test';
const password = 'R1ght "Pass\\word';
const beyondAscii = 'Schlüssel-密码';
const probe = createMailProbe();
let certificates: TestCertificates;
let authorities: readonly Authority[];

const listeners: readonly (readonly [Protocol, Security, keyof Dovecot['ports']])[] = [
  ['imap', 'tls', 'imaps'],
  ['imap', 'starttls', 'imap'],
  ['pop3', 'tls', 'pop3s'],
  ['pop3', 'starttls', 'pop3'],
  ['smtp', 'tls', 'submissions'],
  ['smtp', 'starttls', 'submission'],
];
const endpointOf = (server: Dovecot, [protocol, security, port]: (typeof listeners)[number]): Endpoint => ({
  protocol,
  host: server.host,
  port: server.ports[port],
  security,
});

beforeAll(async () => {
  certificates = await makeTestCertificates();
});

async function withServer(options: Partial<DovecotOptions>, use: (server: Dovecot) => Promise<void>): Promise<void> {
  const passwords = { [user]: password, 'beyond@example.test': beyondAscii };
  const server = await startDovecot({ certificates, passwords, ...options });
  try {
    authorities = [authorityFor(server.host, certificates.authority)];
    await use(server);
  } finally {
    await server.stop();
  }
}

describe('a Dovecot that is right', () => {
  let server: Dovecot;
  beforeAll(async () => {
    const passwords = { [user]: password, 'beyond@example.test': beyondAscii };
    server = await startDovecot({ certificates, passwords });
    authorities = [authorityFor(server.host, certificates.authority)];
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each(listeners)('takes the password over %s with %s', async (...listener) => {
    const endpoint = endpointOf(server, listener);
    for (const [name, secret] of [
      [user, password],
      ['beyond@example.test', beyondAscii],
    ] as const) {
      const { finding } = await probeOnce(probe, endpoint, { authorities, user: name, password: secret });
      expect(finding).toMatchObject({ ok: true, mechanism: 'PLAIN' });
    }
  });

  it.each(listeners.filter(([protocol]) => protocol === 'imap'))(
    'and lets the inbox be read over %s with %s',
    async (...listener) => {
      const { finding } = await probeOnce(probe, endpointOf(server, listener), {
        authorities,
        user,
        password,
        read: true,
      });
      expect(finding).toMatchObject({ ok: true, messages: 0 });
    },
  );

  it('has seen no refusal and no password in clear', async () => {
    expect(await server.failures()).toEqual([]);
    expect(await server.plainTextTries()).toBe(0);
    expect(server.log()).not.toContain(password);
  });
});

describe('a wrong password', () => {
  it.each(listeners)('is one refusal over %s with %s, and is told as that', async (...listener) => {
    await withServer({}, async (server) => {
      const { finding } = await probeOnce(probe, endpointOf(server, listener), {
        authorities,
        user,
        password: 'Wr0ng-one',
      });
      expect(finding).toMatchObject({
        ok: false,
        code: 'mail.wrong-password',
        passwordSent: true,
        stage: 'signing-in',
      });
      expect(await server.failures()).toHaveLength(1);
      expect(await server.signIns()).toHaveLength(1);
    });
  });

  it('is one refusal for imapflow as well', async () => {
    await withServer({}, async (server) => {
      const endpoint = endpointOf(server, ['imap', 'tls', 'imaps']);
      const { finding } = await probeOnce(probe, endpoint, { authorities, user, password: 'Wr0ng-one', read: true });
      expect(finding).toMatchObject({ ok: false, code: 'mail.wrong-password' });
      expect(await server.failures()).toHaveLength(1);
    });
  });
});

describe('a certificate in doubt', () => {
  it.each<[CertificateKind, string]>([
    ['expired', 'mail.certificate-expired'],
    ['wrong-name', 'mail.certificate-other-name'],
    ['unknown-authority', 'mail.certificate-not-trusted'],
  ])('%s ends every attempt before the password', async (certificate, code) => {
    await withServer({ certificate }, async (server) => {
      for (const listener of listeners) {
        for (const read of listener[0] === 'imap' ? [false, true] : [false]) {
          const { finding } = await probeOnce(probe, endpointOf(server, listener), {
            authorities,
            user,
            password,
            read,
          });
          expect(finding).toMatchObject({ ok: false, code, passwordSent: false, stage: 'encrypting' });
        }
      }
      expect(await server.signIns()).toEqual([]);
      expect(await server.plainTextTries()).toBe(0);
    });
  });
});

describe('a Dovecot without encryption', () => {
  it('is told no password', async () => {
    await withServer({ tls: false }, async (server) => {
      for (const listener of listeners.filter(([, security]) => security === 'starttls')) {
        for (const read of listener[0] === 'imap' ? [false, true] : [false]) {
          const { finding } = await probeOnce(probe, endpointOf(server, listener), {
            authorities,
            user,
            password,
            read,
          });
          expect(finding).toMatchObject({ ok: false, code: 'mail.no-encryption', passwordSent: false });
        }
      }
      expect(await server.signIns()).toEqual([]);
      expect(await server.plainTextTries()).toBe(0);
    });
  });
});

describe('too many sessions', () => {
  it('is no wrong password', async () => {
    await withServer({ connectionsPerUser: 1 }, async (server) => {
      const held = new ImapFlow({
        host: server.host,
        port: server.ports.imaps,
        secure: true,
        tls: { secureContext: secureContextFor(server.host, authorities) },
        auth: { user, pass: password },
        logger: false,
      });
      await held.connect();
      const endpoint = endpointOf(server, ['imap', 'tls', 'imaps']);
      for (const read of [false, true]) {
        const { finding } = await probeOnce(probe, endpoint, { authorities, user, password, read });
        expect(finding).toMatchObject({ ok: false, code: 'mail.too-many-connections' });
      }
      await held.logout();
      expect(await server.failures()).toEqual([]);
    });
  });
});
