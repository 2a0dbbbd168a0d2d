import { Secret } from '../../../core/secret.ts';
import { failure } from '../../../shared/failures.ts';
import { failed, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { askProvider } from '../../app/ask-provider.ts';
import { checkConfirmed } from '../../app/confirmed-hosts.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `atProvider.${string}`>;

/** How far back sign-ins are shown, in ms. */
const week = 7 * 86_400_000;
const longest = 90_000;
const tellsNothing = failed(failure('request.not-found', '', 'provider'));

export function atProviderHandlers(app: App): Pick<Handlers, Name> {
  const workspace = () => app.spaces.active().workspace;
  return {
    'atProvider.signIns': async ({ mailbox }) => {
      const since = workspace().world.clock.now() - week;
      return await askProvider(workspace(), mailbox, ({ signIns }, access) => signIns?.(access, since) ?? null);
    },
    'atProvider.appPasswords': async ({ mailbox }) => {
      const told = await askProvider(
        workspace(),
        mailbox,
        ({ appPasswords }, access) => appPasswords?.(access) ?? null,
      );
      return told.ok ? success({ appPasswords: [...told.value] }) : told;
    },
    'atProvider.mailboxes': async ({ address, provider: choice, secrets, confirmedHosts }) => {
      const { world } = workspace();
      const provider = world.provider(choice.id);
      if (!provider?.listMailboxes) return tellsNothing;
      const draft = {
        address,
        kind: 'ordinary',
        provider: choice,
        user: address,
        receiving: null,
        sending: null,
      } as const;
      const confirmed = await checkConfirmed(app, draft, confirmedHosts);
      if (!confirmed.ok) return confirmed;
      const key = provider.manifest.fields.find(({ kind }) => kind === 'secret')?.key;
      const given = key === undefined ? undefined : app.held.grants.redeemed(choice.id, secrets)[key];
      return await provider.listMailboxes({
        address,
        user: address,
        settings: choice.settings,
        authorities: app.spaces.practice()?.authoritiesOf(choice.id) ?? [],
        current: null,
        credential: typeof given === 'string' ? new Secret(given) : (given ?? null),
        signal: AbortSignal.timeout(longest),
      });
    },
  };
}
