import { createKeychain } from '../../src/main/storage/keychain.ts';
import { createMemoryKeytar } from '../../src/main/storage/memory-keytar.test-kit.ts';
import type { MailboxId } from '../../src/shared/ids.ts';
import type { ClientDraft } from '../../src/shared/model.ts';
import type { SignIn } from '../servers/dovecot.ts';
import { type WitnessAnswer, witnessSignIn } from '../servers/raw-clients.ts';
import type { DirectoryMailbox } from '../servers/slapd.ts';
import { draftFor, type MailSystem } from './mail-system.ts';
import { type Meanwhile, openDesk, type RotationDesk } from './rotation-desk.ts';
import { createSkippingClock } from './skipping-clock.ts';

export const first = 'First-Mauve-Kettle-41';
export const second = 'Second-Ochre-Anvil-87';

/** One mailbox on real servers with a Keyround that knows it; the keychain is a map in memory. */
export interface Scene {
  readonly desk: RotationDesk;
  readonly mailbox: MailboxId;
  readonly account: DirectoryMailbox;
  /** The app's sign-ins as Dovecot's log has them, oldest first: `imap ok`, `smtp no: Password mismatch`, `imap away: ...`. */
  mailTries(): Promise<string[]>;
  /** The app's own binds as slapd's log has them: LDAP result codes. */
  directoryTries(): Promise<number[]>;
  /** Refused sign-ins that the app's ledger counts for this server. */
  counted(): Promise<number | null>;
}

export interface SceneOptions {
  readonly folder: string;
  /** How many times shorter the app's waits are. Default 60. */
  readonly shrink?: number;
  readonly meanwhile?: Meanwhile;
  /** Also add three devices, each with a sign-in that neither the app's own nor another device's covers. */
  readonly devices?: boolean;
  readonly mode?: 'self' | 'admin';
  /** The password that the app is told. Default the right one. */
  readonly told?: string | null;
}

/** What the system gives a connection to any 127.x address, the app's among them. */
const ownAddress = '127.0.0.1';
let count = 0;

export async function setScene(system: MailSystem, options: SceneOptions): Promise<Scene> {
  const { folder, shrink = 60, meanwhile = {}, devices = false, mode = 'self', told = first } = options;
  const { slapd, dovecot, authorities } = system;
  count += 1;
  const account = await system.addMailbox(`anna${count}`, first);
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const desk = openDesk({ folder, clock: createSkippingClock(shrink), keychain, meanwhile });
  const draft = draftFor(system, account.address, mode);
  const secrets: Record<string, string> = mode === 'admin' ? { adminPassword: slapd.helpdesk.password } : {};
  const clients = devices ? devicesOf(system, account.address) : [];
  const mailbox = await desk.add({ draft, password: told, secrets, clients, authorities: [...authorities] });
  return {
    ...{ desk, mailbox, account },
    mailTries: async () => {
      const own = (await dovecot.signIns()).filter(({ user, from }) => user === account.address && from === ownAddress);
      const name = { imap: 'imap', submission: 'smtp', pop3: 'pop3' } as const;
      const shown = ({ reason, turnedAway }: SignIn) => (turnedAway === '' ? `no: ${reason}` : `away: ${turnedAway}`);
      return own.map((signIn) => `${name[signIn.protocol]} ${signIn.ok ? 'ok' : shown(signIn)}`);
    },
    directoryTries: async () => {
      const own = (await slapd.binds()).filter(({ door }) => door === 'ldap' || door === 'ldaps');
      return own.filter(({ dn }) => dn === account.dn || dn === slapd.helpdesk.dn).map(({ result }) => result);
    },
    counted: async () => (await desk.workspace.world.ledger.standing(dovecot.host))?.inSevenDays ?? null,
  };
}

export function devicesOf({ dovecot: { host, ports } }: MailSystem, user: string): ClientDraft[] {
  const device = (name: string, receiving: ClientDraft['receiving'], sending: ClientDraft['sending']): ClientDraft => ({
    ...{ kind: 'other', name, user, receiving, sending },
    signIn: 'mailbox-password',
  });
  const at = { host, security: 'starttls' } as const;
  return [
    device('Reader', { protocol: 'imap', port: ports.imap, ...at }, null),
    device('Fetcher', { protocol: 'pop3', port: ports.pop3, ...at }, null),
    device('Scanner', null, { port: ports.submission, ...at }),
  ];
}

/** A stranger to the app, with an address of its own so that the log tells its tries from the app's. */
export async function deviceSignsIn(
  { dovecot }: MailSystem,
  { user, password, from = '127.0.0.9' }: { readonly user: string; readonly password: string; readonly from?: string },
): Promise<WitnessAnswer['verdict']> {
  const { host, name, ports, authorityFile } = dovecot;
  const where = { protocol: 'pop3', security: 'tls', host, name, port: ports.pop3s, authorityFile } as const;
  return (await witnessSignIn({ ...where, from, user, password })).verdict;
}
