import type { AttemptAsk, Provider, ProviderAccess } from '../../core/ports.ts';
import { actsAsAdministrator, outcomeAtProvider, providerServer } from '../../core/rotation/provider-attempt.ts';
import { secretOrNull } from '../../core/rotation/ready.ts';
import type { Failure } from '../../shared/failures.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { MailboxRecord } from '../../shared/model.ts';
import { failed, type Result } from '../../shared/result.ts';
import { openMailbox } from './mailbox-pages.ts';
import { doubtAbout } from './recovery.ts';
import type { Workspace, World } from './workspace.ts';

/** How long one answer may take in all, in ms; each request of it has limits of its own. */
const longest = 90_000;

/** Who wants to know: as the ledger asks. */
type AskedBy = Pick<AttemptAsk, 'prompted' | 'standing'>;

type Question<T> = (provider: Provider, access: ProviderAccess) => Promise<Result<T>> | null;

/**
 * Asks a mailbox's provider to tell something; null from `question`: it cannot. Nothing is changed. In the mailbox's own
 * name it is a sign-in like any other: the right to it comes from the ledger, and it is only made with a password of which
 * it is certain that it is the right one (`request.busy` and `journal.*` otherwise, `mail.budget-spent` for the ledger).
 */
export async function askProvider<T>(
  workspace: Workspace,
  mailbox: MailboxId,
  question: Question<T>,
  by: AskedBy = { prompted: 'person', standing: 'unproven' },
): Promise<Result<T>> {
  const { world } = workspace;
  const opened = await openMailbox(workspace, mailbox);
  if (!opened.ok) return opened;
  const { record, facts } = opened.value;
  const signal = AbortSignal.timeout(longest);
  const provider = world.provider(record.provider.id);
  if (!provider) return failed(failure('request.not-found', '', 'provider'));
  if (actsAsAdministrator(provider.manifest, record)) {
    const credential = await secretOrNull(world, mailbox, record.credential);
    return credential.ok ? await ask(provider, record, { current: null, credential: credential.value }) : credential;
  }
  const doubt = await doubtAbout(world, mailbox);
  if (doubt) return failed(doubt);
  if (facts.pending !== null) return failed(failure('request.busy'));
  const version = facts.current?.version ?? null;
  const current = await secretOrNull(world, mailbox, version);
  if (!current.ok) return current;
  const asked = () => ask(provider, record, { current: current.value, credential: null });
  return version === null
    ? await asked()
    : await counted(world, { provider, record }, { version, ...by }, signal, asked);

  async function ask(
    one: Provider,
    { address, user, authorities, provider: { settings } }: MailboxRecord,
    secrets: Secrets,
  ) {
    return (
      (await question(one, { address, user, settings, authorities, ...secrets, signal })) ??
      failed<Failure>(failure('request.not-found', '', 'provider'))
    );
  }
}

type Secrets = Pick<ProviderAccess, 'current' | 'credential'>;

/** Makes the one sign-in with a right from the ledger, and says there what came of it. */
async function counted<T>(
  { ledger }: World,
  at: { readonly provider: Provider; readonly record: MailboxRecord },
  by: AskedBy & { readonly version: VersionId },
  signal: AbortSignal,
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const mailbox = at.record.id;
  const right = await ledger.reserve({ server: providerServer(at), mailbox, ...by });
  if (!right.granted) return failed(failure('mail.budget-spent'));
  const answer = await ask();
  // cut short by ourselves: nobody knows what the server made of it, so it goes on counting
  if (signal.aborted && !answer.ok) return answer;
  await right.reservation.settle(outcomeAtProvider(answer.ok, answer.ok ? null : answer.failure.code));
  return answer;
}
