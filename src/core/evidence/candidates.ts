import type { SignIn } from '../../shared/at-provider.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { ClientRecord, Protocol } from '../../shared/model.ts';
import { type ClientNames, hasNames, kindsNamed, mayBe } from './names.ts';

/** A device or app of the list, as far as a sign-in log can be about it. */
export interface WatchedClient {
  readonly record: Pick<ClientRecord, 'id' | 'kind' | 'receiving' | 'sending' | 'signIn'>;
  /** A person said then, by our clock, that this device is gone; before, it may have signed in. Null: it is there. */
  readonly goneSince: number | null;
  /** Its settings are these since then, by our clock; before, it may have used others. Null: all the time. */
  readonly editedAt: number | null;
}

export interface Candidates {
  /** Everyone of the list that the sign-in may be of. */
  readonly possible: readonly ClientId[];
  /** Those of them that nothing speaks against. */
  readonly fitting: readonly ClientId[];
}

/** Whom of the list a sign-in may be of. `earliest`: the first moment at which it can have been, by our clock. */
export function candidatesFor(
  entry: SignIn,
  earliest: number,
  clients: readonly WatchedClient[],
  names: ClientNames,
): Candidates {
  const { protocol } = entry;
  if (protocol === null) return { possible: [], fitting: [] };
  const isOld = ({ editedAt }: WatchedClient): boolean => editedAt !== null && earliest <= editedAt;
  const isGone = ({ goneSince }: WatchedClient): boolean => goneSince !== null && earliest > goneSince;
  const using = clients.filter((one) => isOld(one) || (uses(one, protocol) && couldSignIn(one, entry, isGone(one))));
  const possible = named(using, entry, names);
  const fitting = possible.filter((one) => !isOld(one) && fits(one, entry, names));
  return { possible: possible.map(idOf), fitting: fitting.map(idOf) };
}

const idOf = ({ record }: WatchedClient): ClientId => record.id;

function uses({ record: { receiving, sending } }: WatchedClient, protocol: Protocol): boolean {
  return protocol === 'smtp' ? sending !== null : receiving?.protocol === protocol;
}

/**
 * One that is gone does not learn a new password but may well go on with the old one. Of a refused password nobody can say
 * whose it was meant to be: an app password that was taken back looks the same.
 */
function couldSignIn({ record }: WatchedClient, { outcome, secret }: SignIn, isGone: boolean): boolean {
  if (outcome === 'refused') return true;
  return !isGone && (record.signIn.how === 'mailbox-password' || secret === null);
}

/**
 * A name that is known leaves those that have it and those that may be the same app under another picture, and where none
 * of the list has it, those that may call themselves anything. A name that nobody knows leaves everyone: a list of names is never complete.
 */
function named(clients: readonly WatchedClient[], { client }: SignIn, names: ClientNames): readonly WatchedClient[] {
  const kinds = client === null ? new Set<string>() : kindsNamed(client, names);
  if (kinds.size === 0) return clients;
  const so = clients.filter(({ record }) => kinds.has(record.kind));
  if (so.length === 0) return clients.filter(({ record }) => !hasNames(record.kind, names));
  return clients.filter(({ record }) => kinds.has(record.kind) || mayBe(record.kind, kinds));
}

/** What SMTP's EHLO says is a computer's name as a rule, so that an unknown one contradicts nobody. */
function fits({ record, goneSince }: WatchedClient, { client, protocol }: SignIn, names: ClientNames): boolean {
  if (goneSince !== null || record.signIn.how !== 'mailbox-password') return false;
  const contradicts =
    client !== null &&
    protocol !== 'smtp' &&
    hasNames(record.kind, names) &&
    !kindsNamed(client, names).has(record.kind);
  return !contradicts;
}
