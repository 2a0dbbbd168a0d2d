import type { SignIn, SignInLog } from '../../shared/at-provider.ts';
import { type ClientId, clientIdSchema } from '../../shared/ids.ts';
import type { WatchedClient } from './candidates.ts';
import type { OwnSignIn } from './own.ts';
import { type Reading, readLog, type Watched } from './read-log.ts';

/** A round that began at noon, and a log of it. Times in the tests are seconds since the change. */
export const noon = Date.UTC(2026, 5, 1, 12);
export const at = (seconds: number): number => noon + seconds * 1_000;

export const idOf = (name: string): ClientId => clientIdSchema.parse(name.padEnd(16, '0').slice(0, 16));

const endpoint = { host: 'mail.example.test', port: 993, security: 'tls' } as const;

/** A device with the mailbox's password: over IMAP and SMTP where nothing else is said. */
export function device(
  name: string,
  more: {
    readonly kind?: string;
    readonly receiving?: 'imap' | 'pop3' | null;
    readonly sends?: boolean;
    readonly signIn?: WatchedClient['record']['signIn'];
    readonly goneSince?: number;
    readonly editedAt?: number;
  } = {},
): WatchedClient {
  const { receiving = 'imap', sends = true } = more;
  return {
    record: {
      id: idOf(name),
      kind: more.kind ?? 'other',
      receiving: receiving ? { ...endpoint, protocol: receiving } : null,
      sending: sends ? { ...endpoint, port: 465 } : null,
      signIn: more.signIn ?? { how: 'mailbox-password' },
    },
    goneSince: more.goneSince ?? null,
    editedAt: more.editedAt ?? null,
  };
}

/** One line of the log, by default a success over IMAP from a public address. */
export const line = (seconds: number, more: Partial<SignIn> = {}): SignIn => ({
  ...{ at: at(seconds), protocol: 'imap', service: more.protocol ?? 'imap', address: '203.0.113.7', port: null },
  ...{ client: null, outcome: 'signed-in', secret: 'mailbox-password' },
  ...more,
});

export const logOf = (entries: readonly SignIn[], more: Partial<SignInLog> = {}): SignInLog => ({
  ...{ entries: [...entries].reverse(), reachesBackTo: at(-3_600), keeps: 'every', refusals: true, lockAfter: null },
  timesSureFrom: 0,
  serverNow: at(1_000),
  ...more,
});

/** One of our own sign-ins, which took a second. */
export const ours = (seconds: number, more: Partial<OwnSignIn> = {}): OwnSignIn => ({
  ...{ from: at(seconds), to: at(seconds + 1), protocol: 'imap', outcome: 'signed-in', port: null },
  ...more,
});

/** What some programs call themselves. */
export const names = new Map([
  ['thunderbird', ['Thunderbird']],
  ['iphone', ['iPhone Mail', 'smtpclient.apple']],
  ['thunderbird-mobile', ['K-9 Mail']],
]);

/** Reads a log as it is 1,000 s after the change, without delay. */
export function reading(log: SignInLog, clients: readonly WatchedClient[], more: Partial<Watched> = {}): Reading {
  const asked = { from: at(1_000), to: at(1_000) };
  const here = { near: false, onHost: false, setForward: 0 };
  return readLog(log, { clients, changedAt: noon, own: [], names, ...here, asked, ...more });
}

/** The sights in few words: `phone receiving signed-in 38`. */
export const told = ({ sights }: Reading): string[] =>
  sights
    .map(({ client, side, as, at: when }) => `${client.replace(/0+$/, '')} ${side} ${as} ${(when - noon) / 1_000}`)
    .sort();
