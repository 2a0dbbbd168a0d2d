import type * as z from 'zod';
import type { ClientDraft, MailboxDraft } from '../../shared/model.ts';
import { type ClientKindView, clientKindViewSchema } from '../../shared/views.ts';

/**
 * One file of `resources/clients`: what a kind of client usually does. Its name stands in the message catalogue, its guide in
 * `resources/guides`.
 */
export const catalogueEntrySchema: z.ZodType<ClientKindView> = clientKindViewSchema;

/**
 * A client of this kind with the mailbox's own settings, to be looked over by a person. A kind that only sends (a scanner,
 * a website form) gets no receiving side. Which receiving protocol the device uses is not known: the mailbox's is taken.
 */
export function newClient(
  kind: ClientKindView,
  mailbox: Pick<MailboxDraft, 'user' | 'receiving' | 'sending'>,
  name: string,
): ClientDraft {
  return {
    kind: kind.kind,
    name,
    user: mailbox.user,
    receiving: kind.usually === 'none' ? null : mailbox.receiving,
    sending: kind.sends ? mailbox.sending : null,
    signIn: kind.signIn,
  };
}
