import type { AppUpdateView, EvidenceView } from '../../shared/apps.ts';
import type { Failure } from '../../shared/failures.ts';
import type { CheckupId, MailboxId, RotationId, VersionId } from '../../shared/ids.ts';
import type { ProviderManifest } from '../../shared/provider.ts';
import type {
  CheckupView,
  ClientKindView,
  MailboxListItem,
  MailboxView,
  RotationView,
  Status,
} from '../../shared/views.ts';
import type { Route } from './routes.ts';

export type ToastContent = { kind: 'done'; words: string } | { kind: 'failure'; failure: Failure };

/** The frame: which screen, what to say, and the state of the app itself. */
export interface FrameSlice {
  route: Route;
  status: Status | null;
  /** Main cannot be reached at all. */
  broken: Failure | null;
  toast: ToastContent | null;
  announcement: string;
  go: (route: Route) => void;
  loadStatus: () => Promise<void>;
  sayDone: (words: string) => void;
  sayFailure: (failure: Failure) => void;
  closeToast: () => void;
  announce: (words: string) => void;
}

/** Mailboxes, and the two lists that forms are made from. */
export interface MailboxSlice {
  mailboxes: readonly MailboxListItem[];
  /** Views by mailbox, as last seen; the page on screen asks again whenever main says that something is new. */
  views: Readonly<Record<string, MailboxView>>;
  missing: Readonly<Record<string, true>>;
  providers: readonly ProviderManifest[];
  catalogue: readonly ClientKindView[];
  loadMailboxes: () => Promise<void>;
  loadMailbox: (mailbox: MailboxId) => Promise<void>;
  loadLists: () => Promise<void>;
}

export interface Numbered<V> {
  /** The number of the event that brought it; 0 for an answer to a question. */
  seq: number;
  view: V;
}

/** What moves on its own: changes and check-ups. Views are whole, so the newest simply replaces the one before. */
export interface LiveSlice {
  rotations: Readonly<Record<string, Numbered<RotationView>>>;
  /** By mailbox: only the latest check-up of each is of interest. */
  checkups: Readonly<Record<string, Numbered<CheckupView>>>;
  takeRotation: (seq: number, view: RotationView) => void;
  takeCheckup: (seq: number, view: CheckupView) => void;
  loadRotation: (rotation: RotationId) => Promise<void>;
  startCheckup: (mailbox: MailboxId) => Promise<void>;
  stopCheckup: (checkup: CheckupId) => Promise<void>;
  /** `putBack`: the kept version to begin step 2 with. */
  startRotation: (mailbox: MailboxId, putBack?: VersionId) => Promise<void>;
}

/** What moves in an open round beside the change itself: the updates of apps here, and the provider's sign-in list. By rotation. */
export interface RoundSlice {
  updates: Readonly<Record<string, Numbered<readonly AppUpdateView[]>>>;
  evidence: Readonly<Record<string, Numbered<EvidenceView>>>;
  takeUpdates: (seq: number, rotation: RotationId, updates: readonly AppUpdateView[]) => void;
  takeEvidence: (seq: number, rotation: RotationId, evidence: EvidenceView) => void;
  /** Asks for both. Events that come in between are at least as new as the answers. */
  loadRound: (rotation: RotationId) => Promise<void>;
}

/** Everything the face knows. */
export type Store = FrameSlice & MailboxSlice & LiveSlice & RoundSlice;
