import { getDomain } from 'tldts';
import { type Failure, failure } from '../../../shared/failures.ts';
import { failed, type Result, success } from '../../../shared/result.ts';

/** The page on which a person changes the password, as it may be shown and opened. */
export interface ByHandPage {
  readonly url: string;
  /** In ASCII, so that look-alike letters show as `xn--`. To be shown in full before the page is opened. */
  readonly host: string;
  /** False: the person must have typed it and confirmed it, because it is not in the mailbox's own domain. */
  readonly insideDomain: boolean;
}

const longestUrl = 1_000;

/**
 * Reads the page from a mailbox's settings; null if none was typed. It must be https, with a host name (no address, no
 * user name, no port but 443), because it is opened with the person about to type two passwords into it. It is never
 * taken from anything a server said.
 */
export function byHandPage(
  settings: Readonly<Record<string, string>>,
  address: string,
): Result<ByHandPage | null, Failure> {
  const typed = (settings['page'] ?? '').trim();
  if (typed === '') return success(null);
  const url = typed.length <= longestUrl ? parsed(typed) : null;
  if (url === null) return failed(failure('request.invalid', 'not a web address', 'page'));
  if (url.protocol !== 'https:') return failed(failure('request.invalid', 'not https', 'page'));
  if (url.username !== '' || url.password !== '' || url.port !== '') {
    return failed(failure('request.invalid', 'a user name or a port in the web address', 'page'));
  }
  // The registrable domain is null for an address and for a bare top-level domain.
  const domain = registrable(url.hostname);
  if (domain === null) return failed(failure('request.invalid', 'no host name of a domain', 'page'));
  return success({ url: url.href, host: url.hostname, insideDomain: domain === registrable(domainOf(address)) });
}

/** `example.co.uk` of `mail.example.co.uk`; whoever shares a hosting suffix is not of one domain. */
function registrable(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

/** In the form that a URL's host has: ASCII, lower case. */
function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return parsed(`https://${domain}`)?.hostname ?? '';
}

/** `URL.canParse` is younger than the oldest runtime. */
function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
