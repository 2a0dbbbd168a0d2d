import type { Clock } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { failure } from '../../shared/failures.ts';
import type { Authority, ClientRecord, Endpoint } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import { within } from '../mail/attempt.ts';
import { defaultTimeLimits, encrypt, openSocket, type Reach } from '../mail/connect.ts';
import { Lines } from '../mail/lines.ts';
import { saslPlain } from '../mail/mask.ts';

/** A device that signs in by itself, so that somebody who practises sees it arrive in the sign-in log. */
interface PracticeDevice {
  readonly client: Pick<ClientRecord, 'receiving' | 'sending' | 'user'>;
  /** What it calls itself over IMAP; null: nothing. */
  readonly name: string | null;
  readonly password: Secret;
  readonly authorities: readonly Authority[];
}

/** What is said, and how the last line of the answer begins. */
type Step = readonly [said: string, answer: RegExp];

/**
 * Signs in once on each side that the device has, over connections of its own. Whether it was let in stands in the log.
 * `practice` is the only host that it goes to; `provider.unreachable` where nobody answers there.
 */
export async function deviceSignsIn(practice: string, device: PracticeDevice, clock: Clock): Promise<Result<void>> {
  const { receiving, sending } = device.client;
  const endpoints: Endpoint[] = [
    ...(receiving ? [receiving] : []),
    ...(sending ? [{ ...sending, protocol: 'smtp' as const }] : []),
  ];
  for (const endpoint of endpoints.filter(({ host }) => host === practice)) {
    const limit = new AbortController();
    void clock.sleep(longest, limit.signal).then(() => limit.abort());
    try {
      await signIn(endpoint, device, limit.signal);
    } catch {
      return failed(failure('provider.unreachable', `${endpoint.host}:${endpoint.port}`));
    } finally {
      limit.abort();
    }
  }
  return success(undefined);
}

const longest = 20_000;

async function signIn(endpoint: Endpoint, device: PracticeDevice, signal: AbortSignal): Promise<void> {
  const { host, port, security, protocol } = endpoint;
  const reach: Reach = { host, port, limits: defaultTimeLimits, signal, onStage: () => undefined };
  const words = talks[protocol](device);
  const plain = await openSocket(reach);
  try {
    if (security === 'starttls') {
      const before = new Lines(plain, signal);
      await answered(before, words.greeting);
      for (const step of words.startTls) await say(before, step);
      before.release();
    }
    const lines = new Lines(await encrypt(plain, reach, device.authorities), signal);
    if (security === 'tls') await answered(lines, words.greeting);
    for (const step of words.signIn) await say(lines, step);
    lines.end(words.goodbye);
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

async function say(lines: Lines, [said, answer]: Step): Promise<void> {
  lines.write(`${said}\r\n`);
  await answered(lines, answer);
}

async function answered(lines: Lines, last: RegExp): Promise<void> {
  for (;;) if (last.test(await lines.read(within(longest)))) return;
}

interface Talk {
  readonly greeting: RegExp;
  readonly startTls: readonly Step[];
  readonly signIn: readonly Step[];
  readonly goodbye: string;
}

const plainOf = ({ client, password }: PracticeDevice): string => saslPlain(client.user, password.reveal());

const talks: Readonly<Record<Endpoint['protocol'], (device: PracticeDevice) => Talk>> = {
  imap: (device) => ({
    greeting: /^\*/,
    startTls: [['a STARTTLS', /^a /]],
    signIn: [
      ...(device.name === null ? [] : [[`b ID ("name" "${device.name}")`, /^b /] as const]),
      [`c AUTHENTICATE PLAIN ${plainOf(device)}`, /^c /],
    ],
    goodbye: 'd LOGOUT\r\n',
  }),
  pop3: (device) => ({
    greeting: /^\+OK/,
    startTls: [['STLS', /^\+OK/]],
    signIn: [[`AUTH PLAIN ${plainOf(device)}`, /^[+-]/]],
    goodbye: 'QUIT\r\n',
  }),
  smtp: (device) => ({
    greeting: /^220 /,
    startTls: [
      ['EHLO [127.0.0.1]', /^250 /],
      ['STARTTLS', /^220 /],
    ],
    signIn: [
      ['EHLO [127.0.0.1]', /^250 /],
      [`AUTH PLAIN ${plainOf(device)}`, /^[2-5]\d\d /],
    ],
    goodbye: 'QUIT\r\n',
  }),
};
