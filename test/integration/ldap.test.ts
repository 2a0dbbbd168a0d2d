import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { createLdapProvider } from '../../src/main/providers/ldap/adapter.ts';
import type { Authority } from '../../src/shared/model.ts';
import { ldapWire, type ProviderBackend, testProvider } from '../kits/provider-kit.ts';
import { makeTestCertificates, type TestCertificates } from '../servers/certificates.ts';
import { type DirectoryMailbox, type Slapd, startSlapd } from '../servers/slapd.ts';

const provider = createLdapProvider();

testProvider({
  name: 'LDAP Password Modify on slapd',
  create: (limits) => createLdapProvider(limits),
  start: startBackend,
  changeMark: '1.3.6.1.4.1.4203.1.11.1',
  wire: ldapWire,
  fixture: new URL('../../src/main/providers/ldap/fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-short'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
  stranger: ['provider.no-such-mailbox'],
});

async function startBackend(): Promise<ProviderBackend> {
  const slapd = await startSlapd({ certificates: await makeTestCertificates() });
  // A fresh mailbox for every case: slapd keeps failures and history in the entry.
  let count = 0;
  let mailbox: DirectoryMailbox | null = null;
  const present = () => mailbox ?? { dn: 'uid=nobody', address: 'nobody@example.test', password: '' };
  const reset = async (password: string) => {
    await slapd.setPolicy({ minLength: 8, maxFailure: 4 });
    mailbox = await slapd.addMailbox(`case${++count}@example.test`, 'Initial-Slate-Harbour-66');
    // slapd dates a password only when its owner has set it.
    await slapd.changePassword(mailbox.dn, 'Initial-Slate-Harbour-66', password);
  };
  return {
    host: slapd.host,
    port: slapd.tlsPort,
    access: (door, given) =>
      accessTo(slapd, given.stranger === true ? 'stranger@example.test' : present().address, {
        port: door.port,
        authorities: door.authorities,
        mode: given.mode,
        current: given.current,
        credential: new Secret(given.wrongCredential === true ? 'Wrong-1' : slapd.helpdesk.password),
        signal: given.signal,
      }),
    holds: async (password) => await slapd.bindWorks(present().dn, password),
    reset,
    provoke: async (refusal) => {
      if (refusal === 'policy') return new Secret('Ab1-');
      if (refusal === 'too-soon') await slapd.setPolicy({ minAge: 3_600 });
      else for (let i = 0; i < 4; i += 1) await slapd.bindWorks(present().dn, `wrong-${i}`);
      return new Secret('Another-Plum-Signal-52');
    },
    stop: () => slapd.stop(),
  };
}

interface Given {
  readonly mode?: 'self' | 'admin';
  readonly current?: Secret | null;
  readonly credential?: Secret | null;
  readonly port?: number;
  readonly security?: 'tls' | 'starttls';
  readonly authorities: readonly Authority[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function accessTo(slapd: Slapd, address: string, given: Given): ProviderAccess {
  return {
    address,
    user: address,
    settings: {
      host: slapd.host,
      port: String(given.port ?? slapd.tlsPort),
      security: given.security ?? 'tls',
      mode: given.mode ?? 'self',
      adminDn: slapd.helpdesk.dn,
      // A person's entry is named by the template, an administrator searches for it.
      ...(given.mode === 'admin'
        ? { searchBase: slapd.peopleDn, searchFilter: '(mail={address})' }
        : { userDn: `uid={local},${slapd.peopleDn}` }),
      ...given.settings,
    },
    authorities: given.authorities,
    current: given.current ?? null,
    credential: given.credential ?? null,
    signal: given.signal ?? new AbortController().signal,
  };
}

describe('LDAP Password Modify on slapd, beyond the contract', () => {
  let certificates: TestCertificates;
  let slapd: Slapd;
  let authorities: readonly Authority[];
  let count = 0;

  beforeAll(async () => {
    certificates = await makeTestCertificates();
    slapd = await startSlapd({ certificates });
    authorities = [
      {
        host: slapd.host,
        pem: certificates.authority,
        fingerprint: Array.from({ length: 32 }, () => '00').join(':'),
        subject: 'Test authority',
      },
    ];
  });
  afterAll(() => slapd.stop());

  const first = 'First-Mauve-Kettle-41';
  const add = async () => await slapd.addMailbox(`person${++count}@example.test`, first);
  const self = (mailbox: DirectoryMailbox, given: Partial<Given> = {}) =>
    accessTo(slapd, mailbox.address, { authorities, current: new Secret(first), ...given });
  const admin = (mailbox: DirectoryMailbox, given: Partial<Given> = {}) =>
    accessTo(slapd, mailbox.address, {
      authorities,
      mode: 'admin',
      credential: new Secret(slapd.helpdesk.password),
      ...given,
    });
  const bindsOf = async (dn: string) =>
    (await slapd.binds()).filter((bind) => bind.dn === dn && bind.door !== 'harness').length;

  it.each(['tls', 'starttls'] as const)('changes it over %s with one sign-in', async (security) => {
    const mailbox = await add();
    const port = security === 'tls' ? slapd.tlsPort : slapd.port;
    const access = self(mailbox, { security, port });
    expect(await provider.check(access)).toMatchObject({ kind: 'ready', rules: { minLength: 8, notCurrent: true } });
    expect(await bindsOf(mailbox.dn)).toBe(1);
    expect(await provider.changePassword(access, new Secret('Second-Ochre-Anvil-87'))).toEqual({ kind: 'accepted' });
    expect(await bindsOf(mailbox.dn)).toBe(2);
    expect(await slapd.bindWorks(mailbox.dn, 'Second-Ochre-Anvil-87')).toBe(true);
  });

  it('never goes on without TLS', async () => {
    const mailbox = await add();
    const answer = await provider.changePassword(
      self(mailbox, { security: 'starttls', port: slapd.port, authorities: [] }),
      new Secret('Second-Ochre-Anvil-87'),
    );
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.certificate' });
    expect(await bindsOf(mailbox.dn)).toBe(0);
  });

  it.each(['expired', 'wrong-name', 'unknown-authority'] as const)('refuses a certificate: %s', async (certificate) => {
    const other = await startSlapd({ certificates, certificate });
    try {
      const mailbox = await other.addMailbox('somebody@example.test', first);
      for (const security of ['tls', 'starttls'] as const) {
        const port = security === 'tls' ? other.tlsPort : other.port;
        const access = accessTo(other, mailbox.address, { authorities, current: new Secret(first), security, port });
        expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.certificate' } });
      }
      expect((await other.binds()).filter((bind) => bind.door !== 'harness')).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it('says that a password was used before', async () => {
    const mailbox = await add();
    const answer = await provider.changePassword(self(mailbox), new Secret(first));
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.used-before' });
  });

  it('says that the person may not do it', async () => {
    const mailbox = await add();
    await slapd.setPolicy({ allowUserChange: false });
    const answer = await provider.changePassword(self(mailbox), new Secret('Second-Ochre-Anvil-87'));
    await slapd.setPolicy({});
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
  });

  it('says that this account is no administrator', async () => {
    const [mailbox, other] = [await add(), await add()];
    const answer = await provider.changePassword(
      admin(mailbox, { credential: new Secret(first), settings: { adminDn: other.dn } }),
      new Secret('Second-Ochre-Anvil-87'),
    );
    expect(answer).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
    expect(await slapd.bindWorks(mailbox.dn, first)).toBe(true);
  });

  it('changes it where the old password must come along', async () => {
    const mailbox = await add();
    await slapd.setPolicy({ safeModify: true });
    const answer = await provider.changePassword(self(mailbox), new Secret('Second-Ochre-Anvil-87'));
    const forced = await provider.changePassword(admin(mailbox), new Secret('Third-Olive-Trumpet-19'));
    await slapd.setPolicy({});
    expect(answer).toEqual({ kind: 'accepted' });
    expect(forced).toMatchObject({ kind: 'refused', code: 'provider.not-allowed' });
  });

  it('warns that the password must be changed, and changes it', async () => {
    const mailbox = await add();
    await slapd.requireChange(mailbox.dn);
    const warned = { kind: 'ready', warnings: [{ code: 'provider.must-change' }] };
    expect(await provider.check(self(mailbox))).toMatchObject(warned);
    expect(await provider.check(admin(mailbox))).toMatchObject(warned);
    expect(await bindsOf(mailbox.dn)).toBe(1);
    expect(await provider.changePassword(self(mailbox), new Secret('Second-Ochre-Anvil-87'))).toEqual({
      kind: 'accepted',
    });
  });

  it('warns of grace sign-ins with their number, and stops before the last is gone', async () => {
    const mailbox = await slapd.addMailbox('grace@example.test', 'Initial-Slate-Harbour-66');
    await slapd.changePassword(mailbox.dn, 'Initial-Slate-Harbour-66', first);
    await slapd.setPolicy({ maxAge: 1, graceSignIns: 2 });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await provider.check(self(mailbox)));
    await slapd.setPolicy({});
    expect(answers).toMatchObject([
      { kind: 'ready', warnings: [{ code: 'provider.grace-running-out', technical: expect.stringMatching(/: 1$/) }] },
      { kind: 'not-ready', failure: { code: 'provider.expired' } },
      { kind: 'not-ready', failure: { code: 'provider.expired' } },
    ]);
  });

  it('says that the mailbox is locked, with the right password too', async () => {
    const mailbox = await add();
    for (let i = 0; i < 4; i += 1) await slapd.bindWorks(mailbox.dn, `wrong-${i}`);
    expect(await provider.check(self(mailbox))).toMatchObject({ failure: { code: 'provider.locked' } });
  });

  it('finds a hostile address nowhere, and nobody else instead', async () => {
    await add();
    for (const address of ['*', '*)(uid=*', 'x,ou=people', 'person1@example.test)(|(mail=*)']) {
      const mailbox = { dn: '', address, password: first };
      const answer = await provider.check(admin(mailbox));
      expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.no-such-mailbox' } });
    }
  });

  it('does not choose between two entries with one address', async () => {
    const mailbox = await add();
    const answer = await provider.check(admin(mailbox, { settings: { searchFilter: '(objectClass=inetOrgPerson)' } }));
    expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.settings-incomplete' } });
  });

  it('searches before signing in where the directory lets anybody look', async () => {
    const open = await startSlapd({ certificates, anonymousRead: true });
    try {
      const mailbox = await open.addMailbox('somebody@example.test', first);
      const access = accessTo(open, mailbox.address, {
        authorities,
        current: new Secret(first),
        settings: { userDn: '', searchBase: open.peopleDn, searchFilter: '(mail={address})' },
      });
      expect(await provider.changePassword(access, new Secret('Second-Ochre-Anvil-87'))).toEqual({ kind: 'accepted' });
      expect(await open.bindWorks(mailbox.dn, 'Second-Ochre-Anvil-87')).toBe(true);
    } finally {
      await open.stop();
    }
  });
});
