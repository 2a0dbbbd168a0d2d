import type { TFunction } from 'i18next';
import type { ClientDraft, ClientRecord, MailboxDraft } from '../../../shared/model.ts';
import type { ClientKindView } from '../../../shared/views.ts';
import { textFault } from '../forms/faults.ts';
import type { Faults } from '../forms/form-faults.ts';
import { receivingOf, type ServersText, sendingOf, serverFaults, serversText } from '../forms/servers.ts';

export type Does = 'both' | 'receives' | 'sends';

/** The form of a device as texts. */
export interface ClientText {
  kind: string;
  name: string;
  nameTouched: boolean;
  signIn: ClientDraft['signIn'];
  /** The servers and the name of the mailbox, as nearly every device uses them, or its own. */
  own: boolean;
  does: Does;
  servers: ServersText;
  user: string;
}

/** What a device of this kind usually is, with this mailbox's servers. */
export function newClient(kind: ClientKindView, mailbox: MailboxDraft, name: string): ClientText {
  const elsewhere = mailbox.kind === 'cloud' || mailbox.kind === 'exchange';
  const receives = kind.usually !== 'none' && mailbox.receiving !== null;
  const sends = kind.sends && mailbox.sending !== null;
  return {
    kind: kind.kind,
    name,
    nameTouched: false,
    signIn: elsewhere ? 'elsewhere' : kind.signIn,
    own: false,
    does: receives && sends ? 'both' : receives ? 'receives' : 'sends',
    servers: serversText(mailbox.receiving, mailbox.sending),
    user: mailbox.user,
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function clientText(client: ClientRecord, mailbox: MailboxDraft): ClientText {
  const { kind, name, user, receiving, sending, signIn } = client;
  const usual =
    user === mailbox.user &&
    (receiving === null || same(receiving, mailbox.receiving)) &&
    (sending === null || same(sending, mailbox.sending));
  return {
    kind,
    name,
    nameTouched: true,
    signIn: signIn.how,
    own: !usual,
    does: receiving && sending ? 'both' : receiving ? 'receives' : 'sends',
    servers: serversText(usual ? mailbox.receiving : receiving, usual ? mailbox.sending : sending),
    user,
  };
}

export function clientDraft(text: ClientText, mailbox: MailboxDraft): ClientDraft {
  const { kind, signIn, does, own } = text;
  const base = { kind, name: text.name.trim(), signIn };
  if (own) {
    return { ...base, user: text.user.trim(), receiving: receivingOf(text.servers), sending: sendingOf(text.servers) };
  }
  return {
    ...base,
    user: mailbox.user,
    receiving: does === 'sends' ? null : mailbox.receiving,
    sending: does === 'receives' ? null : mailbox.sending,
  };
}

export function clientFaults(t: TFunction, text: ClientText): Faults {
  const name = textFault(t, text.name, 80, t('fault.nameEmpty'));
  const user = text.own ? textFault(t, text.user, 320, t('fault.userEmpty')) : null;
  return {
    ...(name === null ? {} : { name }),
    ...(user === null ? {} : { user }),
    ...(text.own ? serverFaults(t, text.servers) : {}),
  };
}
