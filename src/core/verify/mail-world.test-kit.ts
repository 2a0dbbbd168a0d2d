import { failure, type MailFailureCode } from '../../shared/failures.ts';
import type { Finding } from '../../shared/findings.ts';
import { type MailboxId, mailboxIdSchema, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import type { Endpoint } from '../../shared/model.ts';
import { failed, success } from '../../shared/result.ts';
import type { AttemptAsk, AttemptLedger, Clock, MailProbe, SecretStore } from '../ports.ts';
import { Secret } from '../secret.ts';
import { checkKey } from './plan.ts';
import type { Check, VerifyDeps } from './types.ts';

/** A mail world in memory for tests of core: its servers answer as told, and everything that happens is counted. */

export const mailboxOne: MailboxId = mailboxIdSchema.parse('mailbox000000001');
export const versionNamed = (name: string): VersionId => versionIdSchema.parse(name.padEnd(16, '0'));
export const versionOne = versionNamed('one');

export const endpointAt = (
  protocol: Endpoint['protocol'],
  port: number,
  host = 'mail.example.test',
  security: Endpoint['security'] = 'tls',
): Endpoint => ({ protocol, host, port, security });

export function checkOf(
  endpoint: Endpoint,
  more: { user?: string; version?: VersionId; mailbox?: MailboxId } = {},
): Check {
  const { user = 'anna@example.test', version = versionOne, mailbox = mailboxOne } = more;
  return { key: checkKey(endpoint, user, version), mailbox, endpoint, user, version, targets: [] };
}

export function provedAt(endpoint: Endpoint): Finding {
  return { ok: true, ...endpoint, at: 0, took: 1, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null };
}

export function notProvedAt(endpoint: Endpoint, code: MailFailureCode, passwordSent = true): Finding {
  const stage = passwordSent ? 'signing-in' : 'connecting';
  return { ok: false, ...endpoint, at: 0, took: 1, code, stage, passwordSent, serverText: '' };
}

interface Answer {
  readonly endpoint: Endpoint;
  readonly user: string;
  readonly secret: string;
}

/** What the world does; each part may be replaced by a test. */
export interface WorldPlan {
  /** The code of a refusal, or null to sign in. */
  readonly answer: (ask: Answer) => MailFailureCode | null;
  /** The code of a failed opening, or null to open. */
  readonly opening: (endpoint: Endpoint) => MailFailureCode | null;
  /** Waits before a sign-in is answered. */
  readonly think: () => Promise<void>;
  /** When the ledger would give a right again, or null to give it now. */
  readonly heldUntil: (ask: AttemptAsk) => number | null;
  /** Sign-ins that each server has refused within the week. */
  readonly refusedBefore: number;
}

export interface MailWorld {
  readonly deps: VerifyDeps;
  readonly stop: AbortController;
  readonly opened: Endpoint[];
  readonly signedIn: Answer[];
  readonly asked: AttemptAsk[];
  readonly settled: string[];
  readonly slept: number[];
  readonly closed: { count: number };
  /** Highest number of sign-ins in flight, in all and per server. */
  peak(server?: string): number;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export function mailWorld(plan: Partial<WorldPlan> = {}): MailWorld {
  const { answer, opening, think, heldUntil, refusedBefore }: WorldPlan = {
    answer: () => null,
    opening: () => null,
    think: turn,
    heldUntil: () => null,
    refusedBefore: 0,
    ...plan,
  };
  const stop = new AbortController();
  const opened: Endpoint[] = [];
  const signedIn: Answer[] = [];
  const asked: AttemptAsk[] = [];
  const settled: string[] = [];
  const slept: number[] = [];
  const closed = { count: 0 };
  const gauge = flightGauge();

  const probe: MailProbe = {
    async open(endpoint, options) {
      gauge.up(endpoint.host);
      opened.push(endpoint);
      options.onStage('connecting');
      await turn();
      const code = options.signal.aborted ? 'mail.stopped' : opening(endpoint);
      if (code) {
        gauge.down(endpoint.host);
        return { open: false, finding: notProvedAt(endpoint, code, false) };
      }
      return {
        open: true,
        connection: {
          async signIn(user, secret) {
            const ask = { endpoint, user, secret: secret.reveal() };
            signedIn.push(ask);
            await think();
            gauge.down(endpoint.host);
            const refusal = answer(ask);
            return refusal ? notProvedAt(endpoint, refusal) : provedAt(endpoint);
          },
          close() {
            gauge.down(endpoint.host);
            closed.count += 1;
          },
        },
      };
    },
  };
  const ledger: AttemptLedger = {
    reserve(ask) {
      asked.push(ask);
      const freeAt = heldUntil(ask);
      if (freeAt !== null) return Promise.resolve({ granted: false, freeAt });
      const settle = (outcome: string): Promise<void> => {
        settled.push(outcome);
        return Promise.resolve();
      };
      return Promise.resolve({ granted: true, reservation: { settle } });
    },
    standing: () => Promise.resolve({ inTenMinutes: 0, inSevenDays: refusedBefore }),
  };
  const clock: Clock = {
    now: () => 1_000,
    async sleep(ms) {
      slept.push(ms);
      await turn();
    },
  };
  const deps: VerifyDeps = { probe, ledger, secrets: secretsByVersion(), clock, authorities: [], signal: stop.signal };
  return { deps, stop, opened, signedIn, asked, settled, slept, closed, peak: gauge.peak };
}

/** Every version holds a password made of its name, but for versions named `none…`. */
function secretsByVersion(): SecretStore {
  return {
    get: (_mailbox, version) =>
      Promise.resolve(
        version.startsWith('none')
          ? failed(failure('keychain.entry-missing'))
          : success(new Secret(`password of ${version}`)),
      ),
    put: () => Promise.resolve(success(undefined)),
    remove: () => Promise.resolve(success(undefined)),
    tryOut: () => Promise.resolve(success(undefined)),
  };
}

function flightGauge() {
  const now = new Map<string, number>();
  const highest = new Map<string, number>();
  const move = (server: string, by: number): void => {
    for (const key of [server, '']) {
      const count = (now.get(key) ?? 0) + by;
      now.set(key, count);
      highest.set(key, Math.max(highest.get(key) ?? 0, count));
    }
  };
  return {
    up: (server: string) => move(server, 1),
    down: (server: string) => move(server, -1),
    peak: (server = '') => highest.get(server) ?? 0,
  };
}
