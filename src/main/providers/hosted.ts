import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { MailboxListing } from '../../shared/at-provider.ts';
import type { ProviderFailureCode } from '../../shared/failures.ts';
import type { ProviderManifest } from '../../shared/provider.ts';
import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import type { Door } from './dial.ts';
import { beforehand, type CallTrouble, callHttp, type HttpCall, incomplete } from './http-call.ts';
import { type JsonAnswer, jsonOf } from './json-call.ts';
import { accepted, type Limits, notReady, refused, trouble, unknown } from './outcome.ts';
import { type PanelSession, panelSession } from './panel-session.ts';
import { toldMailboxes } from './told.ts';

/*
 * What the mail hosts have in common whose interface is at one place for all their customers. Nobody types that place,
 * so it stands in their adapters; only tests say another. All of them know administrators only, and all are first asked
 * for the mailbox, so that a wrong credential or address is found before the new password has left.
 */

export { sameAddress } from './address-parts.ts';

/** Where a host's interface is. */
export type Place = Pick<Door, 'host' | 'port'>;

/** A host's interface on the port of https. */
export const placeOf = (host: string): Place => ({ host, port: 443 });

/** Everything that requests about one mailbox have in common. */
export type HostedSession = PanelSession;

/** How one host is spoken to. Of what `open` and `find` say, nothing changes the mailbox. */
export interface Hosted<S extends HostedSession, F> {
  readonly manifest: ProviderManifest;
  /** Puts together what the requests need. Sends nothing. */
  open(access: ProviderAccess, next: Secret | null): Result<S, CallTrouble>;
  /** Signs in and looks the mailbox up. Reads only. */
  find(session: S): Promise<Result<F, CallTrouble>>;
  /** The addresses of the mailbox's domain; left out by those whose interface does not list them. Reads only. */
  list?(session: S): Promise<Result<readonly string[], CallTrouble>>;
  /** The one request that sets the password. `sent` in a failure: it may have been carried out. */
  set(session: S, found: F, next: string): Promise<Result<null, CallTrouble>>;
  /** Ends what signing in began, however the rest went. What comes of it is told to nobody. */
  close?(session: S): Promise<void>;
}

/** The provider that a host's three steps make. */
export function createHostedProvider<S extends HostedSession, F>(hosted: Hosted<S, F>): Provider {
  const { list } = hosted;
  return {
    manifest: hosted.manifest,
    check: async (access) => await check(hosted, access),
    changePassword: async (access, next) => await changePassword(hosted, access, next),
    ...(list && { listMailboxes: async (access: ProviderAccess) => await listMailboxes(hosted, list, access) }),
  };
}

async function listMailboxes<S extends HostedSession, F>(
  hosted: Hosted<S, F>,
  list: NonNullable<Hosted<S, F>['list']>,
  access: ProviderAccess,
): Promise<Result<MailboxListing>> {
  return await toldMailboxes(access, hosted.open(access, null), async (session) => {
    const listed = await list(session);
    await hosted.close?.(session);
    return listed;
  });
}

async function check<S extends HostedSession, F>(hosted: Hosted<S, F>, access: ProviderAccess): Promise<CheckAnswer> {
  const session = hosted.open(access, null);
  if (!session.ok) return notReady(session.failure);
  const found = await hosted.find(session.value);
  await hosted.close?.(session.value);
  return found.ok ? { kind: 'ready', rules: null, warnings: [] } : notReady(found.failure);
}

async function changePassword<S extends HostedSession, F>(
  hosted: Hosted<S, F>,
  access: ProviderAccess,
  next: Secret,
): Promise<ChangeAnswer> {
  if (next.reveal() === '') return refused(trouble('provider.too-short', 'an empty password'));
  const session = hosted.open(access, next);
  if (!session.ok) return refused(session.failure);
  const answer = await findAndSet(hosted, session.value, next);
  await hosted.close?.(session.value);
  return answer;
}

async function findAndSet<S extends HostedSession, F>(
  hosted: Hosted<S, F>,
  session: S,
  next: Secret,
): Promise<ChangeAnswer> {
  const found = await hosted.find(session);
  if (!found.ok) return refused(beforehand(found.failure));
  const set = await hosted.set(session, found.value, next.reveal());
  if (set.ok) return accepted;
  return set.failure.sent ? unknown(set.failure) : refused(set.failure);
}

/** What every session is made of; `secrets` are further ones that never reach the technical line. */
export function hostedSession(
  access: ProviderAccess,
  { place, limits, next, secrets = [] }: HostedGiven,
): Result<HostedSession, CallTrouble> {
  const more = secrets.map((text) => new Secret(text));
  const session = panelSession(access, place, next, limits, more);
  return session === null ? incomplete('address') : success(session);
}

interface HostedGiven {
  readonly place: Place;
  readonly limits: Limits;
  readonly next: Secret | null;
  readonly secrets?: readonly string[];
}

/** A session whose requests all sign in with one value of `Authorization`. */
export interface AuthorizedSession extends HostedSession {
  readonly authorization: string;
}

/** Null for `authorization`: it could not be made of the fields that `missing` names. */
export function authorizedSession(
  access: ProviderAccess,
  authorization: string | null,
  missing: string,
  given: HostedGiven,
): Result<AuthorizedSession, CallTrouble> {
  if (authorization === null) return incomplete(missing);
  const session = hostedSession(access, given);
  return session.ok ? success({ ...session.value, authorization }) : session;
}

/** Sends one request, with a body of JSON or none, and reads one answer of JSON. */
export async function askJson(
  { door, limits, signal }: HostedSession,
  { method, path, headers, body }: Pick<HttpCall, 'method' | 'path' | 'headers'> & { readonly body: object | null },
): Promise<Result<JsonAnswer, CallTrouble>> {
  const typed = body === null ? {} : { 'content-type': 'application/json' };
  const call = {
    ...{ method, path },
    headers: { accept: 'application/json', ...typed, ...headers },
    body: body === null ? null : JSON.stringify(body),
  };
  const answer = await callHttp(door, call, limits, signal);
  return answer.ok ? jsonOf(door, answer.value) : answer;
}

/** A refusal that was read: the host has not acted. */
export const seenRefusal = (code: ProviderFailureCode, technical: string): Result<never, CallTrouble> =>
  failed({ ...trouble(code, technical), sent: false });

/** An answer that says neither yes nor no. */
export const oddAnswer = (technical: string): Result<never, CallTrouble> =>
  failed({ ...trouble('provider.odd-answer', technical), sent: true });

/**
 * Two secrets that one field holds, with blanks between them, for hosts that give out a pair: the keychain keeps one
 * secret for each mailbox's provider, and no second one belongs anywhere else. Null where they are not two.
 */
export function twoSecrets(credential: Secret | null): readonly [string, string] | null {
  const [one, other, ...more] = credential?.reveal().trim().split(/\s+/) ?? [];
  const sendable = [one, other].every((text) => text !== undefined && /^[\x21-\x7e]+$/.test(text));
  return one === undefined || other === undefined || more.length > 0 || !sendable ? null : [one, other];
}
