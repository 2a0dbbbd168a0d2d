import type { ClientDraft, MailboxDraft } from './model.ts';
import { panelProvider } from './panel-provider.ts';
import type { ProviderManifest } from './provider.ts';

/** A host that a password of this mailbox would be sent to, and the field of the request in which it stands. */
export interface DraftHost {
  readonly field: string;
  readonly host: string;
}

/**
 * Every host of a draft that a password would be sent to: mail servers and whatever interface the provider has. The page
 * of a way by hand is not among them: it is shown in full and confirmed when it is opened. Nor is the one server of a
 * described panel: it was confirmed with the file, and main takes no other one with it.
 */
export function hostsOf(draft: MailboxDraft, { id, kind, fields }: ProviderManifest): readonly DraftHost[] {
  if (id === panelProvider) return mailHosts(draft);
  const { provider } = draft;
  const named = fields.flatMap(({ key, kind: field }): readonly DraftHost[] => {
    const text = (provider.settings[key] ?? '').trim();
    const host = field === 'host' ? text : field === 'https-url' && kind === 'api' ? hostOfUrl(text) : '';
    return host === '' ? [] : [{ field: `draft.provider.settings.${key}`, host }];
  });
  return [...mailHosts(draft), ...named];
}

/** The same of a device with settings of its own. One that signs in elsewhere is never tried, so nothing goes anywhere. */
export function hostsOfClient(
  servers: Pick<ClientDraft, 'receiving' | 'sending'>,
  signIn: ClientDraft['signIn'],
): readonly DraftHost[] {
  return signIn === 'elsewhere' ? [] : mailHosts(servers);
}

const mailHosts = ({ receiving, sending }: Pick<ClientDraft, 'receiving' | 'sending'>): readonly DraftHost[] => [
  ...(receiving ? [{ field: 'draft.receiving.host', host: receiving.host }] : []),
  ...(sending ? [{ field: 'draft.sending.host', host: sending.host }] : []),
];

function hostOfUrl(text: string): string {
  try {
    return new URL(text).hostname;
  } catch {
    return '';
  }
}
