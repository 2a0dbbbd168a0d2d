import type { Detection, FoundHow, FoundServer, FoundSource, HostTrust, LookedUp } from '../../shared/detection.ts';
import type { Protocol } from '../../shared/model.ts';
import { checkHost, checkPort } from './address.ts';
import { hasHost, type KnownServer, type KnownService } from './known-service.ts';
import { changePasswordPath, type Registrable } from './plan.ts';
import type { Owner, Sighting } from './sighting.ts';

/** Everything that was seen when the search ended, in any order. */
export interface Evidence {
  readonly owner: Owner;
  readonly registrable: Registrable;
  /** The table's service for the domain or its MX, and which of the two. */
  readonly service: { readonly known: KnownService; readonly source: FoundSource } | null;
  readonly sightings: readonly Sighting[];
  /** Some page named Exchange among the servers. */
  readonly exchange: boolean;
  /** Domains that have a page for changing passwords. */
  readonly changePages: readonly string[];
  readonly looked: readonly LookedUp[];
  /** Whether any name server or page answered, also with a no. */
  readonly reached: boolean;
  /** Ids of the providers on the list. */
  readonly providers: readonly string[];
}

/** The surest first. What the domain itself says over https comes before what only the name servers say. */
const order: readonly FoundHow[] = [
  'built-in',
  'autoconfig',
  'built-in-mx',
  'srv',
  'autodiscover',
  'mx-autoconfig',
  'common-name',
  'mx',
  'well-known',
];
const guessed: readonly FoundHow[] = ['common-name', 'mx'];
const most = 20;

/** Turns what was seen into what is offered: merged, ranked, and each host with whether it has to be confirmed. */
export function decide(evidence: Evidence): Detection {
  const { owner, service, looked } = evidence;
  const seen = merged(service ? [...ofService(service, owner), ...evidence.sightings] : evidence.sightings, evidence);
  const receiving = withoutNeedlessGuesses(seen.filter(({ protocol }) => protocol !== 'smtp'));
  const sending = withoutNeedlessGuesses(seen.filter(({ protocol }) => protocol === 'smtp'));
  const page = pageOf(evidence);
  const found = service !== null || receiving.length > 0 || sending.length > 0 || page !== null;
  return {
    address: owner.address,
    outcome: found ? 'found' : evidence.reached ? 'nothing-found' : 'offline',
    kind: service?.known.kind ?? kindOf(evidence, receiving),
    service: service && { id: service.known.id, name: service.known.name, source: service.source },
    ...providersOf(evidence),
    receiving: receiving.slice(0, most),
    sending: sending.slice(0, most),
    page,
    form: formOf(evidence, receiving, sending),
    looked: [...looked],
  };
}

/**
 * Who vouches for a host. An SRV record, a page of settings or a guess never does: only the name itself, within the
 * registrable domain of the address, or the table, which ties whole host names to a domain or its MX. So a name server that
 * lies makes no host of its own trusted; with a forged MX to a service of the table it makes that service's hosts built-in.
 */
export function trustIn(
  host: string,
  { owner, registrable, service }: Pick<Evidence, 'owner' | 'registrable' | 'service'>,
): HostTrust {
  if (hasHost(service?.known ?? null, host)) return 'built-in';
  const top = registrable(owner.domain);
  // Under a public suffix the neighbours are strangers.
  const own = top === null ? host === owner.domain : registrable(host) === top;
  return own ? 'own-domain' : 'confirm';
}

/** A port on which mail does not usually listen is confirmed, too, whoever the host is, unless the table names it. */
function trustAt(sighting: Sighting, evidence: Evidence): HostTrust {
  const trust = trustIn(sighting.host, evidence);
  const port = checkPort(String(sighting.port));
  const unusual = !port.ok || port.value.warning !== null;
  return unusual && !sighting.source.how.startsWith('built-in') ? 'confirm' : trust;
}

const ofService = ({ known, source }: NonNullable<Evidence['service']>, owner: Owner): readonly Sighting[] =>
  known.servers.map(({ user, ...server }: KnownServer) => ({
    ...server,
    user: user === 'local' ? owner.local : owner.address,
    source,
  }));

/** One entry for each endpoint, with everybody who named it; user name and sign-in are those of the surest. */
function merged(sightings: readonly Sighting[], evidence: Evidence): readonly FoundServer[] {
  const byPlace = new Map<string, FoundServer>();
  for (const sighting of [...sightings].sort(bySource)) {
    const { source, ...server } = sighting;
    const place = `${server.protocol} ${server.host} ${server.port} ${server.security}`;
    const before = byPlace.get(place);
    const sources = [...(before?.sources ?? []), source].slice(0, most);
    byPlace.set(place, before ? { ...before, sources } : { ...server, trust: trustAt(sighting, evidence), sources });
  }
  return [...byPlace.values()].sort(bySurety);
}

const surety = (how: FoundHow): number => order.indexOf(how);
const bySource = (one: Sighting, other: Sighting): number => surety(one.source.how) - surety(other.source.how);
const first = ({ sources }: FoundServer): FoundHow => sources[0]?.how ?? 'well-known';

const preference: Readonly<Record<Protocol, number>> = { imap: 0, pop3: 1, smtp: 0 };
/** Implicit TLS before TLS by command (RFC 8314 section 3); otherwise the order in which the source named them. */
const bySurety = (one: FoundServer, other: FoundServer): number =>
  surety(first(one)) - surety(first(other)) ||
  preference[one.protocol] - preference[other.protocol] ||
  Number(one.security === 'starttls') - Number(other.security === 'starttls');

/** Guesses are the last resort: where anybody has named a server, they are left out. */
function withoutNeedlessGuesses(servers: readonly FoundServer[]): FoundServer[] {
  const named = servers.filter((server) => !guessed.includes(first(server)));
  return named.length > 0 ? named : [...servers];
}

/** Servers that take a password are an ordinary mailbox's; Exchange alone is Exchange; otherwise nobody knows. */
function kindOf({ exchange }: Evidence, receiving: readonly FoundServer[]): Detection['kind'] {
  if (receiving.some(({ signIn, sources }) => signIn === 'password' && !sources.every(isGuess))) return 'ordinary';
  if (receiving.some(({ signIn }) => signIn === 'oauth')) return 'cloud';
  return exchange ? 'exchange' : null;
}
const isGuess = ({ how }: FoundSource): boolean => guessed.includes(how);

function providersOf({ service, providers }: Evidence): Pick<Detection, 'providers' | 'providerSettings'> {
  const fitting = (service?.known.providers ?? []).filter((id) => providers.includes(id));
  const byHand = providers.filter((id) => id === 'by-hand');
  const [likeliest] = service?.known.providers ?? [];
  const settings = likeliest !== undefined && fitting[0] === likeliest ? service?.known.settings : undefined;
  return { providers: [...fitting, ...byHand], providerSettings: { ...settings } };
}

/** The table's page, or the well-known one of the own domain: a server only says that it is there, never where else. */
function pageOf(evidence: Evidence): Detection['page'] {
  const { service, changePages } = evidence;
  const url = service?.known.page ?? null;
  if (service && url !== null) {
    return { url, host: new URL(url).hostname, trust: 'built-in', source: service.source };
  }
  const domain = changePages.find((candidate) => trustIn(candidate, evidence) === 'own-domain');
  if (domain === undefined) return null;
  const source: FoundSource = { how: 'well-known', where: domain };
  return { url: `https://${domain}${changePasswordPath}`, host: domain, trust: 'own-domain', source };
}

/** Only hosts that need no confirmation get into the form by themselves. */
function formOf(
  { owner, registrable }: Evidence,
  receiving: readonly FoundServer[],
  sending: readonly FoundServer[],
): Detection['form'] {
  // Under a public suffix any stranger can have the usual names.
  const beside = registrable(owner.domain) !== null;
  const usual = (name: string) => (beside ? `${name}.${owner.domain}` : owner.domain);
  const sure = ({ trust }: FoundServer): boolean => trust !== 'confirm';
  const [getting, giving] = [receiving.find(sure), sending.find(sure)];
  const protocol = getting?.protocol === 'pop3' ? 'pop3' : 'imap';
  return {
    user: getting?.user ?? giving?.user ?? owner.address,
    receiving: { protocol, ...(getting ? placeOf(getting) : usualPlace(usual('imap'), owner, 993)) },
    sending: giving ? placeOf(giving) : usualPlace(usual('smtp'), owner, 465),
  };
}

const placeOf = ({ host, port, security }: FoundServer) => ({ host, port, security });

/** The name below the longest of domains would be longer than a name can be. */
function usualPlace(name: string, { domain }: Owner, port: number) {
  const host = checkHost(name);
  return { host: host.ok ? host.value : domain, port, security: 'tls' as const };
}
