import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import type { CheckupView } from '../../../shared/views.ts';
import { useApp } from '../../store/store.ts';
import { deviceState } from '../../texts/finding.ts';

/** The check-up that is running for a mailbox or has just ended, while the page still shows what it saw. */
export function useCheckup(mailbox: MailboxId): CheckupView | null {
  return useApp((state) => state.checkups[mailbox]?.view ?? null);
}

/** Says to screen readers how a check-up goes: each device once, as it is done. */
export function useCheckupAnnouncements(checkup: CheckupView | null): void {
  const { t } = useTranslation();
  const announce = useApp((state) => state.announce);
  const said = useRef(0);
  const done = checkup?.clients.filter((client) => ['works', 'failed'].includes(deviceState(client))).length ?? 0;
  const all = checkup?.clients.length ?? 0;
  const running = checkup?.state === 'running';
  useEffect(() => {
    if (done === said.current) return;
    said.current = done;
    if (running) announce(t('mailbox.summary.runningText', { done, all }));
  }, [done, all, running, announce, t]);
}
