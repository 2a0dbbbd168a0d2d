import { checkOld } from '../../core/rotation/old.ts';
import { findPassword, type Search } from '../../core/rotation/recovery.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId, VersionId } from '../../shared/ids.ts';
import { failed, type Result } from '../../shared/result.ts';
import type { OldCheck } from '../../shared/views.ts';
import type { World } from './workspace.ts';

/** Single sign-ins that a person asks for outside a rotation: at most one a mailbox at a time. */
export interface LiveAsks {
  /** "Is the old one dead?" A second click while it is under way gets the same answer. */
  checkOld(mailbox: MailboxId, version: VersionId): Promise<Result<OldCheck>>;
  /** Which kept password is the mailbox's? Likewise. */
  findPassword(mailbox: MailboxId): Promise<Result<Search>>;
  isAsking(mailbox: MailboxId): boolean;
  /** Ends what is under way; a password that is on its way counts as spent. */
  stopAll(): Promise<void>;
}

interface Asking<T> {
  readonly about: string;
  readonly answer: Promise<Result<T>>;
}

export function createLiveAsks(world: World, onChange: () => void): LiveAsks {
  const stopping = new AbortController();
  const checks = new Map<MailboxId, Asking<OldCheck>>();
  const searches = new Map<MailboxId, Asking<Search>>();

  const isAsking = (mailbox: MailboxId): boolean => checks.has(mailbox) || searches.has(mailbox);
  function once<T>(
    under: Map<MailboxId, Asking<T>>,
    mailbox: MailboxId,
    about: string,
    ask: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const same = under.get(mailbox);
    if (same?.about === about) return same.answer;
    if (isAsking(mailbox)) return Promise.resolve(failed(failure('request.busy')));
    const answer = ask().finally(() => {
      under.delete(mailbox);
      onChange();
    });
    under.set(mailbox, { about, answer });
    return answer;
  }

  return {
    checkOld: (mailbox, version) =>
      once(checks, mailbox, version, () => checkOld(world, mailbox, version, stopping.signal)),
    findPassword: (mailbox) => once(searches, mailbox, '', () => findPassword(world, mailbox, stopping.signal)),
    isAsking,
    async stopAll() {
      stopping.abort();
      await Promise.allSettled([...checks.values(), ...searches.values()].map(({ answer }) => answer));
    },
  };
}
