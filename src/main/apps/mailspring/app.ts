import { join } from 'node:path';
import * as z from 'zod';
import type { AppAccount, AppDiscovery, MailApp, MailAppManifest } from '../../../core/apps/mail-app.ts';
import type { AppSecurity } from '../../../shared/apps.ts';
import type { AppDesk } from '../desk.ts';
import { textOf } from '../keyring/entry.ts';
import { securityOf } from '../keyring/settings.ts';
import { isRunning } from '../processes.ts';

const manifest: MailAppManifest = {
  id: 'mailspring',
  name: 'Mailspring',
  clientKind: 'mailspring',
  store: 'encrypted',
  whileOpen: 'close-first',
};

const longest = 1 << 20;
const words = z.string().max(1_000);
const port = z.coerce.number().int().min(1).max(65_535).nullish().catch(null);
const accountSchema = z.object({
  label: words.nullish(),
  emailAddress: words.nullish(),
  settings: z.object({
    ...{ imap_host: words.nullish(), imap_port: port, imap_username: words.nullish(), imap_security: words.nullish() },
    ...{ smtp_host: words.nullish(), smtp_port: port, smtp_username: words.nullish(), smtp_security: words.nullish() },
    refresh_client_id: words.nullish(),
  }),
});
const fileSchema = z.object({ '*': z.object({ accounts: z.array(z.unknown()).max(200).nullish() }) });

const security: Readonly<Record<string, AppSecurity>> = { 'SSL / TLS': 'tls', STARTTLS: 'starttls', none: 'none' };

/** All its passwords are one sealed lump, which nobody has opened here yet. */
const sealed: AppAccount['fixed'] = { holds: 'unsupported', why: 'cannot-be-written' };

function accountsOf(place: string, account: z.infer<typeof accountSchema>): AppAccount[] {
  const { settings, label, emailAddress } = account;
  const profile = label || emailAddress || '';
  const fixed: AppAccount['fixed'] = settings.refresh_client_id ? { holds: 'oauth', why: null } : sealed;
  const side = (protocol: 'imap' | 'smtp'): AppAccount[] => {
    const host = settings[`${protocol}_host`];
    const user = settings[`${protocol}_username`];
    if (!host || !user) return [];
    const key = JSON.stringify([manifest.id, place, profile, protocol, host, user]);
    const common = { app: manifest.id, key, profile, place, protocol, host, user, fixed };
    const encryption = securityOf(settings[`${protocol}_security`] ?? null, security);
    return [{ ...common, port: settings[`${protocol}_port`] ?? null, security: encryption }];
  };
  return [...side('imap'), ...side('smtp')];
}

async function read({ files }: AppDesk, place: string): Promise<AppDiscovery> {
  const found = await files.read(place, longest);
  if (found.state === 'absent') return { accounts: [], troubles: [] };
  if (found.state === 'refused') return { accounts: [], troubles: [{ place, why: found.why }] };
  const file = fileSchema.safeParse(parsedJson(textOf(found.file.bytes)));
  if (!file.success) return { accounts: [], troubles: [{ place, why: 'not-understood' }] };
  const accounts = (file.data['*'].accounts ?? []).flatMap((one) => {
    const account = accountSchema.safeParse(one);
    return account.success ? accountsOf(place, account.data) : [];
  });
  return { accounts, troubles: [] };
}

function parsedJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/** Mailspring: its accounts are found, its passwords left to the person. */
export function mailspring(desk: AppDesk): MailApp {
  const { places } = desk;
  return {
    manifest,
    async find() {
      if (places.platform !== 'linux') return { accounts: [], troubles: [] };
      const snap = join(places.home, 'snap', 'mailspring', 'common');
      const all = [join(places.config, 'Mailspring'), snap].map((folder) => read(desk, join(folder, 'config.json')));
      const found = await Promise.all(all);
      return {
        accounts: found.flatMap(({ accounts }) => accounts),
        troubles: found.flatMap(({ troubles }) => troubles),
      };
    },
    isOpen: () => isRunning(places.proc, ['mailspring']),
    holds: async (account) => account.fixed ?? { holds: 'unsupported', why: 'changed' },
    plan: async () => ({ possible: false, why: 'cannot-be-written' }),
    write: async () => ({ done: false, why: 'cannot-be-written', effect: 'none' }),
  };
}
