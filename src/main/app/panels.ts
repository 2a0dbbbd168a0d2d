import { checkHost } from '../../core/detect/address.ts';
import { type Failure, failure } from '../../shared/failures.ts';
import type { MailboxDraft } from '../../shared/model.ts';
import type { PanelView } from '../../shared/panel.ts';
import { registrable } from '../detect/registrable.ts';
import { type PanelDescription, placeOf, readDescription } from '../providers/http-panel/description.ts';
import { httpPanelManifest } from '../providers/http-panel/manifest.ts';
import type { PanelStore } from '../storage/panel-files.ts';

/** The descriptions of one space, and which of them a person has confirmed for which domain since the app was started. */
export interface Panels extends PanelStore {
  confirm(hash: string, address: string): void;
  isConfirmed(hash: string, address: string): boolean;
}

export function createPanels(store: PanelStore): Panels {
  const confirmed = new Set<string>();
  const one = (hash: string, address: string): string => `${hash} ${ownDomain(address)}`;
  return {
    ...store,
    confirm: (hash, address) => {
      confirmed.add(one(hash, address));
    },
    isConfirmed: (hash, address) => confirmed.has(one(hash, address)),
  };
}

/** The registrable domain of an address; under a public suffix, where the neighbours are strangers, the whole of it. */
function ownDomain(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const host = checkHost(domain);
  const ascii = host.ok ? host.value : domain;
  return registrable(ascii) ?? ascii;
}

/** Whether a panel is in the domain of an address. */
export function isInDomain(description: PanelDescription, address: string): boolean {
  const { host } = placeOf(description);
  return (registrable(host) ?? host) === ownDomain(address);
}

/** The description that was kept under this hash, or null. */
export async function findPanel(panels: PanelStore, hash: string): Promise<PanelDescription | null> {
  const bytes = await panels.find(hash);
  const read = bytes === null ? null : readDescription(bytes);
  return read?.ok ? read.value : null;
}

const words = ({ label, help = '' }: { label: string; help?: string | undefined }) => ({ label, help });

/** What the form needs to know of it. */
export function panelView(hash: string, description: PanelDescription): PanelView {
  const { name, origin, self, admin, fields } = description;
  return {
    ...{ hash, name, origin, host: placeOf(description).host },
    self: self !== undefined,
    admin: admin ? { name: admin.adminName ? words(admin.adminName) : null, secret: words(admin.adminSecret) } : null,
    fields: Object.entries(fields ?? {}).flatMap(([key, field]) => (field ? [{ key, ...words(field) }] : [])),
  };
}

/** What a mailbox was before it is edited. */
type Before = Pick<MailboxDraft, 'address' | 'provider'> | null;

/**
 * Why a mailbox cannot use the panel that its settings name, or null. A panel is used only for mailboxes of a domain that
 * it was confirmed for: just now, or when the mailbox was saved with it before.
 */
export async function panelProblem(
  panels: Panels,
  { address, provider }: Pick<MailboxDraft, 'address' | 'provider'>,
  before: Before,
): Promise<Failure | null> {
  if (provider.id !== httpPanelManifest.id) return null;
  const { settings } = provider;
  const refuse = (why: string, key: string) => failure('request.invalid', why, `draft.provider.settings.${key}`);
  const hash = settings['panel'] ?? '';
  const had = before?.provider.id === provider.id && before.provider.settings['panel'] === hash;
  const kept = had && ownDomain(before.address) === ownDomain(address);
  if (!kept && !panels.isConfirmed(hash, address)) return refuse('not confirmed', 'panel');
  const description = await findPanel(panels, hash);
  if (description === null) return failure('provider.description-changed', hash, 'draft.provider.settings.panel');
  if (settings['host'] !== placeOf(description).host) return refuse('another host', 'host');
  const mode = settings['mode'] === 'admin' ? 'admin' : 'self';
  if (description[mode] === undefined) return refuse('the panel has no such way', 'mode');
  const asked = [...Object.keys(description.fields ?? {}), ...(nameIsAsked(description, mode) ? ['signInName'] : [])];
  const empty = asked.find((key) => (settings[key] ?? '').trim() === '');
  return empty === undefined ? null : refuse('empty', empty);
}

const nameIsAsked = ({ admin }: PanelDescription, mode: 'self' | 'admin'): boolean =>
  mode === 'admin' && admin?.adminName !== undefined;
