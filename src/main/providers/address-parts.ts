import { domainToASCII } from 'node:url';

interface AddressParts {
  readonly local: string;
  readonly domain: string;
}

/** The two sides of the last @ of an address; null where one of them is empty. */
export function addressParts(address: string): AddressParts | null {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  return local === '' || domain === '' ? null : { local, domain };
}

/** What in an address would be taken for the end of a host or for something encoded, instead of for a part of a name. */
const noDomain = /[\s\p{Cc}%/\\?#:@[\]]/u;

/**
 * An address with its domain as it stands in the DNS, as A-labels (RFC 5890 section 2.3.2.1) in lower case: that is how
 * mail systems keep international domains, whatever they show. What stands before the @ is left alone. Null for what is
 * no such address.
 */
export function dnsAddress(address: string): (AddressParts & { readonly address: string }) | null {
  const parts = addressParts(address);
  if (parts === null || noDomain.test(parts.domain) || /[\p{Cc}\p{Cs}]/u.test(parts.local)) return null;
  const domain = domainToASCII(parts.domain);
  return domain === '' ? null : { address: `${parts.local}@${domain}`, local: parts.local, domain };
}

/** Whether two spellings are one address: large and small letters are the same, and so are the two forms of a domain. */
export function sameAddress(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => (dnsAddress(text)?.address ?? text).toLowerCase());
  return first === second;
}
