import { mailboxIdSchema, versionIdSchema } from '../../../src/shared/ids.ts';
import { type ClientRecord, type MailboxRecord, mailboxRecordSchema } from '../../../src/shared/model.ts';
import { knownLimits } from '../model/defences.ts';
import type { ServiceMode, ServicePlan } from '../model/mail-service.ts';
import { createDraws, type Draws } from './draws.ts';
import type { FailPoint, Spoil } from './fail-points.ts';

export const serverTruths = ['applied', 'not-applied', 'late'] as const;
export type ServerTruth = (typeof serverTruths)[number];

/** Everything that is special about one run; the same seed and place give the same plan. */
export interface RunPlan {
  /** Says how to run it again. */
  readonly name: string;
  readonly points: readonly FailPoint[];
  readonly truth: ServerTruth;
  readonly service: Pick<ServicePlan, 'mode' | 'truth' | 'answer' | 'password'> & Partial<ServicePlan>;
  readonly passwords: Passwords;
  /** False: an administrator's mailbox whose current password nobody here knows. */
  readonly currentKnown: boolean;
  readonly losesUnsynced: boolean;
  /** The person takes the same new password again after a crash before sending. */
  readonly keepsToOnePassword: boolean;
  /** What happens to the notes between two lives. */
  readonly spoil: Spoil | null;
  /** The person remembers what was done on the page. */
  readonly remembersPage: boolean;
}

export interface Passwords {
  readonly old: string;
  readonly fresh: string;
  readonly other: string;
  readonly credential: string;
}

const minute = 60_000;
const cacheTimes = [0, minute, 5 * minute, 60 * minute] as const;
/** Longer than the ladder waits by itself. */
const past = 3 * 60 * minute;

export const ids = {
  mailbox: mailboxIdSchema.parse('mailbox000000001'),
  current: versionIdSchema.parse('version000000001'),
  credential: versionIdSchema.parse('credential000001'),
};

/** Draws one run: `points` are where its lives end, in this order. */
export function planRun(
  suite: string,
  seed: number,
  place: number,
  points: readonly FailPoint[],
  truth: ServerTruth,
): RunPlan {
  const draws = createDraws(seed, place);
  const mode = modeFor(points, draws);
  const isPast = points.some(({ past }) => past);
  const answer = answerFor(points, truth, mode, draws);
  const passwords = passwordsFor(seed, place);
  return {
    name: `${suite} seed ${seed} run ${place} (${points.map(({ id }) => id).join(' then ')}, ${truth}, ${mode})`,
    points,
    truth,
    passwords,
    service: {
      ...{ mode, password: passwords.old, answer },
      truth: truth === 'late' ? { late: draws.pick([1, 3, 9, 30]) * minute } : truth,
      positiveCache: draws.pick(cacheTimes),
      negativeCache: draws.pick(cacheTimes),
      cachePerProtocol: draws.chance(0.5),
      lag: draws.chance(0.3) ? { smtp: draws.pick([1, 4]) * minute } : {},
      // stricter ones count what a person insists on too; they have a suite of their own
      ban: knownLimits.fail2ban,
      ...fateFor(answer, truth, isPast || draws.chance(0.6)),
    },
    currentKnown:
      mode !== 'admin' || points.some(({ past, known }) => known || past === 'previous') || draws.chance(0.6),
    losesUnsynced: draws.chance(0.4),
    spoil: null,
    keepsToOnePassword: draws.chance(0.5),
    remembersPage: draws.chance(0.5),
  };
}

function modeFor(points: readonly FailPoint[], draws: Draws): ServiceMode {
  const [first, ...others] = points;
  const both = (first?.modes ?? []).filter((mode) => others.every(({ modes }) => modes.includes(mode)));
  const [one, ...more] = both.length > 0 ? both : (first?.modes ?? ['self']);
  return draws.pick([one ?? 'self', ...more]);
}

/** What the provider says, such that the points can be met. A person who gives up on a page goes back to the old one. */
function answerFor(
  points: readonly FailPoint[],
  truth: ServerTruth,
  mode: ServiceMode,
  draws: Draws,
): ServicePlan['answer'] {
  const given = points.find((point) => point.answer)?.answer;
  if (given) return given;
  if (!points.some(({ past }) => past)) return draws.pick(['accepted', 'unknown']);
  if (mode === 'by-hand') return 'accepted';
  return truth === 'not-applied' ? 'unknown' : draws.pick(['accepted', 'unknown']);
}

/**
 * A refusal is the only answer there is where nothing is applied. Where the truth is another, it answers the second
 * request: the first was applied, but is not seen at the mail servers for hours. And what was not applied the first time
 * often is the second time, so that a run gets past it.
 */
function fateFor(answer: ServicePlan['answer'], truth: ServerTruth, onlyTheFirst: boolean): Partial<ServicePlan> {
  if (typeof answer === 'object') {
    if (truth === 'not-applied') return {};
    const first = { answer: 'unknown', truth: { late: past } } as const;
    const lag = truth === 'applied' ? { imap: past, smtp: past } : {};
    return { lag, fate: (request) => (request === 1 ? { ...first, ...(truth === 'applied' ? { truth } : {}) } : {}) };
  }
  return truth === 'not-applied' && onlyTheFirst
    ? { fate: (request) => (request > 1 ? { truth: 'applied' } : {}) }
    : {};
}

/** Unlike anything else that is written, and with characters that every way of writing does differently. */
function passwordsFor(seed: number, place: number): Passwords {
  const draws = createDraws(seed ^ 0x5bd1e995, place);
  const one = (kind: string): string => {
    const letters = Array.from({ length: 14 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'.charAt(draws.below(31)));
    return `${kind}&"<${letters.join('')}>+/${String(place % 10_000).padStart(4, '0')}`;
  };
  return { old: one('Old'), fresh: one('New'), other: one('Two'), credential: one('Adm') };
}

const user = 'anna@example.test';

export function recordOf({ service }: RunPlan): MailboxRecord {
  const receiving = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' } as const;
  const sending = { host: 'mail.example.test', port: 465, security: 'tls' } as const;
  const client = (id: string, kind: string, port: number): unknown =>
    ({
      ...{ id, kind, name: kind, user, receiving, signIn: { how: 'mailbox-password' } },
      sending: { ...sending, port, security: port === 465 ? 'tls' : 'starttls' },
    }) satisfies Record<Exclude<keyof ClientRecord, 'app'>, unknown>;
  return mailboxRecordSchema.parse({
    ...{ schema: 1, id: ids.mailbox, addedAt: 0, address: user, kind: 'ordinary', user, receiving, sending },
    provider: { id: 'modelled', settings: service.mode === 'by-hand' ? { page: 'https://panel.example.test/' } : {} },
    ...{ authorities: [], credential: service.mode === 'admin' ? ids.credential : null },
    clients: [client('client0000000001', 'thunderbird', 465), client('client0000000002', 'iphone', 587)],
  });
}
