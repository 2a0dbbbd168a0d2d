import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { createPostfixAdminProvider } from '../../src/main/providers/postfixadmin/adapter.ts';
import type { Authority } from '../../src/shared/model.ts';
import { httpWire, type ProviderBackend, testProvider } from '../kits/provider-kit.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { type PostfixAdmin, startPostfixAdmin } from '../servers/postfixadmin.ts';
import { witnessSignIn } from '../servers/raw-clients.ts';

const provider = createPostfixAdminProvider();
const anna = 'anna@example.test';
const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';

testProvider({
  name: 'PostfixAdmin with Dovecot',
  create: (limits) => createPostfixAdminProvider(limits),
  start: startBackend,
  changeMark: 'assword2',
  wire: httpWire,
  fixture: new URL('../../src/main/providers/postfixadmin/fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'] },
  stranger: ['provider.no-such-mailbox'],
});

/** The panel and the mail server that reads the same database; whether a password is true is asked by IMAP. */
async function startPair(certificates: TestCertificates): Promise<{ panel: PostfixAdmin; mail: Dovecot }> {
  const panel = await startPostfixAdmin({ certificates });
  const mail = await startDovecot({ certificates, passwords: panel.mailServer, failureDelay: 0, penalty: false });
  return { panel, mail };
}

async function signsIn(mail: Dovecot, user: string, password: string): Promise<boolean> {
  const { host, name, ports, authorityFile } = mail;
  const door = { host, name, port: ports.imaps, authorityFile } as const;
  const answer = await witnessSignIn({ protocol: 'imap', security: 'tls', ...door, user, password });
  if (answer.verdict === 'failed') throw new Error(answer.detail);
  return answer.verdict === 'accepted';
}

async function startBackend(): Promise<ProviderBackend> {
  const { panel, mail } = await startPair(await makeTestCertificates());
  return {
    host: panel.host,
    port: panel.port,
    access: (door, given) =>
      accessTo(panel, given.stranger === true ? 'stranger@example.test' : anna, {
        port: door.port,
        authorities: door.authorities,
        mode: given.mode,
        current: given.current,
        credential: new Secret(given.wrongCredential === true ? 'Wrong-1' : panel.administrator.password),
        signal: given.signal,
      }),
    holds: async (password) => await signsIn(mail, anna, password),
    reset: async (password) => await panel.setMailbox(anna, password),
    provoke: () => Promise.resolve(new Secret('A-1b')),
    stop: async () => {
      await mail.stop();
      await panel.stop();
    },
  };
}

interface Given {
  readonly mode?: 'self' | 'admin';
  readonly current?: Secret | null;
  readonly credential?: Secret | null;
  readonly port?: number;
  readonly authorities: readonly Authority[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function accessTo(panel: PostfixAdmin, address: string, given: Given): ProviderAccess {
  return {
    address,
    user: address,
    settings: {
      host: panel.host,
      port: String(given.port ?? panel.port),
      path: panel.path,
      mode: given.mode ?? 'self',
      adminName: panel.administrator.name,
      ...given.settings,
    },
    authorities: given.authorities,
    current: given.current ?? null,
    credential: given.credential ?? null,
    signal: given.signal ?? new AbortController().signal,
  };
}

describe('PostfixAdmin, beyond the contract', () => {
  let panel: PostfixAdmin;
  let mail: Dovecot;
  let authorities: readonly Authority[];

  beforeAll(async () => {
    const certificates = await makeTestCertificates();
    ({ panel, mail } = await startPair(certificates));
    const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
    authorities = [{ host: panel.host, pem: certificates.authority, fingerprint, subject: 'Test authority' }];
  });
  afterAll(async () => {
    await mail.stop();
    await panel.stop();
  });

  let count = 0;
  const add = async () => {
    const address = `person${++count}@example.test`;
    await panel.setMailbox(address, first);
    return address;
  };
  const self = (address: string, given: Partial<Given> = {}) =>
    accessTo(panel, address, { authorities, current: new Secret(first), ...given });
  const admin = (address: string, given: Partial<Given> = {}) =>
    accessTo(panel, address, {
      authorities,
      mode: 'admin',
      credential: new Secret(panel.administrator.password),
      ...given,
    });

  it.each([
    ['Ab1', 'provider.too-short'],
    ['1234567-89', 'provider.too-simple'],
    ['without-any-number', 'provider.too-simple'],
  ])('says which rule %s breaks, in both ways', async (next, code) => {
    const address = await add();
    for (const access of [self(address), admin(address)]) {
      const answer = await provider.changePassword(access, new Secret(next));
      expect(answer).toMatchObject({ kind: 'refused', code });
    }
    expect(await signsIn(mail, address, first)).toBe(true);
  });

  it('leaves everything of the mailbox as it is but the password', async () => {
    const address = await add();
    const before = await panel.readMailbox(address);
    expect(await provider.changePassword(admin(address), new Secret(second))).toEqual({ kind: 'accepted' });
    expect(await panel.readMailbox(address)).toEqual(before);
    expect(before).toMatchObject([{ name: 'Anna <b>& "Co"' }]);
    expect(await signsIn(mail, address, second)).toBe(true);
  });

  it('says nothing of a mailbox that is not in a domain of this administrator', async () => {
    const address = await add();
    const access = admin(address, {
      credential: new Secret(panel.stranger.password),
      settings: { adminName: panel.stranger.name },
    });
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.no-such-mailbox' } });
    expect(await provider.changePassword(access, new Secret(second))).toMatchObject({
      code: 'provider.no-such-mailbox',
    });
    expect(await signsIn(mail, address, first)).toBe(true);
  });

  it('does not guess at words that the house has made up', async () => {
    const address = await add();
    panel.configure(`$CONF['password_validation'] = ['blue' => function ($password) { return 'Only blue ones'; }];`);
    try {
      // The page for administrators marks the field; the one for everybody only writes above it.
      expect(await provider.changePassword(admin(address), new Secret(second))).toMatchObject({
        kind: 'refused',
        code: 'provider.policy',
        technical: expect.stringContaining('blue'),
      });
      expect(await provider.changePassword(self(address), new Secret(second))).toMatchObject({
        kind: 'unknown',
        code: 'provider.odd-answer',
        technical: expect.stringContaining('blue'),
      });
    } finally {
      panel.configure('');
    }
    expect(await signsIn(mail, address, first)).toBe(true);
  });

  it.each(['/', '/elsewhere/', '/postfixadmin/css/'])('finds no page where there is none: %s', async (path) => {
    const access = self(await add(), { settings: { path } });
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.unreachable' } });
    expect(await provider.changePassword(access, new Secret(second))).toMatchObject({ kind: 'refused' });
  });

  it.each(['postfixadmin', '/postfixadmin', ' /postfixadmin/ ', '//postfixadmin//'])(
    'takes the path as %j',
    async (path) => {
      const access = self(await add(), { settings: { path } });
      expect(await provider.check(access)).toMatchObject({ kind: 'ready' });
    },
  );

  it.each(['/../etc/', '/a b/', '/?x=', '/%2e%2e/', 'https://elsewhere.test/'])(
    'takes no path like %s',
    async (path) => {
      const access = self(await add(), { settings: { path } });
      expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    },
  );
});
