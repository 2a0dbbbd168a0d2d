import type { OpenConnection } from '../../../src/core/ports.ts';
import { park } from '../../../src/core/rotation/parking.ts';
import { attemptSignIn } from '../../../src/core/verify/attempt.ts';
import { verify } from '../../../src/core/verify/engine.ts';
import { checkKey } from '../../../src/core/verify/plan.ts';
import type { Check, VerifyDeps } from '../../../src/core/verify/types.ts';
import { createMailProbe } from '../../../src/main/mail/probe.ts';
import { mailboxIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import type { Endpoint } from '../../../src/shared/model.ts';
import { systemClock } from '../../kits/system-clock.ts';
import { memoryLedger, memorySecrets } from './memory-world.ts';
import { type EngineAsk, engineAskSchema, type KeyroundWay, type Run } from './ways.ts';

const probe = createMailProbe();
const poolSize = 32;

/** Measures one run inside this process: the app runs already when it checks, so its start is not part of this. */
export async function answer(message: unknown): Promise<Run> {
  const ask = engineAskSchema.parse(message);
  const checks = checksOf(ask);
  const deps = depsOf(ask);
  const codes = await ways[ask.way](deps, checks);
  const otherwise = codes.results.filter((code) => code !== 'ok');
  return { milliseconds: codes.milliseconds, signedIn: codes.results.length - otherwise.length, otherwise };
}

interface Measured {
  readonly milliseconds: number;
  /** `ok` or a code, one for each sign-in. */
  readonly results: readonly string[];
}

const idOf = (index: number): string => `account${String(index).padStart(9, '0')}`;

/** Two sign-ins for each account, each account a mailbox with a password of its own. */
function checksOf({ host, ports, accounts }: EngineAsk): Check[] {
  const endpoints: Endpoint[] = [
    { protocol: 'imap', host, port: ports.imaps, security: 'tls' },
    { protocol: 'smtp', host, port: ports.submissions, security: 'tls' },
  ];
  return accounts.flatMap(({ user }, index) => {
    const mailbox = mailboxIdSchema.parse(idOf(index));
    const version = versionIdSchema.parse(idOf(index));
    return endpoints.map((endpoint) => {
      return { key: checkKey(endpoint, user, version), mailbox, endpoint, user, version, targets: [] };
    });
  });
}

function depsOf({ host, authority, accounts }: EngineAsk): VerifyDeps {
  return {
    secrets: memorySecrets(new Map(accounts.map(({ password }, index) => [idOf(index), password]))),
    ledger: memoryLedger(),
    probe,
    clock: systemClock,
    authorities: [{ host, pem: authority, fingerprint: '', subject: '' }],
    signal: new AbortController().signal,
  };
}

const ways: Readonly<Record<KeyroundWay, (deps: VerifyDeps, checks: readonly Check[]) => Promise<Measured>>> = {
  proven: (deps, checks) => byEngine(deps, checks, { proven: true, read: false }),
  unproven: (deps, checks) => byEngine(deps, checks, { proven: false, read: false }),
  'check-up': (deps, checks) => byEngine(deps, checks, { proven: false, read: true }),
  parked: byParkedConnections,
  'no-rules': withoutRules,
};

async function byEngine(
  deps: VerifyDeps,
  checks: readonly Check[],
  how: { readonly proven: boolean; readonly read: boolean },
): Promise<Measured> {
  const results: string[] = [];
  const begin = performance.now();
  const known = checks.map(({ endpoint }) => endpoint);
  const ask = { proven: () => how.proven, prompted: 'person', read: how.read, known } as const;
  for await (const event of verify(deps, checks, ask)) {
    if (event.type === 'finding') results.push(event.finding.ok ? 'ok' : event.finding.code);
    else if (event.type !== 'stage') results.push(event.type);
  }
  return { milliseconds: performance.now() - begin, results };
}

/**
 * What a rotation does after the provider's answer: connections are open and greeted by then, and receiving signs in
 * before sending. Only the time after the answer is taken.
 */
async function byParkedConnections(deps: VerifyDeps, checks: readonly Check[]): Promise<Measured> {
  const ready: { check: Check; connection: OpenConnection }[] = [];
  for (const check of checks) {
    const parked = park(deps.probe, deps.clock, [check.endpoint], deps.authorities);
    const connection = await parked.take(check.endpoint.protocol);
    if (connection) ready.push({ check, connection });
  }
  const results: string[] = [];
  const begin = performance.now();
  for (const { check, connection } of ready) {
    const { mailbox, endpoint, user, version } = check;
    const standing = results.includes('ok') ? 'proven' : 'unproven';
    const ask = { mailbox, endpoint, user, version, standing, prompted: 'app', read: false, connection } as const;
    const attempt = await attemptSignIn(deps, ask);
    const proved = attempt.kind === 'finding' && attempt.finding.ok;
    results.push(proved ? 'ok' : attempt.kind);
  }
  return { milliseconds: performance.now() - begin, results };
}

/** The same probes with no rule but a pool: what the engine's rules cost is the difference to this. */
async function withoutRules(deps: VerifyDeps, checks: readonly Check[]): Promise<Measured> {
  const results: string[] = [];
  const queue = checks.values();
  const work = async (): Promise<void> => {
    for (const check of queue) results.push(await signInAlone(deps, check));
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: poolSize }, work));
  return { milliseconds: performance.now() - begin, results };
}

async function signInAlone(deps: VerifyDeps, { endpoint, mailbox, version, user }: Check): Promise<string> {
  const { authorities } = deps;
  const { signal } = new AbortController();
  const secret = await deps.secrets.get(mailbox, version);
  if (!secret.ok) return secret.failure.code;
  const opened = await deps.probe.open(endpoint, { authorities, signal, onStage: () => undefined, read: false });
  const finding = opened.open ? await opened.connection.signIn(user, secret.value) : opened.finding;
  return finding.ok ? 'ok' : finding.code;
}
