import { asConnected } from '../../core/detect/address.ts';
import { type DraftHost, hostsOf, hostsOfClient } from '../../shared/draft-hosts.ts';
import { failure } from '../../shared/failures.ts';
import type { ClientDraft, ClientRecord, MailboxDraft, MailboxRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';

type Known = Pick<App, 'spaces' | 'detector'>;

/** Those of the hosts that nobody vouches for in the space on screen: a person has to confirm their whole names. */
export async function hostsToConfirm(
  app: Known,
  address: string,
  hosts: readonly string[],
): Promise<readonly string[]> {
  const detector = await app.detector();
  const practice = app.spaces.active().workspace.space === 'practice' ? app.spaces.practice() : null;
  return detector.toConfirm(address, hosts, practice && [practice.known]);
}

/**
 * Refuses a draft with a host outside the address's registrable domain that neither the table nor a person vouches for:
 * `request.host-not-confirmed` with its field. `before` is what was kept up to now: its hosts were confirmed then.
 */
export async function checkConfirmed(
  app: Known,
  draft: MailboxDraft,
  confirmed: readonly string[],
  before: MailboxDraft | null = null,
): Promise<Result<void>> {
  const kept = before && before.address === draft.address ? usedBy(app, before) : [];
  return await checkHosts(app, draft.address, usedBy(app, draft), [...confirmed, ...namesOf(kept)]);
}

/**
 * The same for a device of a mailbox: the hosts of the mailbox were confirmed with it, and so were those that the device
 * has signed in to up to now (`before`).
 */
export async function checkClientConfirmed(
  app: Known,
  mailbox: MailboxRecord,
  draft: ClientDraft,
  confirmed: readonly string[],
  before: ClientRecord | null,
): Promise<Result<void>> {
  const kept = [...usedBy(app, mailbox), ...(before ? hostsOfClient(before, before.signIn.how) : [])];
  const used = hostsOfClient(draft, draft.signIn);
  return await checkHosts(app, mailbox.address, used, [...confirmed, ...namesOf(kept)]);
}

const namesOf = (hosts: readonly DraftHost[]): readonly string[] => hosts.map(({ host }) => host);

function usedBy(app: Known, draft: MailboxDraft): readonly DraftHost[] {
  const provider = app.spaces.active().workspace.world.provider(draft.provider.id);
  return provider ? hostsOf(draft, provider.manifest) : [];
}

async function checkHosts(
  app: Known,
  address: string,
  used: readonly DraftHost[],
  confirmed: readonly string[],
): Promise<Result<void>> {
  const fine = new Set(confirmed.map(asConnected));
  const unconfirmed = await hostsToConfirm(
    app,
    address,
    namesOf(used).filter((host) => !fine.has(asConnected(host))),
  );
  const first = used.find(({ host }) => unconfirmed.includes(asConnected(host)));
  return first ? failed(failure('request.host-not-confirmed', first.host, first.field)) : success(undefined);
}
