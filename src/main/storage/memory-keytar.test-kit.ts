import type { KeychainBinding } from './keychain.ts';

/** Stands in for keytar in unit tests: a map in memory, with the misbehaviour a test asks for. It proves nothing about real keychains. */
export interface MemoryKeytar extends KeychainBinding {
  readonly entries: Map<string, string>;
  /** What the Linux library does on a locked keyring: reads are empty, removals do nothing, writes throw. */
  locked: boolean;
  /** Called before each act; may throw, as a keychain may. */
  before: (act: 'get' | 'set' | 'delete' | 'find', account: string) => void;
  /** Changes what is stored, as a keychain that cuts or converts would. */
  spoil: (text: string) => string;
  inFlight: number;
  mostInFlight: number;
}

export function createMemoryKeytar(): MemoryKeytar {
  const entries = new Map<string, string>();
  const nameOf = (service: string, account: string) => `${service}\n${account}`;
  const during = async <T>(act: () => T): Promise<T> => {
    fake.inFlight += 1;
    fake.mostInFlight = Math.max(fake.mostInFlight, fake.inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    fake.inFlight -= 1;
    return act();
  };
  const fake: MemoryKeytar = {
    entries,
    locked: false,
    before: () => undefined,
    spoil: (text) => text,
    inFlight: 0,
    mostInFlight: 0,
    getPassword: (service, account) =>
      during(() => {
        fake.before('get', account);
        return fake.locked ? null : (entries.get(nameOf(service, account)) ?? null);
      }),
    setPassword: (service, account, password) =>
      during(() => {
        fake.before('set', account);
        if (fake.locked) throw new Error('Cannot create an item in a locked collection');
        if (Buffer.byteLength(password) > 2_560) throw new Error('The stub received bad data.');
        entries.set(nameOf(service, account), fake.spoil(password));
      }),
    deletePassword: (service, account) =>
      during(() => {
        fake.before('delete', account);
        return !fake.locked && entries.delete(nameOf(service, account));
      }),
    findCredentials: (service) =>
      during(() => {
        fake.before('find', '');
        if (fake.locked) throw new Error('the real one ends the process here');
        return [...entries].flatMap(([name, password]) => {
          const [found, account] = name.split('\n');
          return found === service && account !== undefined ? [{ account, password }] : [];
        });
      }),
  };
  return fake;
}
