import { linesOf, spanText, wordsIn } from '../byte-text.ts';
import { type ConfigAccount, type Held, nothingKept, odd, portIn } from '../config-account.ts';
import { decoded, encoded, signInUrl } from '../sign-in-url.ts';

/** What Git's `store` helper keeps for sending: a line with an address for each, its host percent-encoded as well. */
export function storedIn(file: string, text: string): ConfigAccount[] {
  const accounts = linesOf(text).map((line): ConfigAccount | null => {
    const url = signInUrl(text, line);
    if (url?.scheme !== 'smtp' || !url.password) return null;
    const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(wordsIn(decoded(url.host) ?? '') ?? '') ?? [];
    const bytes = decoded(spanText(text, url.password));
    const at = { file, ...url.password, reveal: () => wordsIn(bytes ?? ''), put: encoded };
    return {
      name: 'credential store',
      protocol: 'smtp',
      host: host || null,
      port: url.port ?? portIn(port),
      security: 'unknown',
      user: url.user,
      held: bytes === null ? odd : { is: 'password', at },
    };
  });
  return accounts.filter((account) => account !== null);
}

const elsewhere: Held = { is: 'unsupported', why: 'kept-elsewhere' };

/**
 * The accounts with what Git's helpers have for those without a password of their own. Of the helpers only `store` can be
 * read, and `cache` forgets by itself; any other one is asked by Git alone. What the store keeps for nobody of these is an
 * account too: it may belong to the settings of some repository.
 */
export function withStored(
  accounts: readonly ConfigAccount[],
  stored: readonly ConfigAccount[],
  helpers: readonly string[],
): ConfigAccount[] {
  const sign = ({ host, user }: ConfigAccount) => JSON.stringify([host, user]);
  const bySign = new Map<string, ConfigAccount[]>();
  for (const one of stored) {
    const alike = bySign.get(sign(one));
    if (alike) alike.push(one);
    else bySign.set(sign(one), [one]);
  }
  const isReadable = helpers.every((helper) => /^(store|cache(\s.*)?)$/.test(helper));
  const taken = new Set<ConfigAccount>();
  const heldBy = (account: ConfigAccount): Held => {
    if (helpers.length === 0) return nothingKept;
    if (!isReadable) return elsewhere;
    const port = account.port ?? (account.security === 'tls' ? 465 : 25);
    const found = bySign.get(sign(account))?.find((one) => one.port === null || one.port === port);
    if (!helpers.includes('store') || !found) return nothingKept;
    taken.add(found);
    return found.held;
  };
  const all = accounts.map((account) => (account.held.is === 'none' ? { ...account, held: heldBy(account) } : account));
  return [...all, ...stored.filter((one) => !taken.has(one))];
}
