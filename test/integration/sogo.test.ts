import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { createSogoProvider } from '../../src/main/providers/sogo/adapter.ts';
import type { Authority } from '../../src/shared/model.ts';
import { httpWire, type ProviderBackend, testProvider } from '../kits/provider-kit.ts';
import { makeTestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { mayLayer } from '../servers/layer.ts';
import { witnessSignIn } from '../servers/raw-clients.ts';
import { type DirectoryMailbox, type PasswordPolicy, type Slapd, startSlapd } from '../servers/slapd.ts';
import { type Sogo, startSogo } from '../servers/sogo.ts';

const provider = createSogoProvider();
const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';
const initial = 'Initial-Slate-Harbour-66';
const policy: PasswordPolicy = { minLength: 8, maxFailure: 4 };

interface World {
  readonly slapd: Slapd;
  readonly sogo: Sogo;
  readonly mail: Dovecot;
  readonly authorities: readonly Authority[];
  /** A new mailbox whose owner has set this password: slapd dates a password only then. */
  add(password: string): Promise<DirectoryMailbox>;
  /** Whether a password is true, asked by IMAP. */
  signsIn(user: string, password: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** One directory, and both SOGo and the mail server ask it. */
async function startWorld(): Promise<World> {
  const certificates = await makeTestCertificates();
  const slapd = await startSlapd({ certificates, policy });
  const mail = await startDovecot({ certificates, passwords: slapd, failureDelay: 0, penalty: false });
  const sogo = await startSogo({ certificates, directory: slapd });
  let count = 0;
  const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
  const world: World = {
    ...{ slapd, sogo, mail },
    authorities: [{ host: sogo.host, pem: certificates.authority, fingerprint, subject: 'Test authority' }],
    add: async (password) => {
      const mailbox = await slapd.addMailbox(`case${++count}@example.test`, initial);
      await slapd.changePassword(mailbox.dn, initial, password);
      return mailbox;
    },
    signsIn: async (user, password) => {
      const { host, name, ports, authorityFile } = mail;
      const door = { host, name, port: ports.imaps, authorityFile } as const;
      const answer = await witnessSignIn({ protocol: 'imap', security: 'tls', ...door, user, password });
      if (answer.verdict === 'failed') throw new Error(answer.detail);
      return answer.verdict === 'accepted';
    },
    stop: async () => {
      await sogo.stop();
      await mail.stop();
      await slapd.stop();
    },
  };
  // The first sign-in of all takes longest.
  const { address } = await world.add(first);
  const warm = accessTo(address, { host: sogo.host, port: sogo.port, authorities: world.authorities });
  const answer = await provider.check(warm);
  if (answer.kind === 'not-ready') throw new Error(`${JSON.stringify(answer)}\n${sogo.log()}`);
  return world;
}

function accessTo(
  address: string,
  given: Pick<Authority, 'host'> & { port: number; authorities: readonly Authority[] } & Partial<ProviderAccess>,
): ProviderAccess {
  const { host, port, ...more } = given;
  return {
    ...{ address, user: address, credential: null, current: new Secret(first) },
    signal: new AbortController().signal,
    settings: { host, port: String(port), path: '/SOGo/' },
    ...more,
  };
}

async function startBackend(): Promise<ProviderBackend> {
  const world = await startWorld();
  const { slapd, sogo } = world;
  // A fresh mailbox for every case: slapd keeps failures and history in the entry.
  let mailbox: DirectoryMailbox | null = null;
  const present = () => mailbox ?? { dn: 'uid=nobody', address: 'nobody@example.test', password: '' };
  return {
    host: sogo.host,
    port: sogo.port,
    access: ({ host, port, authorities }, { mode, stranger, current, signal }) =>
      accessTo(stranger === true ? 'stranger@example.test' : present().address, {
        ...{ host, port, authorities, signal },
        current: mode === 'self' ? current : null,
      }),
    holds: async (password) => await world.signsIn(present().address, password),
    reset: async (password) => {
      await slapd.setPolicy(policy);
      mailbox = await world.add(password);
    },
    provoke: async (refusal) => {
      if (refusal === 'policy') return new Secret('Ab1-');
      if (refusal === 'too-soon') await slapd.setPolicy({ ...policy, minAge: 3_600 });
      else for (let i = 0; i < 4; i += 1) await slapd.bindWorks(present().dn, `wrong-${i}`);
      return new Secret('Another-Plum-Signal-52');
    },
    stop: () => world.stop(),
  };
}

// It reads its settings from /etc alone, and an /etc of its own is for root alone.
describe.runIf(mayLayer)('SOGo with a directory and Dovecot', () => {
  testProvider({
    name: 'SOGo with a directory and Dovecot',
    create: (limits) => createSogoProvider(limits),
    start: startBackend,
    changeMark: 'newPassword',
    wire: httpWire,
    fixture: new URL('../../src/main/providers/sogo/fixture.json', import.meta.url),
    refusals: { policy: ['provider.too-short'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
    stranger: ['provider.no-such-mailbox'],
  });

  describe('beyond the contract', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld();
    });
    afterAll(async () => await world.stop());
    const access = (address: string) =>
      accessTo(address, { host: world.sogo.host, port: world.sogo.port, authorities: world.authorities });

    it('says that a password was used before', async () => {
      const { address } = await world.add(first);
      expect(await provider.changePassword(access(address), new Secret(initial))).toMatchObject({
        kind: 'refused',
        code: 'provider.used-before',
      });
      expect(await world.signsIn(address, first)).toBe(true);
    });

    it('changes a password that an administrator wants changed first', async () => {
      const { address, dn } = await world.add(first);
      await world.slapd.requireChange(dn);
      expect(await provider.check(access(address))).toMatchObject({
        kind: 'ready',
        warnings: [{ code: 'provider.must-change' }],
      });
      expect(await provider.changePassword(access(address), new Secret(second))).toEqual({ kind: 'accepted' });
      expect(await world.signsIn(address, second)).toBe(true);
    });
  });
});
