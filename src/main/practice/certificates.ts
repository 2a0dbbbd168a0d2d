import { generate } from 'selfsigned';

/** A certificate and its private key, both as PEM text. Made in memory; nothing is written to disk. */
export interface KeyedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a server certificate is made for. At least one name or address is needed. */
export interface LeafRequest {
  /** DNS names for subjectAltName. */
  readonly names?: readonly string[];
  /** IPv4 or IPv6 literals for subjectAltName. */
  readonly addresses?: readonly string[];
  /** Defaults to one hour ago, so that a clock that is a little slow still accepts it. */
  readonly validFrom?: Date;
  /** Defaults to 30 days from now. */
  readonly validUntil?: Date;
}

const hour = 60 * 60 * 1000;
const defaultLifetime = 30 * 24 * hour;
// The maker joins name parts with commas and does not escape them.
const plainName = /^[\w .*-]{1,64}$/;

/**
 * Makes a certificate authority (EC P-256, SHA-256) that may sign server certificates and nothing below them.
 *
 * @param name common name; letters, digits, blanks, dots and dashes, at most 64 characters
 * @throws RangeError when the name holds anything else
 */
export async function makeAuthority(
  name: string,
  valid?: { readonly from?: Date; readonly until?: Date },
): Promise<KeyedCertificate> {
  const made = await generate([{ name: 'commonName', value: checkedName(name) }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...lifetime(valid?.from, valid?.until),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { certificate: made.cert, privateKey: made.private };
}

/**
 * Makes a server certificate signed by `authority`. Dates in the past give an expired one.
 *
 * @throws RangeError when no name and no address is given, or the first of them cannot be a common name
 */
export async function issueCertificate(authority: KeyedCertificate, request: LeafRequest): Promise<KeyedCertificate> {
  const names = request.names ?? [];
  const addresses = request.addresses ?? [];
  const subject = names[0] ?? (addresses.length > 0 ? 'server' : undefined);
  if (subject === undefined) throw new RangeError('a server certificate needs a name or an address');
  const made = await generate([{ name: 'commonName', value: checkedName(subject) }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...lifetime(request.validFrom, request.validUntil),
    ca: { key: authority.privateKey, cert: authority.certificate },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { certificate: made.cert, privateKey: made.private };
}

function checkedName(name: string): string {
  if (!plainName.test(name)) throw new RangeError('a certificate name holds a character it cannot hold');
  return name;
}

function lifetime(from: Date | undefined, until: Date | undefined) {
  const notAfterDate = until ?? new Date(Date.now() + defaultLifetime);
  const usualStart = Date.now() - hour;
  const notBeforeDate = from ?? new Date(Math.min(usualStart, notAfterDate.getTime() - hour));
  return { notBeforeDate, notAfterDate };
}
