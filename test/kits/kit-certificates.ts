import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';
import type { MailFailureCode } from '../../src/shared/failures.ts';

export interface KitCertificates {
  readonly authority: string;
  readonly good: KeyedCertificate;
  readonly bad: readonly { readonly name: string; readonly code: MailFailureCode; readonly leaf: KeyedCertificate }[];
}

const day = 24 * 60 * 60 * 1000;

/** Fresh certificates for 127.0.0.1 and localhost: a good one, and five that must be refused. */
export async function makeKitCertificates(): Promise<KitCertificates> {
  const [known, twin] = await Promise.all([makeAuthority('Kit authority'), makeAuthority('Kit authority')]);
  const right = { names: ['localhost', 'mail.example.test'], addresses: ['127.0.0.1'] };
  const from = (days: number) => new Date(Date.now() + days * day);
  const [good, expired, early, other, stranger] = await Promise.all([
    issueCertificate(known, right),
    issueCertificate(known, { ...right, validFrom: from(-30), validUntil: from(-1) }),
    issueCertificate(known, { ...right, validFrom: from(1), validUntil: from(30) }),
    issueCertificate(known, { names: ['elsewhere.example.test'], addresses: ['127.0.0.99'] }),
    issueCertificate(twin, right),
  ]);
  return {
    authority: known.certificate,
    good,
    bad: [
      { name: 'expired', code: 'mail.certificate-expired', leaf: expired },
      { name: 'not yet valid', code: 'mail.certificate-not-yet-valid', leaf: early },
      { name: 'for another name', code: 'mail.certificate-other-name', leaf: other },
      { name: 'of an unknown authority', code: 'mail.certificate-not-trusted', leaf: stranger },
      { name: 'signed by itself', code: 'mail.certificate-not-trusted', leaf: twin },
    ],
  };
}
