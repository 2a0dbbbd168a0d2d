import type { AppAccount, AppDiscovery, MailApp } from '../../../core/apps/mail-app.ts';
import { configApp } from '../config-app.ts';
import { load } from '../config-load.ts';
import type { AppDesk } from '../desk.ts';
import { wholeEntry } from '../keyring/entry.ts';
import { type KeyringAccount, type KeyringFormat, keyringApp } from '../keyring/keyring-app.ts';
import { msmtp } from './app.ts';

/** An account without any password in msmtp's file: msmtp looks into the keyring for its host and user, and then it asks. */
const inKeyring: KeyringFormat = {
  manifest: { ...msmtp.manifest, store: 'keyring' },
  programs: msmtp.programs,
  writes: true,
  async accounts(desk) {
    const accounts: KeyringAccount[] = [];
    for (const root of await msmtp.roots(desk)) {
      const [place = ''] = root.begins;
      const { reading } = await load(desk, root, null);
      for (const { name: profile, held, host, user, ...settings } of reading.accounts) {
        if (held.is !== 'unsupported' || !held.looksInKeyring || !host || !user) continue;
        const entry = wholeEntry({ host, service: 'smtp', user });
        accounts.push({ ...settings, profile, host, user, place, fixed: null, entry });
      }
    }
    return { accounts, troubles: [] };
  },
};

const isSame = (one: AppAccount, other: AppAccount): boolean =>
  (['profile', 'place', 'protocol', 'host', 'port', 'user'] as const).every((key) => one[key] === other[key]);

/** msmtp with its two stores: its own file, and the keyring for accounts that have nothing there. */
export function alsoInKeyring(desk: AppDesk): MailApp {
  const file = configApp(msmtp)(desk);
  const keyring = keyringApp(inKeyring)(desk);
  const marked = ({ key, ...account }: AppAccount): AppAccount => ({ ...account, key: `keyring ${key}` });
  const bare = ({ key, ...account }: AppAccount): AppAccount => ({ ...account, key: key.replace(/^keyring /, '') });
  const isKept = ({ key }: AppAccount): boolean => key.startsWith('keyring ');
  return {
    ...file,
    async find(): Promise<AppDiscovery> {
      const [written, kept] = [await file.find(), await keyring.find()];
      const others = written.accounts.filter((one) => !kept.accounts.some((other) => isSame(one, other)));
      return { accounts: [...others, ...kept.accounts.map(marked)], troubles: written.troubles };
    },
    holds: (account, ...rest) =>
      isKept(account) ? keyring.holds(bare(account), ...rest) : file.holds(account, ...rest),
    plan: (account, ...rest) => (isKept(account) ? keyring.plan(bare(account), ...rest) : file.plan(account, ...rest)),
    write: (account, ...rest) =>
      isKept(account) ? keyring.write(bare(account), ...rest) : file.write(account, ...rest),
  };
}
