import { domainToASCII } from 'node:url';
import type { ProviderAccess } from '../../core/ports.ts';
import { type MailboxListing, mostEntries } from '../../shared/at-provider.ts';
import { failure, failureTable } from '../../shared/failures.ts';
import { plainText } from '../../shared/plain-text.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { addressParts } from './address-parts.ts';
import { type Trouble, trouble } from './outcome.ts';

/* What providers tell beside the change: sign-ins, app passwords, mailboxes. */

/** Nothing was told, and why. Nothing was to be changed, so silence and odd words leave nothing open. */
export const untold = ({ code, technical }: Trouble): Result<never> =>
  failed(failure(failureTable[code].effect === 'unknown' ? 'provider.unreachable' : code, technical));

/**
 * What a provider has listed, as the mailboxes of this address's domain: in the order of the alphabet, each once. What is
 * no address, or one of another domain, is left out. `whole`: the provider had no more to say.
 */
export function listingOf(listed: readonly string[], address: string, whole = true): MailboxListing {
  const domain = domainOf(address);
  const mine = listed.filter((one) => isPlain(one) && domainOf(one) === domain);
  const each = new Map(mine.map((one) => [one.toLowerCase(), one]));
  const sorted = [...each.keys()].toSorted().map((key) => each.get(key) ?? key);
  return { addresses: sorted.slice(0, mostEntries), complete: whole && sorted.length <= mostEntries };
}

/** What administrators are told with a session that was put together or not, and sends nothing before it lists. */
export async function toldMailboxes<S extends object>(
  { address }: ProviderAccess,
  session: Result<S, Trouble>,
  list: (session: S) => Promise<Result<readonly string[], Trouble>>,
): Promise<Result<MailboxListing>> {
  if (!session.ok) return untold(session.failure);
  const asOwner = 'mode' in session.value && session.value.mode === 'self';
  if (asOwner) return untold(trouble('provider.settings-incomplete', 'mode'));
  const listed = await list(session.value);
  return listed.ok ? success(listingOf(listed.value, address)) : untold(listed.failure);
}

const domainOf = (address: string): string => domainToASCII(addressParts(address)?.domain ?? '');
/** An address that can stand on the screen as it is: one `@`, and nothing that hides or turns round what is beside it. */
const isPlain = (text: string): boolean =>
  /^[^@\s]+@[^@\s]+$/.test(text) && text.length <= 320 && plainText(text, 320) === text;
