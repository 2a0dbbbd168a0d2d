import dns from 'node:dns';

/** What a name of a cell stands for at this moment; null is a name that is not found. */
export type Addresses = readonly { readonly address: string; readonly family: 4 | 6 }[] | null;

/**
 * Answers look-ups of the names in `known` itself while `work` runs. Node's sockets ask `dns.lookup`, which is replaced:
 * the product has no door for another resolver, and needs none.
 */
export async function withNames<T>(known: ReadonlyMap<string, Addresses>, work: () => Promise<T>): Promise<T> {
  const real = dns.lookup;
  type Answer = (error: Error | null, addresses?: unknown) => void;
  const lookup = (name: string, options: unknown, answer: Answer): void => {
    const found = known.get(name);
    if (found === undefined) Reflect.apply(real, dns, [name, options, answer]);
    else if (found === null) {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
      setImmediate(() => answer(error));
    } else setImmediate(() => answer(null, [...found]));
  };
  Reflect.set(dns, 'lookup', lookup);
  try {
    return await work();
  } finally {
    Reflect.set(dns, 'lookup', real);
  }
}
