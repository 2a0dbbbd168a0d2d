import type { MailAppId } from '../../shared/apps.ts';
import type { ClientId } from '../../shared/ids.ts';
import type {
  AppLink,
  ClientDraft,
  ClientRecord,
  Endpoint,
  MailboxRecord,
  Protocol,
  Security,
} from '../../shared/model.ts';
import { hostName, userName } from './belongs.ts';
import type { AppAccount } from './mail-app.ts';

/** The sign-ins of one app to one mailbox that a person has as one thing: of one profile, in one file. */
export interface AppGroup {
  readonly link: AppLink;
  readonly accounts: readonly AppAccount[];
}

/** A client as an app's own settings describe it. */
export type AppDraft = ClientDraft & { readonly app: AppLink };

/** Which client of the list a draft is: one that is linked, one that plainly is the same app, or none yet. */
export interface Fit {
  readonly draft: AppDraft;
  readonly client: ClientId | null;
  readonly isLinked: boolean;
}

export const linkOf = ({ app, profile, place }: AppAccount): AppLink => ({ app, profile, place });

/** Two links with the same name are the same app. */
export const linkName = ({ app, profile, place }: AppLink): string => JSON.stringify([app, profile, place]);

/** The accounts that belong together, in the order in which they were found. */
export function grouped(accounts: readonly AppAccount[]): AppGroup[] {
  const groups = new Map<string, { link: AppLink; accounts: AppAccount[] }>();
  for (const account of accounts) {
    const link = linkOf(account);
    const name = linkName(link);
    const group = groups.get(name) ?? { link, accounts: [] };
    group.accounts.push(account);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** The port that an app takes where none is written. For STARTTLS on the way out some take 25 and some 587. */
const usualPorts: Readonly<Record<Protocol, Readonly<Record<Security, number | null>>>> = {
  imap: { tls: 993, starttls: 143 },
  pop3: { tls: 995, starttls: 110 },
  smtp: { tls: 465, starttls: null },
};

/** Where an app signs in; null where its settings do not say it whole, or without encryption. */
export function endpointOf({ protocol, host, port, security }: AppAccount): Endpoint | null {
  if (security !== 'tls' && security !== 'starttls') return null;
  const at = port ?? usualPorts[protocol][security];
  return at === null ? null : { protocol, host, port: at, security };
}

type Own = Pick<MailboxRecord, 'receiving' | 'sending'>;

function receivingOf(own: Own, account: AppAccount): ClientDraft['receiving'] {
  const at = endpointOf(account);
  if (at) return at.protocol === 'smtp' ? null : { ...at, protocol: at.protocol };
  return own.receiving?.protocol === account.protocol ? own.receiving : null;
}

function sendingOf(own: Own, account: AppAccount): ClientDraft['sending'] {
  const at = endpointOf(account);
  return at ? { host: at.host, port: at.port, security: at.security } : own.sending;
}

const byToken = ({ fixed }: AppAccount): boolean => fixed?.holds === 'oauth';

/**
 * A group as a client: with the app's own settings where they are whole and encrypted, else the mailbox's. One that signs
 * in with tokens alone signs in `elsewhere`.
 */
export function draftOf(own: Own, group: AppGroup, words: Pick<ClientDraft, 'kind' | 'name'>): AppDraft {
  const withPassword = group.accounts.filter((account) => !byToken(account));
  const accounts = withPassword.length > 0 ? withPassword : group.accounts;
  const of = (protocol: Protocol) => accounts.find((account) => account.protocol === protocol);
  const receiver = of('imap') ?? of('pop3');
  const user = receiver?.user ?? accounts[0]?.user ?? '';
  // a client has one user: what is sent under another is none of its settings
  const sender = accounts.find((one) => one.protocol === 'smtp' && userName(one.user) === userName(user));
  const receiving = receiver ? receivingOf(own, receiver) : null;
  const sending = sender ? sendingOf(own, sender) : null;
  const isNothing = receiving === null && sending === null;
  return {
    ...words,
    user,
    receiving: isNothing ? own.receiving : receiving,
    sending: isNothing && own.receiving === null ? own.sending : sending,
    signIn: withPassword.length > 0 ? 'mailbox-password' : 'elsewhere',
    app: group.link,
  };
}

/** True where both sides that both have are at the same servers, and there is one. */
function sameServers(one: Own, other: Own): boolean {
  const pairs = [
    [one.receiving, other.receiving],
    [one.sending, other.sending],
  ].flatMap(([a, b]) => (a && b ? [hostName(a.host) === hostName(b.host)] : []));
  return pairs.length > 0 && !pairs.includes(false);
}

/** A kind is shared by several apps unless it has the app's own name; then the client's name has to say which it is. */
function isPlainly(client: ClientRecord, draft: AppDraft, appName: string): boolean {
  if (client.kind !== draft.kind || client.signIn.how !== draft.signIn) return false;
  const named = client.kind === draft.app.app || client.name.toLowerCase().includes(appName.toLowerCase());
  return named && userName(client.user) === userName(draft.user) && sameServers(client, draft);
}

/**
 * Finds each draft's client in the list. One that has no link yet counts only where it is the only one that it can be:
 * which of two devices this computer is, nobody here knows. `isGone` says whether the app that a link names is not there
 * any more, so that an app whose files were moved does not come twice.
 */
export function fitted(
  clients: readonly ClientRecord[],
  drafts: readonly AppDraft[],
  { nameOf, isGone }: { nameOf(app: MailAppId): string; isGone(link: AppLink): boolean },
): Fit[] {
  const linked = new Map(clients.flatMap(({ app, id }) => (app && !isGone(app) ? [[linkName(app), id] as const] : [])));
  const free = clients.filter(({ app }) => !app || isGone(app));
  const taken = new Set<ClientId>();
  return drafts.map((draft) => {
    const known = linked.get(linkName(draft.app));
    if (known) return { draft, client: known, isLinked: true };
    const [same, ...others] = free.filter(
      (client) => !taken.has(client.id) && isPlainly(client, draft, nameOf(draft.app.app)),
    );
    if (!same || others.length > 0) return { draft, client: null, isLinked: false };
    taken.add(same.id);
    return { draft, client: same.id, isLinked: false };
  });
}
