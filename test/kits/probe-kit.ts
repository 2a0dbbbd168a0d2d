import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MailProbe } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import type { TimeLimits } from '../../src/main/mail/connect.ts';
import { findingSchema, isRefusal } from '../../src/shared/findings.ts';
import type { Endpoint, Protocol, Security } from '../../src/shared/model.ts';
import { type HostileServer, startHostileServer } from './hostile-server.ts';
import { type KitCertificates, makeKitCertificates } from './kit-certificates.ts';
import { type ProbeCase, probeCases } from './probe-cases.ts';
import { authorityFor, kitPassword as password, probeOnce, kitUser as user } from './probe-once.ts';
import { type Behaviour, scriptedMail } from './scripted-mail.ts';

export interface ProbeKit {
  readonly name: string;
  readonly protocol: Protocol;
  readonly make: (limits: TimeLimits) => MailProbe;
  readonly read: boolean;
  /** Round trips of one sign-in with the greeting, those of TCP and TLS not counted: exactly these. */
  readonly turns: Readonly<Record<Security, number>>;
}

const patient: TimeLimits = { connect: 8_000, greeting: 8_000, answer: 8_000 };
const impatient: TimeLimits = { connect: 1_500, greeting: 250, answer: 250 };
const securities: readonly Security[] = ['tls', 'starttls'];

/** What every probe of a protocol must do, against servers that do everything else. */
export function probeKit(kit: ProbeKit): void {
  const servers: HostileServer[] = [];
  let certificates: KitCertificates;

  beforeAll(async () => {
    certificates = await makeKitCertificates();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const start = async (security: Security, behaviour: Partial<Behaviour>) => {
    const script = scriptedMail(
      kit.protocol,
      security,
      { user, password },
      { certificate: certificates.good, ...behaviour },
    );
    const server = await startHostileServer(script);
    servers.push(server);
    return { script, server, endpoint: at(security, server.port) };
  };
  const at = (security: Security, port: number, host = '127.0.0.1'): Endpoint => ({
    protocol: kit.protocol,
    host,
    port,
    security,
  });
  const trust = (host = '127.0.0.1') => [authorityFor(host, certificates.authority)];

  describe(kit.name, () => {
    describe.each(securities)('%s', (security) => {
      it('signs in to a right server with one sign-in command and the fewest turns', async () => {
        const { script, server, endpoint } = await start(security, {});
        const { finding, stages } = await probeOnce(kit.make(patient), endpoint, {
          authorities: trust(),
          read: kit.read,
        });
        expect(finding).toMatchObject({ ok: true, tls: 'TLSv1.3', messages: kit.read ? 7 : null });
        expect(findingSchema.parse(finding)).toEqual(finding);
        expect(script.seen).toEqual([{ user, password }]);
        expect(server.signInCommands()).toBe(1);
        expect(server.connections()).toBe(1);
        expect(server.clear()).not.toContain(user);
        expect(stages.at(-1)).toBe('signed-in');
        expect(stages).toEqual(expect.arrayContaining(['resolving', 'connecting', 'greeting', 'signing-in']));
        expect(server.turns()).toBe(kit.turns[security]);
        await noSocketLeft(server);
      });

      it('says nothing of user or password while it is parked, and signs in afterwards', async () => {
        const { server, endpoint } = await start(security, {});
        const opened = await kit.make(patient).open(endpoint, {
          authorities: trust(),
          signal: new AbortController().signal,
          onStage: () => undefined,
          read: kit.read,
        });
        if (!opened.open) throw new Error(opened.finding.ok ? '' : opened.finding.code);
        await wait(100);
        expect(server.signInCommands()).toBe(0);
        expect(server.lines.join('\n')).not.toContain(user);
        expect(await opened.connection.signIn(user, new Secret(password))).toMatchObject({ ok: true });
        const again = await opened.connection.signIn(user, new Secret(password));
        expect(again).toMatchObject({ ok: false, passwordSent: false });
        expect(server.signInCommands()).toBe(1);
        await noSocketLeft(server);
      });

      it('leaves no socket when it is closed unused', async () => {
        const { server, endpoint } = await start(security, {});
        const opened = await kit.make(patient).open(endpoint, {
          authorities: trust(),
          signal: new AbortController().signal,
          onStage: () => undefined,
          read: kit.read,
        });
        if (opened.open) opened.connection.close();
        expect(opened.open).toBe(true);
        await noSocketLeft(server);
        expect(server.signInCommands()).toBe(0);
      });

      it('trusts an added authority for its own host only', async () => {
        const { server, endpoint } = await start(security, {});
        const { finding } = await probeOnce(kit.make(patient), endpoint, {
          authorities: trust('localhost'),
          read: kit.read,
        });
        expect(finding).toMatchObject({ ok: false, code: 'mail.certificate-not-trusted', passwordSent: false });
        expect(server.signInCommands()).toBe(0);
      });

      it('finds a server by its name', async () => {
        const { endpoint } = await start(security, {});
        const named = { ...endpoint, host: 'LOCALHOST' };
        const { finding } = await probeOnce(kit.make(patient), named, {
          authorities: trust('localhost.'),
          read: kit.read,
        });
        expect(finding).toMatchObject({ ok: true, host: 'LOCALHOST' });
      });

      it('stops at once when it is told to, before and after the password', async () => {
        const { server, endpoint } = await start(security, { verdict: () => undefined });
        const before = new AbortController();
        before.abort();
        const first = await probeOnce(kit.make(patient), endpoint, { signal: before.signal, read: kit.read });
        expect(first.finding).toMatchObject({ ok: false, code: 'mail.stopped', passwordSent: false });
        const during = new AbortController();
        setTimeout(() => during.abort(), 300);
        const second = await probeOnce(kit.make(patient), endpoint, {
          authorities: trust(),
          signal: during.signal,
          read: kit.read,
        });
        expect(second.finding).toMatchObject({ ok: false, code: 'mail.stopped' });
        await noSocketLeft(server);
      });

      it.each(['anna\r\nK9 LOGOUT', 'anna\0', ''])('sends no user name like %j', async (odd) => {
        const { server, endpoint } = await start(security, {});
        const { finding } = await probeOnce(kit.make(patient), endpoint, {
          authorities: trust(),
          user: odd,
          read: kit.read,
        });
        expect(finding).toMatchObject({ ok: false, passwordSent: false });
        expect(isRefusal(finding)).toBe(false);
        expect(server.signInCommands()).toBe(0);
        await noSocketLeft(server);
      });

      it('waits for a slow server', async () => {
        const { endpoint } = await start(security, { delay: 150 });
        const { finding } = await probeOnce(kit.make(patient), endpoint, { authorities: trust(), read: kit.read });
        expect(finding).toMatchObject({ ok: true });
      });

      it('knows when nothing listens', async () => {
        const { server, endpoint } = await start(security, {});
        await server.close();
        servers.pop();
        const { finding } = await probeOnce(kit.make(patient), endpoint, { read: kit.read });
        expect(finding).toMatchObject({ ok: false, code: 'mail.nothing-listens', passwordSent: false });
      });

      it('knows when the name does not exist', async () => {
        const endpoint = at(security, 993, 'no-such-host.invalid');
        const { finding } = await probeOnce(kit.make(patient), endpoint, { read: kit.read });
        expect(finding).toMatchObject({ ok: false, code: 'mail.name-not-found', passwordSent: false });
      });
    });

    // The names are needed before the certificates are made.
    const names = probeCases(kit.protocol, { authority: '', good: { certificate: '', privateKey: '' }, bad: badNames });
    for (const [index, { name, security: only }] of names.entries()) {
      it.each(securities.filter((security) => only === undefined || only === security))(
        `meets ${name} (%s)`,
        async (security) => {
          const trap = probeCases(kit.protocol, certificates)[index];
          if (trap === undefined) throw new Error('the cases changed');
          await meet(trap, security);
        },
      );
    }
  });

  async function meet(trap: ProbeCase, security: Security): Promise<void> {
    const { script, server, endpoint } = await start(security, trap.behaviour);
    const limits = trap.impatient ? impatient : patient;
    const { finding } = await probeOnce(kit.make(limits), endpoint, { authorities: trust(), read: kit.read });
    expect(finding).toMatchObject({ ok: false, code: trap.expected, passwordSent: trap.sent });
    expect(findingSchema.parse(finding)).toEqual(finding);
    if (trap.stage !== undefined) expect(finding).toMatchObject({ stage: trap.stage });
    expect(server.signInCommands()).toBe(trap.sent ? 1 : 0);
    expect(script.seen.length > 0).toBe(trap.sent);
    if (trap.silent && security === 'tls') expect(server.bytes()).toBe(0);
    expectNoSecret(JSON.stringify(finding));
    for (const form of secretForms()) expect(server.clear()).not.toContain(form);
    await noSocketLeft(server);
  }
}

const badNames = ['expired', 'not yet valid', 'for another name', 'of an unknown authority', 'signed by itself'].map(
  (name) => ({ name, code: 'mail.stopped' as const, leaf: { certificate: '', privateKey: '' } }),
);

function secretForms(): string[] {
  const bytes = Buffer.from(password, 'utf8');
  return [
    password,
    bytes.toString('base64'),
    Buffer.from(`\0${user}\0${password}`, 'utf8').toString('base64'),
    bytes.toString('hex'),
    encodeURIComponent(password),
  ];
}

function expectNoSecret(text: string): void {
  for (const form of secretForms()) expect(text.toLowerCase()).not.toContain(form.toLowerCase());
}

async function noSocketLeft(server: HostileServer): Promise<void> {
  for (let tries = 0; server.open() > 0 && tries < 600; tries += 1) await wait(5);
  expect(server.open()).toBe(0);
}
