import type { MailboxId, RotationId, VersionId } from '../../shared/ids.ts';

/** Which screen is shown. There are no addresses to type, so this is all the routing there is. */
export type Route =
  | { at: 'start' }
  | { at: 'recovery' }
  | { at: 'add-mailbox' }
  | { at: 'edit-mailbox'; mailbox: MailboxId }
  | { at: 'mailbox'; mailbox: MailboxId }
  | { at: 'sheet' }
  /** `putBack`: the kept version that is to become the password again. */
  | { at: 'change'; rotation: RotationId; mailbox: MailboxId; putBack?: VersionId }
  | { at: 'report'; rotation: RotationId; mailbox: MailboxId }
  | { at: 'helpdesk' }
  | { at: 'settings' }
  | { at: 'help' };

/** The rotation that a screen shows: its steps, its round or its report. */
export function rotationOf(route: Route): RotationId | null {
  return 'rotation' in route ? route.rotation : null;
}

/** The mailbox that a screen belongs to, for the mark in the side bar. */
export function mailboxOf(route: Route): MailboxId | null {
  return 'mailbox' in route ? route.mailbox : null;
}
