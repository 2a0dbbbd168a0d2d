import { useTranslation } from 'react-i18next';
import type { SecretSubject } from '../../../shared/contract.ts';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { timeOf } from '../../texts/time.ts';

/** Copies a password in main, which also clears the clipboard again. */
export function useCopy(): { busy: boolean; copy: (subject: SecretSubject) => Promise<void> } {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const copy = async (subject: SecretSubject) => {
    const answer = await run('secrets.copy', { subject });
    if (answer) sayDone(t('notice.copied', { time: timeOf(answer.clearsAt) }));
  };
  return { busy, copy };
}
