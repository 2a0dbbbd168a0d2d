import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';

/** The host name that the good certificate is made for. Tests map it to `serverAddress` themselves. */
export const serverName = 'mail.example.test';

/** Dovecot takes a client with the server's own address for secure, so the servers live beside 127.0.0.1. */
export const serverAddress = '127.0.0.2';

/** The directory listens here for the mail server only, so that its log tells the mail server's tries from the app's. */
export const mailServerDoor = '127.0.0.3';

export const certificateKinds = ['good', 'expired', 'wrong-name', 'unknown-authority'] as const;

/** `good` and three that a client which trusts `authority` must refuse. */
export type CertificateKind = (typeof certificateKinds)[number];

export interface TestCertificates {
  /** PEM of the authority that tests trust. */
  readonly authority: string;
  readonly leaves: Readonly<Record<CertificateKind, KeyedCertificate>>;
}

const day = 24 * 60 * 60 * 1000;

/** Makes a fresh authority and one certificate of each kind. About 100 ms, in memory only. */
export async function makeTestCertificates(): Promise<TestCertificates> {
  const [known, unknown] = await Promise.all([makeAuthority('Test authority'), makeAuthority('Stranger authority')]);
  const right = { names: [serverName], addresses: [serverAddress, mailServerDoor] };
  const [good, expired, wrongName, stranger] = await Promise.all([
    issueCertificate(known, right),
    issueCertificate(known, { ...right, validUntil: new Date(Date.now() - day) }),
    issueCertificate(known, { names: ['elsewhere.example.test'], addresses: ['127.0.0.99'] }),
    issueCertificate(unknown, right),
  ]);
  return {
    authority: known.certificate,
    leaves: { good, expired, 'wrong-name': wrongName, 'unknown-authority': stranger },
  };
}
