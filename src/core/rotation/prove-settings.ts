import { isRefusal } from '../../shared/findings.ts';
import type { ClientId, VersionId } from '../../shared/ids.ts';
import type { Endpoint } from '../../shared/model.ts';
import type { ProofOutcome } from '../apps/run-update.ts';
import type { AttemptAsk } from '../ports.ts';
import { verify } from '../verify/engine.ts';
import { checkKey } from '../verify/plan.ts';
import type { Check, Side } from '../verify/types.ts';
import { type Context, everyEndpoint, verifyDeps } from './context.ts';
import { noteClient } from './round.ts';
import { isProven } from './sign-in.ts';

/** One sign-in with the settings that an app on this computer keeps for a client. */
export interface SettingsProof {
  readonly client: ClientId;
  readonly side: Side;
  readonly endpoint: Endpoint;
  readonly user: string;
  /** The version whose text was read back from the app's store. */
  readonly version: VersionId;
  readonly prompted: AttemptAsk['prompted'];
  readonly signal: AbortSignal;
}

/**
 * Tries these settings once, within the attempt budget. `not-told`: the budget or the keychain said no, it was stopped, no
 * server answered, the mailbox is locked, or the settings lead to a host that is not in the mailbox's record.
 */
export async function proveSettings(context: Context, proof: SettingsProof): Promise<ProofOutcome> {
  const { record, desk } = context;
  const { endpoint, version, client } = proof;
  const isOurs = everyEndpoint(record).some(({ host }) => host.toLowerCase() === endpoint.host.toLowerCase());
  const own = record.clients.find((one) => one.id === client);
  if (!isOurs || !own || desk.facts.current?.version !== version) return 'not-told';
  // announced like every sign-in, so that none is made that the notes know nothing of
  const intent = await desk.write({ type: 'client-checking', rotation: context.id, client });
  if (!intent.ok) return 'not-told';
  const proved = await tryOnce(context, proof);
  // one whose own settings have not been checked yet still waits for that
  if (desk.rotation?.checked.has(client)) await noteClient(context, own);
  return proved;
}

async function tryOnce(context: Context, proof: SettingsProof): Promise<ProofOutcome> {
  const { record, mailbox } = context;
  const { endpoint, user, version, client, side, prompted } = proof;
  const known = everyEndpoint(record);
  const key = checkKey(endpoint, user, version);
  const check: Check = { key, mailbox, endpoint, user, version, targets: [{ client, side }] };
  const stop = new AbortController();
  const forward = (): void => stop.abort();
  const signals = [context.line.signal, proof.signal];
  for (const signal of signals) signal.addEventListener('abort', forward, { once: true });
  if (signals.some(({ aborted }) => aborted)) forward();
  try {
    const deps = { ...verifyDeps(context), signal: stop.signal };
    const ask = { proven: (one: Check) => isProven(context, one), prompted, read: false, known };
    for await (const event of verify(deps, [check], ask)) {
      if (event.type !== 'finding') continue;
      context.state.seen.set(key, event.finding);
      if (event.finding.ok) return 'signed-in';
      // a locked mailbox says nothing about the password that was sent
      const refused = isRefusal(event.finding) && event.finding.code !== 'mail.account-locked';
      return refused ? 'refused' : 'not-told';
    }
    return 'not-told';
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', forward);
  }
}
