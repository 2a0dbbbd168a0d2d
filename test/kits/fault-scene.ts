import { createKeychain } from '../../src/main/storage/keychain.ts';
import { createMemoryKeytar } from '../../src/main/storage/memory-keytar.test-kit.ts';
import type { MailboxId } from '../../src/shared/ids.ts';
import type { ClientDraft } from '../../src/shared/model.ts';
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
  /** The app's sign-ins as Dovecot's log has them, oldest first: `imap ok`, `smtp no: Password mismatch`. */
  mailTries(): Promise<string[]>;
  /** The app's own binds as slapd's log has them: LDAP result codes. */
  directoryTries(): Promise<number[]>;
  /** Refused sign-ins that the app's ledger counts for this server. */
  counted(): Promise<number>;
}

export interface SceneOptions {
  readonly folder: string;
  /** How many times shorter the app's waits are. Default 60. */
  readonly shrink?: number;
  readonly meanwhile?: Meanwhile;
  readonly clients?: readonly ClientDraft[];
  readonly mode?: 'self' | 'admin';
  /** The password that the app is told. Default the right one. */
  readonly told?: string | null;
}

let count = 0;

export async function setScene(system: MailSystem, options: SceneOptions): Promise<Scene> {
  const { folder, shrink = 60, meanwhile = {}, clients = [], mode = 'self', told = first } = options;
  const { slapd, dovecot, authorities } = system;
  count += 1;
  const account = await system.addMailbox(`anna${count}`, first);
  const keytar = createMemoryKeytar();
  const keychain = (name: string) => createKeychain(name, { load: () => keytar, silentWhenLocked: false });
  const desk = openDesk({ folder, clock: createSkippingClock(shrink), keychain, meanwhile });
  const draft = draftFor(system, account.address, mode);
  const secrets: Record<string, string> = mode === 'admin' ? { adminPassword: slapd.helpdesk.password } : {};
  const mailbox = await desk.add({ draft, password: told, secrets, clients, authorities: [...authorities] });
  return {
    ...{ desk, mailbox, account },
    mailTries: async () => {
      const own = (await dovecot.signIns()).filter(
        ({ user, protocol }) => user === account.address && protocol !== 'pop3',
      );
      const name = { imap: 'imap', submission: 'smtp', pop3: 'pop3' } as const;
      return own.map(({ protocol, ok, reason }) => `${name[protocol]} ${ok ? 'ok' : `no: ${reason}`}`);
    },
    directoryTries: async () => {
      const own = (await slapd.binds()).filter(({ door }) => door === 'ldap' || door === 'ldaps');
      return own.filter(({ dn }) => dn === account.dn || dn === slapd.helpdesk.dn).map(({ result }) => result);
    },
    counted: async () => (await desk.workspace.world.ledger.standing(dovecot.host)).inSevenDays,
  };
}

/** Another device of the same mailbox: over POP3, so that the logs tell its tries from the app's, and from its own address. */
export async function deviceSignsIn(
  { dovecot }: MailSystem,
  { user, password, from = '127.0.0.9' }: { readonly user: string; readonly password: string; readonly from?: string },
): Promise<WitnessAnswer['verdict']> {
  const { host, name, ports, authorityFile } = dovecot;
  const where = { protocol: 'pop3', security: 'tls', host, name, port: ports.pop3s, authorityFile } as const;
  return (await witnessSignIn({ ...where, from, user, password })).verdict;
}
