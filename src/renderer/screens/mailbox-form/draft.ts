import type { TFunction } from 'i18next';
import { fieldApplies, isNeeded, isSamePlace, secretToAskAgain } from '../../../shared/credential-place.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { hostFault, portFault, textFault, urlFault } from '../forms/faults.ts';
import type { Faults } from '../forms/form-faults.ts';
import type { Kept } from '../forms/kept-secret.ts';
import { emptyServers, receivingOf, type ServersText, sendingOf, serverFaults, serversText } from '../forms/servers.ts';

/** The form as texts. The password is kept apart, in a state of its own. */
export interface MailboxText {
  address: string;
  kind: MailboxDraft['kind'];
  provider: string;
  /** The provider's fields by key, the secret ones among them. */
  values: Readonly<Record<string, string>>;
  user: string;
  /** The user name follows the address until somebody changes it. */
  userTouched: boolean;
  servers: ServersText;
  /** What somebody has chosen or typed: a search leaves it as it is. */
  touched: Readonly<Record<'kind' | 'provider' | 'servers', boolean>>;
}

const untouched = { kind: false, provider: false, servers: false };

export const initialValues = (provider: ProviderManifest | undefined): Record<string, string> =>
  Object.fromEntries((provider?.fields ?? []).map((field) => [field.key, field.initial]));

/** The one to begin with: by hand works everywhere. */
export const usualProvider = (providers: readonly ProviderManifest[]): ProviderManifest | undefined =>
  providers.find(({ id }) => id === 'by-hand') ?? providers[0];

export function emptyMailbox(providers: readonly ProviderManifest[]): MailboxText {
  const provider = usualProvider(providers);
  return {
    address: '',
    kind: 'ordinary',
    provider: provider?.id ?? '',
    values: initialValues(provider),
    user: '',
    userTouched: false,
    servers: emptyServers,
    touched: untouched,
  };
}

export function mailboxText(draft: MailboxDraft, provider: ProviderManifest): MailboxText {
  return {
    address: draft.address,
    kind: draft.kind,
    provider: draft.provider.id,
    values: { ...initialValues(provider), ...draft.provider.settings },
    user: draft.user,
    userTouched: draft.user !== draft.address,
    servers: serversText(draft.receiving, draft.sending),
    touched: { kind: true, provider: true, servers: true },
  };
}

/** False where no mail server takes the password, so that none is named. */
const isAsked = (provider: ProviderManifest | undefined): boolean => provider?.mailSignIns !== 'oauth';

export function draftOf(text: MailboxText, provider: ProviderManifest): MailboxDraft {
  const open = provider.fields.filter(
    (field) => field.kind !== 'secret' && fieldApplies(provider, field.key, text.values),
  );
  const settings = open.map((field) => [field.key, (text.values[field.key] ?? '').trim()] as const);
  return {
    address: text.address.trim().normalize('NFC'),
    kind: text.kind,
    provider: { id: provider.id, settings: Object.fromEntries(settings.filter(([, value]) => value !== '')) },
    user: text.user.trim(),
    receiving: isAsked(provider) ? receivingOf(text.servers) : null,
    sending: isAsked(provider) ? sendingOf(text.servers) : null,
  };
}

/** The same settings for another mailbox of the domain. Its user name is made as that of the first one was. */
export function draftFor(draft: MailboxDraft, address: string): MailboxDraft {
  const localOf = (text: string) => text.slice(0, text.lastIndexOf('@'));
  const user = draft.user.toLowerCase() === localOf(draft.address).toLowerCase() ? localOf(address) : address;
  return { ...draft, address, user };
}

/** The secret fields that were filled in; an empty one stays as the keychain has it. */
export function secretsOf(text: MailboxText, provider: ProviderManifest): Record<string, string> {
  const secret = provider.fields.filter(
    (field) => field.kind === 'secret' && fieldApplies(provider, field.key, text.values),
  );
  return Object.fromEntries(
    secret.map((field) => [field.key, text.values[field.key] ?? ''] as const).filter(([, value]) => value !== ''),
  );
}

/** True where an administrator's sign-in makes the mailbox's own password unnecessary. */
export function adminChanges(text: MailboxText, provider: ProviderManifest | undefined): boolean {
  if (!provider?.capabilities.admin) return false;
  return provider.capabilities.self ? text.values['mode'] === 'admin' : true;
}

/** What is kept for the secret field of the form as it stands. */
export function keptSecret(
  view: Pick<MailboxView, 'hasCredential' | 'settings'> | null,
  text: MailboxText,
  provider: ProviderManifest | undefined,
): Kept {
  if (!view?.hasCredential || view.settings.provider.id !== provider?.id) return 'nothing';
  const after = { id: provider.id, settings: text.values };
  if (isSamePlace(view.settings.provider, after, provider)) return 'kept';
  return secretToAskAgain(view.settings.provider, after, provider) ? 'again' : 'nothing';
}

/** What a form knows besides its texts. */
interface FaultFacts {
  readonly addressFault: string | null;
  readonly kept: Kept;
  /** Settings that have to be filled in although the manifest does not say so. */
  readonly asked: readonly string[];
}

export function mailboxFaults(
  t: TFunction,
  text: MailboxText,
  provider: ProviderManifest | undefined,
  facts: FaultFacts,
): Faults {
  const { addressFault } = facts;
  return {
    ...(addressFault === null ? {} : { address: addressFault }),
    ...entry('user', textFault(t, text.user, 320, t('fault.userEmpty'))),
    ...(isAsked(provider) ? serverFaults(t, text.servers) : {}),
    ...(provider ? providerFaults(t, text, provider, facts) : { provider: t('fault.required') }),
  };
}

const entry = (key: string, fault: string | null): Faults => (fault === null ? {} : { [key]: fault });

function providerFaults(
  t: TFunction,
  text: MailboxText,
  provider: ProviderManifest,
  { kept, asked }: FaultFacts,
): Faults {
  const faults: Record<string, string> = {};
  for (const field of provider.fields) {
    if (!fieldApplies(provider, field.key, text.values)) continue;
    const value = text.values[field.key] ?? '';
    const secret = field.kind === 'secret';
    const needed = isNeeded(field) || asked.includes(field.key) || (secret && kept === 'again');
    const mayBeEmpty = !needed || (secret && kept === 'kept');
    if (value.trim() === '' && mayBeEmpty) continue;
    const fault = oneFault(t, field.kind, value);
    if (fault !== null) faults[`settings.${field.key}`] = fault;
  }
  return faults;
}

function oneFault(t: TFunction, kind: ProviderManifest['fields'][number]['kind'], value: string): string | null {
  if (value.trim() === '') return t('fault.required');
  switch (kind) {
    case 'host':
      return hostFault(t, value);
    case 'port':
      return portFault(t, value);
    case 'https-url':
      return urlFault(t, value);
    case 'text':
    case 'choice':
    case 'secret':
      return textFault(t, value, 1_000, t('fault.required'));
  }
}
