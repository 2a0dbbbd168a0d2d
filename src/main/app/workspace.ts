import type { Provider } from '../../core/ports.ts';
import type { RotationPorts } from '../../core/rotation/context.ts';
import type { Secret } from '../../core/secret.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Status } from '../../shared/views.ts';
import type { RememberingProbe } from '../mail/own-sign-ins.ts';
import type { Panels } from './panels.ts';

export type Space = Status['space'];

/** Everything the engine needs of the outside world, for one space. */
export interface World extends RotationPorts {
  readonly kept: NonNullable<RotationPorts['kept']>;
  readonly installation: NonNullable<RotationPorts['installation']>;
}

/** One kept password by name. */
export interface KeptName {
  readonly mailbox: MailboxId;
  readonly version: VersionId;
}

/**
 * One of the three spaces the app works in: the user's own mailboxes, the practice service, or one caller of a helpdesk.
 * Each has stores of its own; nothing in core knows which one it is in.
 */
export interface Workspace {
  readonly space: Space;
  readonly world: World;
  /** The probe of the world, which remembers our own sign-ins. */
  readonly ownSignIns: Pick<RememberingProbe, 'made' | 'since' | 'clockAt'>;
  readonly providers: readonly Provider[];
  /** Control panels that files describe. */
  readonly panels: Panels;
  /** Keeps a password that somebody typed into a form: in the keychain, or in memory where the space must leave nothing. */
  keep(mailbox: MailboxId, version: VersionId, secret: Secret): Promise<Result<void>>;
  /** Every password that is kept in this space, as the keychain lists it: neither record nor journal is asked. */
  allKept(): Promise<Result<readonly KeptName[]>>;
  /** Puts a journal aside, whatever state it is in; nothing is deleted. */
  setJournalAside(mailbox: MailboxId): Promise<Result<void>>;
  /** Mailboxes whose journal lies here and cannot be read, while the keychain has no record of them. */
  lost(): Promise<Result<readonly MailboxId[]>>;
  /** Removes a mailbox: every secret under its name first, then its record and its journal. */
  forget(mailbox: MailboxId): Promise<Result<void>>;
  /** Ends the space; practice and helpdesk remove everything they ever wrote, or say what kept them from it. */
  close(): Promise<Result<void>>;
}
