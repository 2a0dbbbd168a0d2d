import type { SignIn as LogEntry, SignInLog } from '../../src/shared/at-provider.ts';
import { readSignIns, type SignIn } from './dovecot-log.ts';

/**
 * Dovecot's own log as a provider would tell it: what is in it of one mailbox, with the client's port and, over IMAP, what
 * the client calls itself. Times are to the second. Who was turned away without a look at the password is left out.
 */
export function signInLogOf(log: string, user: string, serverNow: number): SignInLog {
  const ports = matches(log, /client in: AUTH\t.*\tsession=([^\t]+).*\trport=(\d+)/g);
  const names = matches(log, /<([^<>]+)>(?:: Info)?: ID sent: (.*)/g);
  const before = matches(log, /ID sent: (.*?): user=<.*session=<([^>]+)>/g);
  const clients = new Map([...[...before].map(([name, session]) => [session, name] as const), ...names]);
  const entries = readSignIns(log)
    .filter((one) => one.user === user && one.turnedAway === '')
    .map((one) => entryOf(one, ports.get(one.session), clients.get(one.session)));
  return {
    ...{
      entries: entries.reverse(),
      reachesBackTo: 0,
      timesSureFrom: 0,
      keeps: 'every',
      refusals: true,
      serverNow,
      lockAfter: null,
    },
  };
}

function entryOf({ at, protocol, from, ok }: SignIn, port: string | undefined, id: string | undefined): LogEntry {
  return {
    at: at.getTime(),
    protocol: protocol === 'submission' ? 'smtp' : protocol,
    service: protocol,
    address: from,
    port: port === undefined ? null : Number(port),
    client: id === undefined ? null : nameIn(id),
    outcome: ok ? 'signed-in' : 'refused',
    secret: 'mailbox-password',
  };
}

/** `name=Thunderbird, version=153.7.0` */
function nameIn(id: string): string | null {
  const said = (key: string): string => new RegExp(`(?:^|, )${key}=([^,:]*)`).exec(id)?.[1] ?? '';
  return `${said('name')} ${said('version')}`.trim() || null;
}

const matches = (log: string, pattern: RegExp): ReadonlyMap<string, string> =>
  new Map([...log.matchAll(pattern)].map(([, first = '', second = '']) => [first, second]));
