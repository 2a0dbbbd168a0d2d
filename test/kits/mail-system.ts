import type { Authority, MailboxDraft } from '../../src/shared/model.ts';
import { makeTestCertificates } from '../servers/certificates.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../servers/dovecot.ts';
import { type DirectoryMailbox, type PasswordPolicy, type Slapd, startSlapd } from '../servers/slapd.ts';

/** A directory that changes passwords, and the mail server that asks it. */
export interface MailSystem {
  readonly slapd: Slapd;
  readonly dovecot: Dovecot;
  /** The authority of both, as a person would have added it for their address. */
  readonly authorities: readonly Authority[];
  /** A new mailbox whose owner has set this password. */
  addMailbox(name: string, password: string): Promise<DirectoryMailbox>;
  stop(): Promise<void>;
}

export async function startMailSystem(
  options: { readonly policy?: PasswordPolicy } & Omit<Partial<DovecotOptions>, 'certificates' | 'passwords'> = {},
): Promise<MailSystem> {
  const { policy, ...mail } = options;
  const certificates = await makeTestCertificates();
  const slapd = await startSlapd({ certificates, ...(policy === undefined ? {} : { policy }) });
  try {
    const dovecot = await startDovecot({ certificates, passwords: slapd, ...mail });
    return {
      ...{ slapd, dovecot },
      authorities: [
        {
          ...{ host: slapd.host, pem: certificates.authority, subject: 'Test authority' },
          fingerprint: Array(32).fill('00').join(':'),
        },
      ],
      addMailbox: async (name, password) => {
        const first = `${name}-Initial-Slate-66`;
        const { dn, address } = await slapd.addMailbox(`${name}@example.test`, first);
        // slapd dates a password only when its owner has set it
        const changed = await slapd.changePassword(dn, first, password);
        if (changed.result !== 0) throw new Error(changed.output);
        return { dn, address, password };
      },
      stop: async () => {
        await dovecot.stop();
        await slapd.stop();
      },
    };
  } catch (error) {
    await slapd.stop();
    throw error;
  }
}

/** Runs `use` on a mail system of its own and ends it afterwards, whatever happens. */
export async function withMailSystem(
  options: Parameters<typeof startMailSystem>[0],
  use: (system: MailSystem) => Promise<void>,
): Promise<void> {
  const system = await startMailSystem(options);
  try {
    await use(system);
  } finally {
    await system.stop();
  }
}

/** The mailbox as a person would enter it: IMAP and SMTP with implicit TLS, changed through LDAP. */
export function draftFor(
  { slapd, dovecot }: Pick<MailSystem, 'slapd' | 'dovecot'>,
  address: string,
  mode: 'self' | 'admin' = 'self',
): MailboxDraft {
  const { host } = slapd;
  const asAdmin = mode === 'admin' ? { adminDn: slapd.helpdesk.dn } : {};
  return {
    ...{ address, user: address, kind: 'ordinary' },
    provider: {
      id: 'ldap',
      settings: {
        ...{ host, port: String(slapd.tlsPort), security: 'tls', mode },
        ...{ userDn: `uid={local},${slapd.peopleDn}`, ...asAdmin },
      },
    },
    receiving: { protocol: 'imap', host, port: dovecot.ports.imaps, security: 'tls' },
    sending: { host, port: dovecot.ports.submissions, security: 'tls' },
  };
}
