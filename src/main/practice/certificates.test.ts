import { X509Certificate } from 'node:crypto';
import { createServer, connect as tlsConnect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { issueCertificate, type KeyedCertificate, makeAuthority } from './certificates.ts';

const day = 24 * 60 * 60 * 1000;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The code of the certificate error that a client trusting only `ca` meets, or `trusted`. */
async function verdict(leaf: KeyedCertificate, ca: string, name: string): Promise<string> {
  const server = createServer({ cert: leaf.certificate, key: leaf.privateKey });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return await new Promise((resolve) => {
    const socket = tlsConnect({ host: '127.0.0.1', port: address.port, ca, servername: name });
    socket.once('secureConnect', () => resolve('trusted'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    closers.push(() => socket.destroy());
  });
}

describe('certificates', () => {
  it('makes a chain that a client accepts when it trusts that authority, for the name in it', async () => {
    const authority = await makeAuthority('Practice authority');
    const leaf = await issueCertificate(authority, { names: ['mail.example.test'] });
    expect(await verdict(leaf, authority.certificate, 'mail.example.test')).toBe('trusted');
    expect(await verdict(leaf, authority.certificate, 'mail.example.org')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is refused by a client that trusts another authority of the same name', async () => {
    const [known, unknown] = await Promise.all([makeAuthority('Twin'), makeAuthority('Twin')]);
    const leaf = await issueCertificate(unknown, { names: ['mail.example.test'] });
    expect(await verdict(leaf, known.certificate, 'mail.example.test')).not.toBe('trusted');
  });

  it('makes an expired one when asked', async () => {
    const authority = await makeAuthority('Practice authority');
    const leaf = await issueCertificate(authority, {
      names: ['mail.example.test'],
      validUntil: new Date(Date.now() - day),
    });
    expect(await verdict(leaf, authority.certificate, 'mail.example.test')).toBe('CERT_HAS_EXPIRED');
  });

  it('names addresses, and marks only the authority as one', async () => {
    const authority = await makeAuthority('Practice authority');
    const leaf = await issueCertificate(authority, { addresses: ['127.0.0.2', '::1'] });
    const parsed = new X509Certificate(leaf.certificate);
    expect(parsed.checkIP('127.0.0.2')).toBe('127.0.0.2');
    expect(parsed.checkIP('127.0.0.3')).toBeUndefined();
    expect(parsed.ca).toBe(false);
    expect(new X509Certificate(authority.certificate).ca).toBe(true);
  });

  it('refuses a certificate for nothing and a name that would change the subject', async () => {
    const authority = await makeAuthority('Practice authority');
    await expect(issueCertificate(authority, {})).rejects.toThrow(RangeError);
    await expect(makeAuthority('a,O=b')).rejects.toThrow(RangeError);
  });
});
