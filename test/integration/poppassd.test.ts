import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { createPoppassdProvider } from '../../src/main/providers/poppassd/adapter.ts';
import type { Authority } from '../../src/shared/model.ts';
import { type ProviderBackend, testProvider } from '../kits/provider-kit.ts';
import { makeTestCertificates } from '../servers/certificates.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { mayLayer } from '../servers/layer.ts';
import { type Poppassd, startPoppassd } from '../servers/poppassd.ts';
import { plainDialogue, witnessSignIn } from '../servers/raw-clients.ts';

const provider = createPoppassdProvider();
const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';

/** poppassd and the mail server that asks the same accounts; whether a password is true is asked by IMAP. */
async function startPair(): Promise<{ passwords: Poppassd; mail: Dovecot }> {
  const certificates = await makeTestCertificates();
  const passwords = await startPoppassd({ certificates });
  const mail = await startDovecot({
    certificates,
    passwords: passwords.mailServer,
    failureDelay: 0,
    penalty: false,
  });
  return { passwords, mail };
}

async function signsIn({ host, name, ports, authorityFile }: Dovecot, user: string, password: string) {
  const door = { host, name, port: ports.imaps, authorityFile } as const;
  const answer = await witnessSignIn({ protocol: 'imap', security: 'tls', ...door, user, password });
  if (answer.verdict === 'failed') throw new Error(answer.detail);
  return answer.verdict === 'accepted';
}

interface Given {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'loopback';
  readonly authorities: readonly Authority[];
  readonly current: Secret | null;
  readonly signal: AbortSignal;
}

const accessTo = ({ user, host, port, security, ...given }: Given): ProviderAccess => ({
  ...{ address: 'anna@example.test', user, credential: null },
  settings: { host, port: String(port), security, account: 'user' },
  ...given,
});

async function startBackend(): Promise<ProviderBackend> {
  const { passwords, mail } = await startPair();
  const { host, port, user } = passwords;
  return {
    ...{ host, port },
    access: (door, { mode, stranger, current, signal }) =>
      accessTo({
        ...{ user: stranger === true ? 'stranger' : user, security: 'tls', signal },
        ...{ host: door.host, port: door.port, authorities: door.authorities },
        current: mode === 'self' ? current : null,
      }),
    holds: async (password) => await signsIn(mail, user, password),
    reset: async (password) => await passwords.setPassword(password),
    provoke: async () => {
      await passwords.remember('Another-Plum-Signal-52');
      return new Secret('Another-Plum-Signal-52');
    },
    stop: async () => {
      await mail.stop();
      await passwords.stop();
    },
  };
}

// An /etc of its own is for root alone.
describe.runIf(mayLayer)('poppassd with Dovecot', () => {
  testProvider({
    name: 'poppassd with Dovecot',
    create: (limits) => createPoppassdProvider(limits),
    start: startBackend,
    changeMark: 'newpass ',
    wire: { http: false, endless: Buffer.from('200 ') },
    fixture: new URL('../../src/main/providers/poppassd/fixture.json', import.meta.url),
    refusals: { policy: ['provider.used-before'] },
    stranger: ['provider.no-such-mailbox'],
  });

  describe('beyond the contract', () => {
    let passwords: Poppassd;
    let mail: Dovecot;
    beforeAll(async () => {
      ({ passwords, mail } = await startPair());
    });
    afterAll(async () => {
      await mail.stop();
      await passwords.stop();
    });
    beforeEach(async () => await passwords.setPassword(first));
    const access = () =>
      accessTo({
        ...{ user: passwords.user, host: passwords.host, port: passwords.plainPort, security: 'loopback' },
        ...{ authorities: [], current: new Secret(first), signal: new AbortController().signal },
      });

    it('changes the password in the clear where it does not leave this computer', async () => {
      expect(await provider.check(access())).toEqual({ kind: 'ready', rules: null, warnings: [] });
      expect(await provider.changePassword(access(), new Secret(second))).toEqual({ kind: 'accepted' });
      expect(await signsIn(mail, passwords.user, second)).toBe(true);
      expect(await signsIn(mail, passwords.user, first)).toBe(false);
    });

    it('sets the longest password that can be proved again', async () => {
      const longest = 'Ab1-'.repeat(31).slice(0, 123);
      expect(await provider.changePassword(access(), new Secret(longest))).toEqual({ kind: 'accepted' });
      const again = { ...access(), current: new Secret(longest) };
      expect(await provider.check(again)).toMatchObject({ kind: 'ready' });
    });

    // What the provider never sends, because of this.
    it.each([
      ['a blank before it', ' Second-Ochre-Anvil-87', 'Second-Ochre-Anvil-87'],
      ['more than it keeps', 'Ab1-'.repeat(40), 'Ab1-'.repeat(32)],
    ])('keeps another password than it was told: %s', async (_, told, kept) => {
      const lines = [`user ${passwords.user}`, `pass ${first}`, `newpass ${told}`];
      const answers = await plainDialogue(passwords.host, passwords.plainPort, lines);
      expect(answers.at(-1)).toContain('200 Password changed');
      expect(await signsIn(mail, passwords.user, kept)).toBe(true);
      expect(await signsIn(mail, passwords.user, told)).toBe(false);
    });
  });
});
