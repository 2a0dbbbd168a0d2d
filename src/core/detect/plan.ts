import type { FoundSource } from '../../shared/detection.ts';
import type { Endpoint } from '../../shared/model.ts';
import { autodiscoverSchemas } from './autodiscover.ts';
import type { Owner } from './sighting.ts';
import { srvServices } from './srv.ts';

/** Gives `example.co.uk` for `mail.example.co.uk`; null for a public suffix and for an IP address. */
export type Registrable = (host: string) => string | null;

/** One page to ask for, over https only. */
export interface PageAsk {
  readonly source: FoundSource;
  readonly kind: 'autoconfig' | 'autodiscover' | 'change-password';
  readonly url: string;
  /** Null for a GET; otherwise the XML to post. */
  readonly body: { readonly address: string; readonly schema: string; readonly wanted: string } | null;
  /** Whether the address is in it: then only its own domain may ever be asked, redirects included. */
  readonly carriesAddress: boolean;
}

/** Names at which a mail server may be, and what to try there: a greeting, never a sign-in. */
export interface Guess {
  readonly host: string;
  readonly endpoints: readonly Endpoint[];
}

export interface SearchPlan {
  readonly srv: readonly { readonly name: string; readonly service: (typeof srvServices)[number] }[];
  readonly pages: readonly PageAsk[];
  readonly guesses: readonly Guess[];
}

/** The page a browser is sent to for changing a password (W3C, "A Well-Known URL for Changing Passwords"). */
export const changePasswordPath = '/.well-known/change-password';
/** A page that no site has: a site that has it anyway has every page, and its yes means nothing. */
export const noSuchPath = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200';

/** True for the domain of the address and every name below it: only they may learn who is asked for. */
export const mayLearnAddress = (host: string, { domain }: Owner): boolean =>
  host === domain || host.endsWith(`.${domain}`);

/**
 * What to look up for an address, all at once. The domain of the address is asked about the address; the registrable
 * domain above it, if there is one, is asked without it; nobody above that is asked anything. Under a public suffix the
 * names below belong to others, so there only the domain itself is asked.
 */
export function planSearch(owner: Owner, registrable: Registrable): SearchPlan {
  const { domain } = owner;
  const top = registrable(domain);
  if (top === null) return { srv: srvOf(domain), pages: pagesAt(domain, owner), guesses: [] };
  const above = top === domain ? [] : [top];
  return {
    srv: [domain, ...above].flatMap(srvOf),
    pages: [...pagesBelow(domain, owner), ...pagesAt(domain, owner), ...above.flatMap(pagesAbove)],
    guesses: [domain, ...above].flatMap(guessesFor),
  };
}

const srvOf = (domain: string): SearchPlan['srv'] =>
  srvServices.map((service) => ({ name: `${service.label}.${domain}`, service }));

const autoconfigPage = (host: string, path: string, how: FoundSource['how'] = 'autoconfig'): PageAsk => ({
  source: { how, where: host },
  kind: 'autoconfig',
  url: `https://${host}${path}`,
  body: null,
  carriesAddress: path.includes('?'),
});

const ownPath = '/mail/config-v1.1.xml';
const wellKnownPath = '/.well-known/autoconfig/mail/config-v1.1.xml';

function pagesBelow(domain: string, owner: Owner): readonly PageAsk[] {
  const query = `?emailaddress=${encodeURIComponent(owner.address)}`;
  return [
    autoconfigPage(`autoconfig.${domain}`, `${ownPath}${query}`),
    autodiscoverPage(`autodiscover.${domain}`, owner),
  ];
}

function pagesAt(domain: string, owner: Owner): readonly PageAsk[] {
  return [autoconfigPage(domain, wellKnownPath), autodiscoverPage(domain, owner), changePasswordPage(domain)];
}

function pagesAbove(domain: string): readonly PageAsk[] {
  return [
    autoconfigPage(`autoconfig.${domain}`, ownPath),
    autoconfigPage(domain, wellKnownPath),
    changePasswordPage(domain),
  ];
}

/** The page of whoever takes the domain's mail, asked without the address. */
export const pageOfMx = (domain: string): PageAsk => autoconfigPage(`autoconfig.${domain}`, ownPath, 'mx-autoconfig');

const autodiscoverPage = (host: string, { address }: Owner): PageAsk => ({
  source: { how: 'autodiscover', where: host },
  kind: 'autodiscover',
  url: `https://${host}/autodiscover/autodiscover.xml`,
  body: { address, schema: autodiscoverSchemas.request, wanted: autodiscoverSchemas.response },
  carriesAddress: true,
});

const changePasswordPage = (domain: string): PageAsk => ({
  source: { how: 'well-known', where: domain },
  kind: 'change-password',
  url: `https://${domain}${changePasswordPath}`,
  body: null,
  carriesAddress: false,
});

const receivers = (host: string): readonly Endpoint[] => [
  { protocol: 'imap', host, port: 993, security: 'tls' },
  { protocol: 'imap', host, port: 143, security: 'starttls' },
];
const senders = (host: string): readonly Endpoint[] => [
  { protocol: 'smtp', host, port: 465, security: 'tls' },
  { protocol: 'smtp', host, port: 587, security: 'starttls' },
];
const poppers = (host: string): readonly Endpoint[] => [{ protocol: 'pop3', host, port: 995, security: 'tls' }];

const guessesFor = (domain: string): readonly Guess[] => [
  { host: `imap.${domain}`, endpoints: receivers(`imap.${domain}`) },
  { host: `mail.${domain}`, endpoints: [...receivers(`mail.${domain}`), ...senders(`mail.${domain}`)] },
  { host: `smtp.${domain}`, endpoints: senders(`smtp.${domain}`) },
  { host: `pop.${domain}`, endpoints: poppers(`pop.${domain}`) },
];

/** The server that takes the domain's mail may also hand it out. */
export const guessOfMx = (host: string): Guess => ({ host, endpoints: [...receivers(host), ...senders(host)] });
