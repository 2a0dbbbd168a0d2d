import { isIP } from 'node:net';
import type { ProviderAccess } from '../../../core/ports.ts';
import type { AppPassword, MailboxListing, SignIn, SignInLog } from '../../../shared/at-provider.ts';
import { plainText } from '../../../shared/plain-text.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import { addressParts, sameAddress } from '../address-parts.ts';
import { type Limits, trouble } from '../outcome.ts';
import { toldMailboxes, untold } from '../told.ts';
import { type Mailcow, mailcowFor } from './client.ts';
import { readClock, type ServerClock } from './clock.ts';
import { appPasswordDetailsSchema, mailboxesSchema, saslLogSchema } from './types.ts';

/** How many lines of the log are read: they are those of all mailboxes, and only an administrator may ask for them. */
const mostLines = 1_000;
/** After that the server tidies its log (`clean_sasl_log` in data/Dockerfiles/phpfpm/docker-entrypoint.sh). In ms. */
const keptFor = 31 * 86_400_000;

/**
 * Sign-ins that the mail server has accepted. `get/last-login` would tell the same about the one mailbox, but asks a third
 * party about every address that it shows; the log itself does not. Of one service and address there is only the latest
 * line (`sasl_log` has them as its key), and within 5 minutes of it a repeated sign-in is answered from a cache and never
 * logged (`auth_cache_ttl`).
 */
export async function signIns(access: ProviderAccess, since: number, limits: Limits): Promise<Result<SignInLog>> {
  const mailcow = mailcowFor(access, null, limits);
  if (!mailcow.ok) return untold(mailcow.failure);
  const answer = await mailcow.value.ask('GET', `get/logs/sasl/${mostLines}`, null);
  if (!answer.ok) return untold(answer.failure);
  const lines = saslLogSchema.safeParse(answer.value);
  if (!lines.success) return odd(mailcow.value, 'get/logs/sasl: a log that is none');
  const all = Array.isArray(lines.data) ? lines.data : [];
  const clock = await readClock(mailcow.value);
  if (!clock.ok) return untold(clock.failure);
  const times = all.map(({ datetime }) => clock.value.at(datetime));
  const entries = all
    .map((line, index) => ({ line, at: times[index] ?? 0 }))
    .filter(({ line, at }) => sameAddress(line.username, access.address) && at >= since)
    .toSorted((one, other) => other.at - one.at)
    .map(({ line, at }) => entryOf(line, at));
  const oldest = all.length < mostLines ? 0 : Math.min(...times);
  return success({
    entries: entries.slice(0, mostLines),
    reachesBackTo: Math.max(since, oldest, clock.value.now - keptFor),
    timesSureFrom: clock.value.sureFrom,
    keeps: 'latest-of-each-source',
    refusals: false,
    serverNow: clock.value.now,
    // Refusals are counted by the address that they come from, and no call tells how.
    lockAfter: null,
  });
}

type Line = Extract<ReturnType<typeof saslLogSchema.parse>, readonly unknown[]>[number];

function entryOf({ service, real_rip: address, app_password: own }: Line, at: number): SignIn {
  const named = plainText(service, 40);
  const protocol = named === 'imap' || named === 'pop3' || named === 'smtp' ? named : null;
  return {
    at,
    protocol,
    service: named,
    address: isIP(address) === 0 ? null : address,
    port: null,
    client: null,
    outcome: 'signed-in',
    secret: secretOf(own, protocol),
  };
}

/** By the number of the app password. Without one only a mail program is known to have used the mailbox's own: SOGo's single sign-on uses none. */
function secretOf(own: Line['app_password'], protocol: SignIn['protocol']): SignIn['secret'] {
  if (own !== null && String(own) !== '0') return 'app-password';
  return protocol === null ? null : 'mailbox-password';
}

/** The mailbox's app passwords. When one was last used is known only as long as nothing else came from the same place. */
export async function appPasswords(access: ProviderAccess, limits: Limits): Promise<Result<readonly AppPassword[]>> {
  const mailcow = mailcowFor(access, null, limits);
  if (!mailcow.ok) return untold(mailcow.failure);
  const answer = await mailcow.value.ask('GET', `get/app-passwd/all/${mailcow.value.inPath}`, null);
  if (!answer.ok) return untold(answer.failure);
  const listed = appPasswordDetailsSchema.safeParse(answer.value);
  if (!listed.success) return odd(mailcow.value, 'get/app-passwd: a list that is none');
  const mine = (Array.isArray(listed.data) ? listed.data : []).filter(({ mailbox }) =>
    sameAddress(mailbox, access.address),
  );
  if (mine.length === 0) return success([]);
  const clock = await readClock(mailcow.value);
  return success(mine.map((one) => appPasswordOf(one, clock.ok ? clock.value : null)));
}

type Details = Extract<ReturnType<typeof appPasswordDetailsSchema.parse>, readonly unknown[]>[number];

function appPasswordOf(details: Details, clock: ServerClock | null): AppPassword {
  const may = [
    ['imap', details.imap_access],
    ['pop3', details.pop3_access],
    ['smtp', details.smtp_access],
    ['sieve', details.sieve_access],
    ['dav', details.dav_access],
    ['activesync', details.eas_access],
  ] as const;
  return {
    name: plainText(withoutEntities(details.name), 200),
    protocols: may.flatMap(([protocol, allowed]) => (allowed ? [protocol] : [])),
    active: details.active,
    createdAt: clock?.at(details.created) ?? null,
    lastUsedAt: null,
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#039': "'" };

/** Names come as they would stand in a page (`htmlspecialchars` in data/web/inc/functions.app_passwd.inc.php). */
const withoutEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#039);/g, (_, name: string) => entities[name] ?? '');

/** The mailboxes of the address's domain. */
export const listMailboxes = (access: ProviderAccess, limits: Limits): Promise<Result<MailboxListing>> =>
  toldMailboxes(access, mailcowFor(access, null, limits), async (mailcow) => {
    const domain = encodeURIComponent(addressParts(mailcow.address)?.domain ?? '');
    const answer = await mailcow.ask('GET', `get/mailbox/all/${domain}`, null);
    if (!answer.ok) return answer;
    const listed = mailboxesSchema.safeParse(answer.value);
    const words = mailcow.words('get/mailbox/all: a list that is none');
    if (!listed.success) return failed(trouble('provider.odd-answer', words));
    return success(Array.isArray(listed.data) ? listed.data.map(({ username }) => username) : []);
  });

const odd = (mailcow: Mailcow, text: string) => untold(trouble('provider.odd-answer', mailcow.words(text)));
