import { useEffect, useState } from 'react';
import type { GuideView } from '../../../shared/guide.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';

/** The guide to the page on which this mailbox's password is changed; null if there is none, undefined until it is known. */
export function useGuide(mailbox: MailboxId): GuideView | null | undefined {
  const [guide, setGuide] = useState<GuideView | null | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void ask('guides.forMailbox', { mailbox }).then((answer) => {
      // Without a guide the page is still there.
      if (current) setGuide(answer.ok ? answer.value.guide : null);
    });
    return () => {
      current = false;
    };
  }, [mailbox]);
  return guide;
}
