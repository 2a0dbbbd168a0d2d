import { getDomain } from 'tldts';

/**
 * `example.co.uk` of `mail.example.co.uk`, by the Public Suffix List with its private part: whoever shares a hosting
 * suffix is not of one domain. Null for a suffix itself and for an IP address.
 */
export const registrable = (host: string): string | null => getDomain(host, { allowPrivateDomains: true });
