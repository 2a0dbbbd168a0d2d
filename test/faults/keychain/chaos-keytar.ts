import type { KeychainBinding } from '../../../src/main/storage/keychain.ts';
import type { Gate } from '../files/lossy-disk.ts';

/**
 * What is wrong with a keychain. `locked` and `no-collection` do as the Linux library does: reads are empty, removals do
 * nothing, writes throw. `lossy` says yes and keeps nothing, `differs` keeps something else, `slow` shows its password
 * box for longer than a minute before each act.
 */
export const keychainTroubles = [
  ...(['locked', 'dismissed', 'denied', 'absent', 'no-collection', 'slow', 'lossy', 'differs', 'full'] as const),
  ...(['no-delete', 'no-read'] as const),
] as const;
export type KeychainTrouble = (typeof keychainTroubles)[number];
export type KeychainAct = 'get' | 'set' | 'delete' | 'find';

/** What real keychains said when they were in that state. */
const sayings = {
  locked: 'Cannot create an item in a locked collection',
  dismissed: 'The prompt was dismissed',
  denied: 'User canceled the operation.',
  absent: 'Could not connect: Connection refused',
  'no-collection': 'Object does not exist at path /org/freedesktop/secrets/collection/login',
  full: 'The stub received bad data.',
  'no-delete': 'The item cannot be removed.',
  'no-read': 'The item cannot be read.',
} as const;
const silentOnRead: readonly (KeychainTrouble | null)[] = ['locked', 'dismissed', 'no-collection'];
const minute = 60_000;

/** A keychain that outlives the app, with the misbehaviour that a test asks for, act by act. */
export class ChaosKeytar {
  /** By service and account, in two lines. */
  readonly entries = new Map<string, string>();
  /** Every act so far, of any service. */
  readonly acts: { readonly act: KeychainAct; readonly account: string }[] = [];
  trouble: (act: KeychainAct, number: number) => KeychainTrouble | null = () => null;
  /** Called before an entry is really removed. */
  onRemove: (account: string, text: string) => void = () => undefined;
  private readonly pass: (ms: number) => void;

  /** `pass` lets time go by while a password box is shown. */
  constructor(pass: (ms: number) => void) {
    this.pass = pass;
  }

  /** Texts by account, of all services. */
  texts(): Map<string, string> {
    return new Map([...this.entries].map(([name, text]) => [name.split('\n')[1] ?? '', text]));
  }

  /** The keychain as one life of the app uses it. A dead life is told of a failure: the next one waits for its call. */
  open(gate: Gate): KeychainBinding {
    const nameOf = (service: string, account: string) => `${service}\n${account}`;
    const act = <T>(kind: KeychainAct, account: string, work: (trouble: KeychainTrouble | null) => T): Promise<T> =>
      gate(() => {
        const trouble = this.trouble(kind, this.acts.length);
        this.acts.push({ act: kind, account });
        if (trouble === 'slow') this.pass(1.1 * minute);
        if (trouble === 'denied' || trouble === 'absent') throw new Error(sayings[trouble]);
        return work(trouble);
      });
    return {
      getPassword: (service, account) =>
        act('get', account, (trouble) => {
          if (trouble === 'no-read') throw new Error(sayings[trouble]);
          return silentOnRead.includes(trouble) ? null : (this.entries.get(nameOf(service, account)) ?? null);
        }),
      setPassword: (service, account, text) =>
        act('set', account, (trouble) => this.set(nameOf(service, account), text, trouble)),
      deletePassword: (service, account) =>
        act('delete', account, (trouble) => {
          if (trouble === 'no-delete') throw new Error(sayings[trouble]);
          if (silentOnRead.includes(trouble)) return false;
          const name = nameOf(service, account);
          const text = this.entries.get(name);
          if (text !== undefined) this.onRemove(account, text);
          return this.entries.delete(name);
        }),
      findCredentials: (service) =>
        act('find', '', (trouble) => {
          if (silentOnRead.includes(trouble)) throw new Error('the real one ends the process here');
          if (trouble === 'no-read') throw new Error(sayings[trouble]);
          return [...this.entries].flatMap(([name, password]) => {
            const [found, account] = name.split('\n');
            return found === service && account !== undefined ? [{ account, password }] : [];
          });
        }),
    };
  }

  private set(name: string, text: string, trouble: KeychainTrouble | null): void {
    if (trouble === 'locked' || trouble === 'dismissed' || trouble === 'no-collection' || trouble === 'full') {
      throw new Error(sayings[trouble]);
    }
    if (trouble === 'lossy') return;
    this.entries.set(name, trouble === 'differs' ? `${text.slice(0, -1)}?` : text);
  }
}
