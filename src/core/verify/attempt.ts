import { type Finding, isRefusal, type NotProved, type ProbeStage } from '../../shared/findings.ts';
import type { Endpoint } from '../../shared/model.ts';
import type { Clock, OpenConnection, Reservation } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { Attempt, SignInAsk, VerifyDeps } from './types.ts';

/** The finding of a sign-in that was stopped from our side. */
export function stoppedFinding(
  clock: Clock,
  endpoint: Endpoint,
  stage: ProbeStage = 'resolving',
  passwordSent = false,
): NotProved {
  const { protocol, host, port, security } = endpoint;
  const where = { protocol, host, port, security };
  return { ok: false, ...where, at: clock.now(), took: 0, code: 'mail.stopped', stage, passwordSent, serverText: '' };
}

/**
 * Tries one sign-in: reads the secret, asks the ledger for the right to, opens (or takes the parked connection), signs in,
 * and settles the reservation with what was seen. The keychain, which may wait for a person, comes before the right: so
 * nothing that can take long lies between what the ledger holds and what the server sees. An opening that fails is settled as inconclusive, since no password was
 * sent. If the signal aborts while the password is on its way, the answer is `mail.stopped` at once, but the reservation
 * stays open, counting as refused, until the server answers; without an answer it stays so for good.
 */
export async function attemptSignIn(deps: VerifyDeps, ask: SignInAsk): Promise<Attempt> {
  if (deps.signal.aborted) {
    ask.connection?.close();
    return { kind: 'finding', finding: stoppedFinding(deps.clock, ask.endpoint) };
  }
  const { mailbox, version, standing, prompted } = ask;
  const secret = await deps.secrets.get(mailbox, version);
  if (!secret.ok) {
    ask.connection?.close();
    return { kind: 'no-secret', failure: secret.failure };
  }
  const right = await deps.ledger.reserve({ server: serverOf(ask.endpoint), mailbox, version, standing, prompted });
  if (!right.granted) {
    ask.connection?.close();
    return { kind: 'held-back', freeAt: right.freeAt };
  }
  const opened = await openFor(deps, ask);
  if (!opened.open) {
    await right.reservation.settle('inconclusive');
    return { kind: 'finding', finding: opened.finding };
  }
  return { kind: 'finding', finding: await signIn(deps, ask, opened.connection, secret.value, right.reservation) };
}

/** The name under which refusals are counted: the server's, whatever the port. */
export function serverOf(endpoint: Endpoint): string {
  return endpoint.host.toLowerCase();
}

type Opened =
  | { readonly open: true; readonly connection: OpenConnection }
  | { readonly open: false; readonly finding: Finding };

/**
 * Opens a connection that our signal ends only until it is open: once a password may be on its way, hanging up would leave
 * the attempt unanswered and counting, so the sign-in runs to its answer or its own time limit.
 */
async function openFor(deps: VerifyDeps, ask: SignInAsk): Promise<Opened> {
  const opened: Opened = ask.connection ? { open: true, connection: ask.connection } : await openNew(deps, ask);
  if (!opened.open || !deps.signal.aborted) return opened;
  opened.connection.close();
  return { open: false, finding: stoppedFinding(deps.clock, ask.endpoint, 'greeting') };
}

async function openNew(deps: VerifyDeps, ask: SignInAsk): Promise<Opened> {
  const opening = new AbortController();
  const forget = onAbort(deps.signal, () => opening.abort());
  try {
    return await deps.probe.open(ask.endpoint, {
      authorities: deps.authorities,
      signal: opening.signal,
      onStage: ask.onStage ?? (() => undefined),
      read: ask.read,
    });
  } finally {
    forget();
  }
}

async function signIn(
  deps: VerifyDeps,
  ask: SignInAsk,
  connection: OpenConnection,
  secret: Secret,
  reservation: Reservation,
): Promise<Finding> {
  ask.onStage?.('signing-in');
  const answered = connection.signIn(ask.user, secret).then(async (finding) => {
    await settle(reservation, finding);
    return finding;
  });
  let forget: () => void = () => undefined;
  const stopped = new Promise<Finding>((resolve) => {
    forget = onAbort(deps.signal, () => resolve(stoppedFinding(deps.clock, ask.endpoint, 'signing-in', true)));
  });
  try {
    return await Promise.race([answered, stopped]);
  } finally {
    forget();
  }
}

function settle(reservation: Reservation, finding: Finding): Promise<void> {
  if (finding.ok) return reservation.settle('signed-in');
  // Nobody knows what the server made of a password that was on its way when we hung up: it goes on counting.
  if (finding.code === 'mail.stopped' && finding.passwordSent) return Promise.resolve();
  return reservation.settle(isRefusal(finding) ? 'refused' : 'inconclusive');
}

/** Calls `act` when the signal aborts, at once if it has. Returns the function that ends the listening. */
function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act();
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
