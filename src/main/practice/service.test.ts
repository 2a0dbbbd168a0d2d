import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { probeOnce } from '../../../test/kits/probe-once.ts';
import type { Clock, ProviderAccess } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { ClientDraft, Endpoint, Protocol, Security } from '../../shared/model.ts';
import { clientDraftSchema, mailboxDraftSchema } from '../../shared/model.ts';
import { createMailProbe } from '../mail/probe.ts';
import { createPracticeProvider } from '../providers/practice/adapter.ts';
import { practiceSeed } from './seed.ts';
import { noSwitches, type PracticeService, startPractice } from './service.ts';

const address = 'anna@practice.example';
const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';
const limits = { connect: 2_000, answer: 500 };
const doors: readonly (readonly [Protocol, Security])[] = [
  ['imap', 'tls'],
  ['imap', 'starttls'],
  ['pop3', 'tls'],
  ['pop3', 'starttls'],
  ['smtp', 'tls'],
  ['smtp', 'starttls'],
];
const portNames = {
  imap: { tls: 'imap', starttls: 'imapStartTls' },
  pop3: { tls: 'pop3', starttls: 'pop3StartTls' },
  smtp: { tls: 'smtp', starttls: 'smtpStartTls' },
} as const;

describe('the practice service', () => {
  let now = 1_000_000;
  let slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  };
  let service: PracticeService;
  beforeAll(async () => {
    service = await startPractice({ clock });
  });
  beforeEach(() => {
    slept = [];
    service.accounts.reset(address, first);
  });
  afterEach(() => service.setSwitches(noSwitches));
  afterAll(() => service.stop());

  const endpoint = (protocol: Protocol, security: Security): Endpoint => ({
    protocol,
    host: service.host,
    port: service.ports[portNames[protocol][security]],
    security,
  });
  const signIn = async (protocol: Protocol, security: Security, password: string, trusted = true, read = false) => {
    const authorities = trusted ? [service.authority] : [];
    const options = { authorities, user: address, password, read };
    return (await probeOnce(createMailProbe(), endpoint(protocol, security), options)).finding;
  };
  const access = (current: string): ProviderAccess => ({
    address,
    user: address,
    settings: { mode: 'self' },
    authorities: [],
    current: new Secret(current),
    credential: null,
    signal: new AbortController().signal,
  });
  const change = async (next: string, current = first) =>
    await createPracticeProvider(service.door, limits).changePassword(access(current), new Secret(next));

  describe.each(doors)('%s over %s', (protocol, security) => {
    it('takes the right password and no other', async () => {
      expect(await signIn(protocol, security, first)).toMatchObject({ ok: true });
      expect(await signIn(protocol, security, second)).toMatchObject({ ok: false, code: 'mail.wrong-password' });
    });

    it('takes a password that is not ASCII', async () => {
      service.accounts.reset(address, 'L\u00f8vet\u00e4nn \u2603 "\\<&');
      expect(await signIn(protocol, security, 'L\u00f8vet\u00e4nn \u2603 "\\<&')).toMatchObject({ ok: true });
    });

    it('is trusted only where its authority was chosen', async () => {
      expect(await signIn(protocol, security, first, false)).toMatchObject({
        code: 'mail.certificate-not-trusted',
        passwordSent: false,
      });
    });

    it('says that the mailbox is locked, and opens it again after five minutes', async () => {
      service.setSwitches({ ...noSwitches, lockAfterFailures: 2 });
      await signIn(protocol, security, second);
      await signIn(protocol, security, second);
      expect(await signIn(protocol, security, first)).toMatchObject({ ok: false, code: 'mail.account-locked' });
      now += 5 * 60_000;
      expect(await signIn(protocol, security, first)).toMatchObject({ ok: true });
    });

    it('goes by the old password while it caches', async () => {
      service.setSwitches({ ...noSwitches, cacheOldSeconds: 65 });
      expect(await change(second)).toEqual({ kind: 'accepted' });
      now += 64_000;
      expect(await signIn(protocol, security, first)).toMatchObject({ ok: true });
      expect(await signIn(protocol, security, second)).toMatchObject({ code: 'mail.wrong-password' });
      now += 1_000;
      expect(await signIn(protocol, security, second)).toMatchObject({ ok: true });
      expect(await signIn(protocol, security, first)).toMatchObject({ code: 'mail.wrong-password' });
    });

    it('waits when it is slow, and only then', async () => {
      await signIn(protocol, security, first);
      expect(slept).toEqual([]);
      service.setSwitches({ ...noSwitches, slow: true });
      expect(await signIn(protocol, security, first)).toMatchObject({ ok: true });
      expect(slept).toEqual([3_000]);
    });

    it('writes into its log who signed in', async () => {
      await signIn(protocol, security, second);
      expect(service.accounts.signIns().at(-1)).toMatchObject({
        protocol,
        user: address,
        ok: false,
        address: '127.0.0.1',
      });
      expect(service.accounts.signIns().at(-1)?.remotePort).toBeGreaterThan(0);
      expect(JSON.stringify(service.accounts.signIns())).not.toContain(second);
    });
  });

  it('lets an app password in by its own protocol, and says so in its log and nowhere the password', async () => {
    const own = service.accounts.addAppPassword(address, 'Tablet', ['imap']);
    expect(await signIn('imap', 'tls', own)).toMatchObject({ ok: true });
    expect(service.accounts.signIns().at(-1)).toMatchObject({ ok: true, secret: 'app-password' });
    expect(await signIn('pop3', 'tls', own)).toMatchObject({ code: 'mail.wrong-password' });
    expect(await change(second)).toEqual({ kind: 'accepted' });
    expect(await signIn('imap', 'tls', own)).toMatchObject({ ok: true });
    const [made] = service.accounts.appPasswords(address).filter(({ name }) => name === 'Tablet');
    expect(made).toEqual({ name: 'Tablet', protocols: ['imap'], createdAt: now, lastUsedAt: now });
    expect(JSON.stringify([service.accounts.signIns(), made])).not.toContain(own);
  });

  it('writes into its log what a client calls itself', async () => {
    const said = 'a ID ("name" "Mail \u202eFor" "version" "3")\r\nb LOGIN anna@practice.example wrong\r\n';
    await answersTo(service.ports.imap, said, /^b NO/m, true);
    expect(service.accounts.signIns().at(-1)).toMatchObject({ protocol: 'imap', client: 'Mail For 3' });
    await answersTo(service.ports.imap, 'a ID NIL\r\nb LOGIN anna@practice.example wrong\r\n', /^b NO/m, true);
    expect(service.accounts.signIns().at(-1)).toMatchObject({ protocol: 'imap', client: null });
    const right = service.accounts.passwordOf(address) ?? '';
    const later = `a LOGIN ${address} ${right}\r\nb ID ("name" "Thunderbird")\r\n`;
    await answersTo(service.ports.imap, later, /^b OK/m, true);
    expect(service.accounts.signIns().at(-1)).toMatchObject({ protocol: 'imap', ok: true, client: 'Thunderbird' });
    await answersTo(service.ports.smtp, 'EHLO scanner.lan\r\nAUTH PLAIN AGEAYg==\r\n', /^535/m, true);
    expect(service.accounts.signIns().at(-1)).toMatchObject({ protocol: 'smtp', client: 'scanner.lan' });
  });

  it('shows an empty inbox to a check-up', async () => {
    for (const security of ['tls', 'starttls'] as const) {
      expect(await signIn('imap', security, first, true, true)).toMatchObject({ ok: true, messages: 0 });
    }
  });

  it.each([
    ['imapStartTls', 'a LOGIN anna@practice.example First-Mauve-Kettle-41\r\n', /^a NO \[PRIVACYREQUIRED\]/m],
    ['imapStartTls', 'a AUTHENTICATE PLAIN AGEAYg==\r\n', /^a NO \[PRIVACYREQUIRED\]/m],
    ['pop3StartTls', 'USER anna@practice.example\r\n', /^-ERR/m],
    ['pop3StartTls', 'AUTH PLAIN\r\n', /^-ERR/m],
    ['smtpStartTls', 'EHLO here\r\nAUTH PLAIN AGEAYg==\r\n', /^538 /m],
  ] as const)('%s takes no password before TLS: %j', async (port, said, answer) => {
    expect(await answersTo(service.ports[port], said, answer)).toMatch(answer);
  });

  it('forgets what was said in the clear after STARTTLS', async () => {
    const text = await answersTo(service.ports.imapStartTls, 'a STARTTLS\r\nb CAPABILITY\r\n', /^a OK/m);
    expect(text).not.toMatch(/^b /m);
    const plain = connect(service.ports.imapStartTls, service.host).setEncoding('utf8');
    await once(plain, 'data');
    plain.write('a STARTTLS\r\nb NOOP ');
    await once(plain, 'data');
    const socket = connectTls({ socket: plain, host: service.host, ca: service.authority.pem }).setEncoding('utf8');
    socket.write('c NOOP\r\n');
    expect(String((await once(socket, 'data'))[0])).toMatch(/^c OK/);
    socket.destroy();
  });

  it('ends a connection that says too much without a line break', async () => {
    const socket = connect(service.ports.imapStartTls, service.host);
    socket.on('error', () => undefined).resume();
    socket.write('x'.repeat(10_000));
    await once(socket, 'close');
  });

  it('refuses by policy when switched so, and changes nothing', async () => {
    service.setSwitches({ ...noSwitches, refuseByPolicy: true });
    expect(await change(second)).toMatchObject({ kind: 'refused', code: 'provider.policy' });
    expect(service.accounts.passwordOf(address)).toBe(first);
  });

  it('changes the password and answers nothing when switched so', async () => {
    service.setSwitches({ ...noSwitches, acceptAndAnswerNothing: true });
    expect(await change(second)).toMatchObject({ kind: 'unknown', code: 'provider.no-answer' });
    expect(service.accounts.passwordOf(address)).toBe(second);
  });

  it('refuses a password that was used before', async () => {
    await change(second);
    expect(await change(first, second)).toMatchObject({ kind: 'refused', code: 'provider.used-before' });
  });

  it('locks the interface, too', async () => {
    service.setSwitches({ ...noSwitches, lockAfterFailures: 1 });
    expect(await change(second, 'wrong')).toMatchObject({ code: 'provider.wrong-current' });
    expect(await change(second)).toMatchObject({ kind: 'refused', code: 'provider.locked' });
  });

  it('lets nobody in without the token', async () => {
    const stranger = createPracticeProvider({ ...service.door, token: 'guessed' }, limits);
    expect(await stranger.changePassword(access(first), new Secret(second))).toMatchObject({
      kind: 'refused',
      code: 'provider.credential-refused',
    });
    expect(service.accounts.passwordOf(address)).toBe(first);
  });

  it('seeds mailboxes and devices that keep to the schema and sign in', async () => {
    const seeds = practiceSeed(service);
    expect(seeds).toHaveLength(3);
    for (const { mailbox, clients, password, authorities } of seeds) {
      expect(mailboxDraftSchema.parse(mailbox)).toEqual(mailbox);
      for (const client of clients) {
        expect(clientDraftSchema.parse(client)).toEqual(client);
        expect(existsSync(new URL(`../../../resources/clients/${client.kind}.json`, import.meta.url))).toBe(true);
        for (const at of endpointsOf(client)) {
          const options = { authorities, user: client.user, password: password.reveal() };
          const { finding } = await probeOnce(createMailProbe(), at, options);
          expect(finding).toMatchObject({ ok: true });
        }
      }
    }
  });

  it('is gone after it was stopped, waiting or not', async () => {
    const other = await startPractice({ clock: { now: () => now, sleep: untilAborted } });
    other.setSwitches({ ...noSwitches, slow: true });
    const socket = connect(other.ports.imapStartTls, other.host);
    socket.on('error', () => undefined).resume();
    const hanging = other.accounts.signIn(address, first, {
      protocol: 'imap',
      address: '',
      remotePort: 1,
      client: null,
    });
    await once(socket, 'connect');
    await other.stop();
    expect(await hanging).toBe('wrong');
    for (const port of [...Object.values(other.ports), other.door.port]) {
      const again = connect(port, other.host);
      const [error] = await once(again, 'error');
      expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});

function endpointsOf({ receiving, sending }: ClientDraft): readonly Endpoint[] {
  return [
    ...(receiving === null ? [] : [receiving]),
    ...(sending === null ? [] : [{ ...sending, protocol: 'smtp' as const }]),
  ];
}

function untilAborted(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What a server on `port` has said when `enough` matches, or when a second has passed. */
async function answersTo(port: number, said: string, enough: RegExp, secure = false): Promise<string> {
  const place = { port, host: '127.0.0.1' };
  const socket = secure ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place);
  socket.setEncoding('utf8');
  const [greeting] = await once(socket, 'data');
  let text = String(greeting);
  socket.write(said);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 1_000);
    socket.on('error', () => undefined);
    socket.on('data', (part: string) => {
      text += part;
      if (!enough.test(text)) return;
      clearTimeout(timer);
      setTimeout(resolve, 50);
    });
  });
  socket.destroy();
  return text;
}
