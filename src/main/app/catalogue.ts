import { catalogueEntrySchema } from '../../core/clients/catalogue.ts';
import type { ClientKindView } from '../../shared/views.ts';

// A new kind of client is one more file in that folder.
const files = import.meta.glob<unknown>('../../../resources/clients/*.json', { eager: true, import: 'default' });

/** The kinds of clients, in the order of their files; the catch-all comes last. @throws ZodError for a file that does not fit */
export function readCatalogue(): readonly ClientKindView[] {
  const kinds = Object.values(files).map((file) => catalogueEntrySchema.parse(file));
  const rank = ({ kind }: ClientKindView): number => (kind === 'other' ? 1 : 0);
  return kinds.sort((a, b) => rank(a) - rank(b));
}
