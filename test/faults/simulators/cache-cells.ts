import type { ChangeAnswer, Provider, ProviderAccess } from '../../../src/core/ports.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { MailFailureCode } from '../../../src/shared/failures.ts';
import type { Endpoint } from '../../../src/shared/model.ts';
import { Computer, journalPath } from '../files/computer.ts';
import { Laws } from '../files/laws.ts';
import { live } from '../files/person.ts';
import { firstPassword, newPassword } from '../files/scenarios.ts';
import { createSimulatedClock, type SimulatedClock } from '../model/clock.ts';
import { here, MailService, type ServicePlan } from '../model/mail-service.ts';
import { judge } from '../torn/cuts.ts';

const minute = 60_000;
const elsewhere = '198.51.100.7';
const imap: Endpoint = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' };
const smtp: Endpoint = { protocol: 'smtp', host: 'mail.example.test', port: 465, security: 'tls' };

/** One mail server's way of remembering sign-ins. Times in milliseconds. */
export interface CacheCell {
  readonly positive: number;
  readonly negative: number;
  readonly perProtocol: boolean;
  /** Somebody tried the new password before the change. */
  readonly early: boolean;
  /** Two servers take turns; the second hears of a change so much later. Null: there is one. */
  readonly clusterLag: number | null;
  readonly applied: 'applied' | 'not-applied';
}

const times = [0, 60_000, 300_000, 3_600_000] as const;

export const cacheCells: readonly CacheCell[] = times.flatMap((positive) =>
  times.flatMap((negative) =>
    [false, true].flatMap((perProtocol) =>
      [false, true].flatMap((early) =>
        ([null, 30_000, 8 * minute] as const).flatMap((clusterLag) =>
          (['applied', 'not-applied'] as const).map((applied) => ({
            ...{ positive, negative, perProtocol, early, clusterLag, applied },
          })),
        ),
      ),
    ),
  ),
);

export interface CacheResult {
  readonly failures: string[];
  /** Without a click. */
  readonly refused: number;
}

/** One rotation at such a server: the verdict must be the truth, with at most four refused sign-ins that nobody clicked for. */
export async function runCacheCell(cell: CacheCell): Promise<CacheResult> {
  const clock = createSimulatedClock();
  const plan = {
    ...({
      mode: 'self',
      answer: cell.applied === 'applied' ? 'accepted' : 'unknown',
      password: firstPassword,
    } as const),
    ...{ truth: cell.applied, positiveCache: cell.positive, negativeCache: cell.negative },
    cachePerProtocol: cell.perProtocol,
  };
  const service = cell.clusterLag === null ? new MailService(plan, clock) : new Cluster(plan, clock, cell.clusterLag);
  const computer = new Computer(clock, service);
  await computer.setUp();
  const laws = new Laws(computer);
  if (cell.early) {
    for (const endpoint of [imap, imap, smtp, smtp]) service.signIn(endpoint, newPassword, elsewhere);
  }
  const ending = await live(computer, computer.boot(), newPassword);
  laws.check();
  computer.end();
  const wrong = judge({ computer, laws }, ending);
  if (cell.applied === 'applied' && ending !== 'finished') wrong.push('applied, and not seen');
  if (cell.applied === 'not-applied' && ending === 'finished') wrong.push('not applied, and believed');
  if (laws.refusedUnprompted > 4) wrong.push(`${laws.refusedUnprompted} refused without a click`);
  if (cell.applied === 'applied' && wasHelped(computer)) wrong.push('a person had to help');
  return { failures: wrong, refused: laws.refusedUnprompted };
}

const wasHelped = ({ disk }: Computer): boolean => String(disk.peek(journalPath)).includes('"type":"helped"');

/** Two mail servers behind one name that take turns, each with a memory of its own; the second hears of changes late. */
class Cluster extends MailService {
  private readonly second: MailService;
  private turns = 0;

  constructor(plan: ConstructorParameters<typeof MailService>[0], clock: SimulatedClock, lag: number) {
    super(plan, clock);
    const slow: ServicePlan['lag'] = { imap: lag, pop3: lag, smtp: lag };
    this.second = new MailService({ ...plan, lag: slow }, clock);
  }

  override signIn(endpoint: Endpoint, password: string, from = here): MailFailureCode | null {
    this.turns += 1;
    if (this.turns % 2 === 1) return super.signIn(endpoint, password, from);
    const answer = this.second.signIn(endpoint, password, from);
    this.truth.signIns.push(...this.second.truth.signIns.splice(0));
    return answer;
  }

  override get provider(): Provider {
    const first = super.provider;
    const changePassword = async (access: ProviderAccess, next: Secret): Promise<ChangeAnswer> => {
      const answer = await first.changePassword(access, next);
      const now = this.clock.trueNow();
      if (this.truth.passwordAt(now) === next.reveal()) this.second.truth.becomes(next.reveal(), now);
      return answer;
    };
    return { ...first, changePassword };
  }
}
