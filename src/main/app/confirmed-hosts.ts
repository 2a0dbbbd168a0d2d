import { asConnected } from '../../core/detect/address.ts';
import { hostsOf } from '../../shared/draft-hosts.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxDraft } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';

/** Those of the hosts that nobody vouches for in the space on screen: a person has to confirm their whole names. */
export async function hostsToConfirm(
  app: Pick<App, 'spaces' | 'detector'>,
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
  app: Pick<App, 'spaces' | 'detector'>,
  draft: MailboxDraft,
  confirmed: readonly string[],
  before: MailboxDraft | null = null,
): Promise<Result<void>> {
  const { world } = app.spaces.active().workspace;
  const usedBy = (one: MailboxDraft) => {
    const provider = world.provider(one.provider.id);
    return provider ? hostsOf(one, provider.manifest) : [];
  };
  const used = usedBy(draft);
  const kept = before && before.address === draft.address ? usedBy(before).map(({ host }) => host) : [];
  const fine = new Set([...confirmed, ...kept].map(asConnected));
  const unconfirmed = await hostsToConfirm(
    app,
    draft.address,
    used.map(({ host }) => host).filter((host) => !fine.has(asConnected(host))),
  );
  const first = used.find(({ host }) => unconfirmed.includes(asConnected(host)));
  return first ? failed(failure('request.host-not-confirmed', first.host, first.field)) : success(undefined);
}
