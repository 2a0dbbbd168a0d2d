import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateKinds, makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Dovecot, type DovecotOptions, type MailProtocol, startDovecot } from '../servers/dovecot.ts';
import { isOpen, makeFolder, runProgram, startServer, until } from '../servers/process.ts';
import { plainDialogue, type WitnessAnswer, witnessSignIn } from '../servers/raw-clients.ts';
import { type DirectoryMailbox, type Slapd, startSlapd } from '../servers/slapd.ts';

const address = 'anna@example.test';
const first = 'Old-Pass-1 "ä\\';
const second = 'New-Pass-2';
const protocols = ['imap', 'pop3', 'submission'] as const;
const securities = ['starttls', 'tls'] as const;
const listeners = protocols.flatMap((protocol) => securities.map((security) => ({ protocol, security })));

let certificates: TestCertificates;
let slapd: Slapd;
let mailbox: DirectoryMailbox;
let dovecot: Dovecot;

beforeAll(async () => {
  certificates = await makeTestCertificates();
  slapd = await startSlapd({ certificates, policy: { minLength: 8, maxFailure: 0 } });
  mailbox = await slapd.addMailbox(address, first);
  dovecot = await startDovecot({ certificates, passwords: slapd });
});

afterAll(async () => {
  await dovecot?.stop();
  await slapd?.stop();
});

async function ask(
  server: Dovecot,
  password: string,
  listener: { protocol: MailProtocol; security: 'starttls' | 'tls' } = { protocol: 'imap', security: 'tls' },
): Promise<WitnessAnswer> {
  const { imap, imaps, pop3, pop3s, submission, submissions } = server.ports;
  const ports = {
    imap: { starttls: imap, tls: imaps },
    pop3: { starttls: pop3, tls: pop3s },
    submission: { starttls: submission, tls: submissions },
  };
  return await witnessSignIn({
    ...listener,
    host: server.host,
    name: server.name,
    port: ports[listener.protocol][listener.security],
    authorityFile: server.authorityFile,
    user: address,
    password,
  });
}

async function withDovecot(options: Partial<DovecotOptions>, use: (server: Dovecot) => Promise<void>): Promise<void> {
  const server = await startDovecot({ certificates, passwords: { [address]: first }, ...options });
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

describe('Dovecot', () => {
  it('refuses a password before TLS on every protocol', async () => {
    await withDovecot({}, async (server) => {
      const response = Buffer.from(`\0${address}\0${second}`).toString('base64');
      const imap = await plainDialogue(server.host, server.ports.imap, ['a1 CAPABILITY', `a2 LOGIN ${address} x`]);
      expect(imap[1]).toContain('LOGINDISABLED');
      expect(imap[2]).toContain('[PRIVACYREQUIRED]');
      const pop3 = await plainDialogue(server.host, server.ports.pop3, [`USER ${address}`, 'PASS x']);
      expect(pop3[1]).toMatch(/^-ERR \[AUTH\] Plaintext authentication disallowed/);
      const submission = await plainDialogue(server.host, server.ports.submission, [
        'EHLO me',
        `AUTH PLAIN ${response}`,
      ]);
      expect(submission[1]).toContain('STARTTLS');
      expect(submission[1]).not.toMatch(/AUTH .*PLAIN/);
      expect(submission[2]).toMatch(/^523 /);
      expect(await server.plainTextTries()).toBe(3);
      expect(await server.signIns()).toEqual([]);
    });
  });

  it.each(listeners)('takes the right password over $protocol with $security, once', async (listener) => {
    const before = (await dovecot.signIns()).length;
    expect(await ask(dovecot, first, listener)).toMatchObject({ verdict: 'accepted' });
    const signIns = (await dovecot.signIns()).slice(before);
    expect(signIns).toMatchObject([{ protocol: listener.protocol, user: address, ok: true, reason: '' }]);
  });

  it('counts each wrong try once, and answers the second one more slowly', async () => {
    await withDovecot({}, async (server) => {
      const one = await ask(server, 'wrong 1');
      const two = await ask(server, 'wrong 2', { protocol: 'submission', security: 'starttls' });
      expect([one.verdict, two.verdict]).toEqual(['refused', 'refused']);
      expect(two.tookMs).toBeGreaterThan(one.tookMs + 2000);
      expect(await server.failures()).toMatchObject([
        { protocol: 'imap', user: address, ok: false, reason: 'Password mismatch' },
        { protocol: 'submission', user: address, ok: false, reason: 'Password mismatch' },
      ]);
      expect(server.log()).not.toContain(Buffer.from(`\0${address}\0wrong 2`).toString('base64'));
    });
  });

  it('keeps accepting the old password while its cache holds it', async () => {
    await withDovecot({ cache: { ttl: 60, negativeTtl: 60 } }, async (server) => {
      expect((await ask(server, first)).verdict).toBe('accepted');
      server.setPassword(address, second);
      expect((await ask(server, first)).verdict).toBe('accepted');
      await server.flushCache();
      // Dovecot looks at its password file once a second; a try before that would be a failure with its penalty.
      await wait(1100);
      expect((await ask(server, second)).verdict).toBe('accepted');
    });
  });

  it('has no STARTTLS and takes no password when it runs without TLS', async () => {
    await withDovecot({ tls: false }, async (server) => {
      const [, capability] = await plainDialogue(server.host, server.ports.imap, ['a1 CAPABILITY']);
      expect(capability).not.toContain('STARTTLS');
      expect(capability).toContain('LOGINDISABLED');
      expect(await isOpen(server.host, server.ports.imaps)).toBe(false);
      expect((await ask(server, first, { protocol: 'imap', security: 'starttls' })).verdict).toBe('failed');
    });
  });

  it.each(certificateKinds.filter((kind) => kind !== 'good'))('can show a certificate that is %s', async (kind) => {
    await withDovecot({ certificate: kind }, async (server) => {
      const answer = await ask(server, first);
      expect(answer.verdict).toBe('failed');
      expect(answer.detail).toMatch(/^curl 60:/);
      expect(await server.signIns()).toEqual([]);
    });
  });

  it('refuses more sessions of one user than it was told', async () => {
    await withDovecot({ connectionsPerUser: 1 }, async (server) => {
      const holder = spawn('openssl', ['s_client', '-quiet', '-connect', `${server.host}:${server.ports.imaps}`]);
      try {
        holder.stdin.write(`a1 AUTHENTICATE PLAIN ${Buffer.from(`\0${address}\0${first}`).toString('base64')}\r\n`);
        await until('the first session to stand', () => /imap-login: Info: Login/.test(server.log()));
        const answer = await ask(server, first);
        expect(answer.verdict).toBe('failed');
        expect(answer.detail).toContain('[LIMIT]');
      } finally {
        holder.kill();
      }
    });
  });
});

describe('slapd', () => {
  it('wants TLS before a password', async () => {
    const passwordFile = ['-D', mailbox.dn, '-w', 'any'] as const;
    const result = await runProgram(['ldapwhoami', '-x', '-H', `ldap://${slapd.host}:${slapd.port}`, ...passwordFile]);
    expect(result.code).toBe(13);
    expect((await slapd.binds()).at(-1)).toMatchObject({ dn: mailbox.dn, result: 13, door: 'ldap' });
  });

  it('refuses by policy with the policy code: too short, in history, and also for helpdesk', async () => {
    const { dn } = await slapd.addMailbox('policy@example.test', first);
    expect(await slapd.changePassword(dn, first, 'short')).toMatchObject({ result: 19, policyError: 6 });
    expect(await slapd.setPassword(dn, 'short')).toMatchObject({ result: 19, policyError: 6 });
    expect(await slapd.changePassword(dn, first, second)).toMatchObject({ result: 0 });
    expect(await slapd.changePassword(dn, second, first)).toMatchObject({ result: 19, policyError: 8 });
    expect(await slapd.bindWorks(dn, second)).toBe(true);
    expect(await slapd.bindWorks(dn, first)).toBe(false);
  });

  it('locks after the number of failures that the policy says, and shows it', async () => {
    const { dn } = await slapd.addMailbox('locked@example.test', first);
    await slapd.setPolicy({ maxFailure: 2 });
    try {
      const before = (await slapd.failedBinds()).length;
      expect(await slapd.bindWorks(dn, 'wrong')).toBe(false);
      expect(await slapd.bindWorks(dn, 'wrong')).toBe(false);
      expect(await slapd.bindWorks(dn, first)).toBe(false);
      const failed = (await slapd.failedBinds()).slice(before);
      expect(failed.map((bind) => [bind.dn, bind.door])).toEqual(Array(3).fill([dn, 'harness']));
      expect((await slapd.readEntry(dn)).has('pwdaccountlockedtime')).toBe(true);
    } finally {
      await slapd.setPolicy({ maxFailure: 0 });
    }
  });

  it('lets a reset account do nothing but change its password', async () => {
    const { dn } = await slapd.addMailbox('reset@example.test', first);
    await slapd.requireChange(dn);
    expect((await slapd.readEntry(dn)).get('pwdreset')).toEqual(['TRUE']);
    expect(await slapd.changePassword(dn, first, second)).toMatchObject({ result: 0 });
    expect((await slapd.readEntry(dn)).has('pwdreset')).toBe(false);
  });

  it('is what Dovecot asks: a change here is a change there, and a failure is counted in both', async () => {
    await slapd.changePassword(mailbox.dn, first, second);
    const [mailBefore, directoryBefore] = [(await dovecot.failures()).length, (await slapd.failedBinds()).length];
    expect((await ask(dovecot, second, { protocol: 'pop3', security: 'tls' })).verdict).toBe('accepted');
    expect((await ask(dovecot, first)).verdict).toBe('refused');
    expect((await dovecot.failures()).slice(mailBefore)).toMatchObject([{ protocol: 'imap', user: address }]);
    expect((await slapd.failedBinds()).slice(directoryBefore)).toMatchObject([{ dn: mailbox.dn, door: 'mail-server' }]);
  });
});

describe('the keeper of a server', () => {
  it('ends the server and removes its folder when the test process is killed', async () => {
    const folder = makeFolder('keeper');
    const source = readFileSync(new URL('../servers/process.ts', import.meta.url), 'utf8');
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(source, { compilerOptions: options });
    const last = `
      const server = startServer(${JSON.stringify(folder)}, ['bash', '-c', 'echo $$; sleep 3456']);
      await until('its number', () => server.output().endsWith('\\n'));
      process.stdout.write(server.output(), () => process.kill(process.pid, 'SIGKILL'));`;
    const result = await runProgram([process.execPath, '--input-type=module'], { input: outputText + last });
    expect(result.code, result.output).toBeNull();
    expect(Number(result.output)).toBeGreaterThan(1);
    await until('the folder to go', () => !existsSync(folder));
    expect(existsSync(`/proc/${Number(result.output)}`)).toBe(false);
  });

  it('removes everything on stop, also for a server that ended by itself', async () => {
    const folder = makeFolder('keeper');
    const server = startServer(folder, ['false']);
    await until('the end', () => !server.running());
    await server.stop();
    expect(existsSync(folder)).toBe(false);
  });
});
