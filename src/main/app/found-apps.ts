import { belongsTo } from '../../core/apps/belongs.ts';
import type { AppAccount, AppHolding, KnownPasswords, MailApp } from '../../core/apps/mail-app.ts';
import type { MailboxFacts } from '../../core/rotation/facts.ts';
import { Secret } from '../../core/secret.ts';
import type { FoundApp, FoundApps } from '../../shared/apps.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { type Result, success } from '../../shared/result.ts';
import { openMailbox } from './mailbox-pages.ts';
import type { Workspace, World } from './workspace.ts';

/** Longest list of either kind that is shown. */
const most = 200;

/** Passwords of apps' own stores that a person typed, in memory alone and until the app ends, by the store they opened. */
export type Unlocks = Map<string, Secret>;

async function knownPasswords(
  { secrets }: World,
  mailbox: MailboxId,
  facts: MailboxFacts,
): Promise<Result<KnownPasswords>> {
  const read = async (versions: readonly VersionId[]): Promise<Result<Secret[]>> => {
    const all: Secret[] = [];
    for (const version of versions) {
      const secret = await secrets.get(mailbox, version);
      if (!secret.ok) return secret;
      all.push(secret.value);
    }
    return success(all);
  };
  const right = await read(facts.current ? [facts.current.version] : []);
  if (!right.ok) return right;
  const former = [...facts.previous, ...facts.abandoned].toSorted((a, b) => b.since - a.since);
  const earlier = await read(former.map(({ version }) => version));
  return earlier.ok ? success({ right: right.value[0] ?? null, earlier: earlier.value }) : earlier;
}

interface Looking {
  readonly record: MailboxRecord;
  readonly known: KnownPasswords;
  readonly unlocks: Unlocks;
  /** What was typed just now, for stores that are still locked. */
  readonly typed: Secret | null;
}

async function holdingOf(app: MailApp, account: AppAccount, looking: Looking): Promise<AppHolding> {
  const { known, unlocks, typed } = looking;
  const opened = await app.holds(account, known, unlocks.get(account.place) ?? null);
  if (opened.holds !== 'locked' || !typed) return opened;
  const tried = await app.holds(account, known, typed);
  if (tried.holds !== 'locked') unlocks.set(account.place, typed);
  return tried;
}

async function lookAt(app: MailApp, account: AppAccount, looking: Looking): Promise<FoundApp[]> {
  const whose = belongsTo(looking.record, account);
  if (whose === 'no') return [];
  const { app: id, profile, protocol, host, port, security, user, place } = account;
  const shown = { app: id, name: app.manifest.name, profile, protocol, host, port, security, user, place };
  if (whose === 'other-server') return [{ ...shown, holds: 'unsupported', why: 'other-server' }];
  const { holds, why } = account.fixed ?? (await holdingOf(app, account, looking));
  return [{ ...shown, holds, why }];
}

/** The apps of this computer that have settings for a mailbox, and what each of them holds. Changes nothing. */
export async function findApps(
  workspace: Workspace,
  mailbox: MailboxId,
  apps: readonly MailApp[],
  { unlocks, typed }: { readonly unlocks: Unlocks; readonly typed: string | null },
): Promise<Result<FoundApps>> {
  const opened = await openMailbox(workspace, mailbox);
  if (!opened.ok) return opened;
  const { record, facts } = opened.value;
  const known = await knownPasswords(workspace.world, mailbox, facts);
  if (!known.ok) return known;
  const looking: Looking = { record, known: known.value, unlocks, typed: typed === null ? null : new Secret(typed) };
  const accounts: FoundApp[] = [];
  const troubles: FoundApps['troubles'] = [];
  for (const app of apps) {
    const found = await app.find();
    const { name } = app.manifest;
    troubles.push(...found.troubles.map(({ place, why }) => ({ name, place, why })));
    for (const account of found.accounts) accounts.push(...(await lookAt(app, account, looking)));
  }
  return success({ looked: true, accounts: accounts.slice(0, most), troubles: troubles.slice(0, most) });
}
