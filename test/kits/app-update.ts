import type { AppAccount, MailApp, Swap } from '../../src/core/apps/mail-app.ts';
import { type AppUpdate, createAppUpdate } from '../../src/core/apps/run-update.ts';
import type { Secret } from '../../src/core/secret.ts';
import { createMailProbe } from '../../src/main/mail/probe.ts';
import { authorityFor, probeOnce } from './probe-once.ts';

interface UpdateOf {
  readonly app: MailApp;
  readonly account: AppAccount;
  readonly swap: Swap;
  readonly unlock?: Secret;
  /** Where it is proved, instead of the account's own host and port: behind a door without encryption, for example. */
  readonly port?: number;
  /** Of whoever signed the server's certificate. */
  readonly authority: string;
}

/** An update as the product makes it, whose proof is one sign-in of the product's own, over TLS. */
export function updateOf(parts: UpdateOf): AppUpdate {
  const { app, account, swap, unlock, port, authority } = parts;
  const probe = createMailProbe();
  return createAppUpdate({
    ...{ app, account, passwords: { right: swap.to, earlier: [swap.from] } },
    unlock: () => unlock ?? null,
    ...{ stored: false, now: Date.now, signal: new AbortController().signal },
    async prove({ protocol, host, port: own, security, user }, secret) {
      const endpoint = {
        ...{ protocol, host },
        port: port ?? own ?? 0,
        security: port === undefined && security === 'starttls' ? ('starttls' as const) : ('tls' as const),
      };
      const authorities = [authorityFor(host, authority)];
      const { finding } = await probeOnce(probe, endpoint, { authorities, user, password: secret.reveal() });
      if (finding.ok) return 'signed-in';
      return finding.code === 'mail.wrong-password' ? 'refused' : 'not-told';
    },
    onChange: () => undefined,
  });
}
