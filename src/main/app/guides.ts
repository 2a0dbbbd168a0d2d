import { knownHosts } from '../../core/detect/known-hosts.ts';
import { knownMailboxes } from '../../core/detect/known-mailboxes.ts';
import { serviceOfDomain } from '../../core/detect/known-service.ts';
import { type GuideView, guideSchema } from '../../shared/guide.ts';
import type { MailboxDraft } from '../../shared/model.ts';
import { guideIds } from '../providers/by-hand/guides.ts';
import { byHandManifest } from '../providers/by-hand/manifest.ts';

// A new guide is one more file in that folder, and one more line in the list of ids.
const files = import.meta.glob<unknown>('../../../resources/by-hand/*.json', { eager: true, import: 'default' });

/** The guides to the pages on which passwords are changed, in the order of their ids. @throws ZodError for a file that does not fit */
export function readGuides(): readonly GuideView[] {
  const guides = new Map(Object.values(files).map((file) => [guideSchema.parse(file).id, guideSchema.parse(file)]));
  return guideIds.flatMap((id) => guides.get(id) ?? []);
}

/** The guide for whoever gives out addresses under the domain of this one, or null. Nobody is asked. */
export function guideForAddress(guides: readonly GuideView[], address: string): GuideView | null {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const service = serviceOfDomain([...knownMailboxes, ...knownHosts], domain)?.id;
  return service === undefined ? null : (guides.find(({ services }) => services.includes(service)) ?? null);
}

/** The guide for a mailbox that is changed by hand: the chosen one, else the one that its kind or its address speaks for. */
export function guideForMailbox(
  guides: readonly GuideView[],
  { address, kind, provider }: Pick<MailboxDraft, 'address' | 'kind' | 'provider'>,
): GuideView | null {
  if (provider.id !== byHandManifest.id) return null;
  const withId = (id: string | undefined) => guides.find((guide) => guide.id === id) ?? null;
  const chosen = withId(provider.settings['guide']);
  if (chosen) return chosen;
  return kind === 'administered' ? withId('administrator') : guideForAddress(guides, address);
}
