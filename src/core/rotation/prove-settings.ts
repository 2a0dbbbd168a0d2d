import { isRefusal } from '../../shared/findings.ts';
import type { ClientId, VersionId } from '../../shared/ids.ts';
import type { Endpoint } from '../../shared/model.ts';
import type { ProofOutcome } from '../apps/run-update.ts';
import type { AttemptAsk } from '../ports.ts';
import { verify } from '../verify/engine.ts';
import { checkKey } from '../verify/plan.ts';
import type { Check, Side } from '../verify/types.ts';
import { type Context, everyEndpoint, verifyDeps } from './context.ts';
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
  const isOwn = record.clients.some(({ id }) => id === client);
  if (!isOurs || !isOwn || desk.facts.current?.version !== version) return 'not-told';
  // Announced like every sign-in, so that none is made that the notes know nothing of. No result follows: what the round
  // has found of the client itself stays as it is, with the time at which it was found.
  const intent = await desk.write({ type: 'client-checking', rotation: context.id, client });
  if (!intent.ok) return 'not-told';
  return await tryOnce(context, proof);
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
