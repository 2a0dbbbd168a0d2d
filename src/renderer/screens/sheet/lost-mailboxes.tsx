import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

/** Notes of mailboxes that the keychain knows nothing of: what that means, and how to stop hearing of it. */
export function LostMailboxes({ count, onDone }: { count: number; onDone?: () => Promise<void> }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const loadStatus = useApp((state) => state.loadStatus);
  const setAside = async () => {
    if (!(await run('safety.setLostAside', {}))) return;
    await loadStatus();
    await onDone?.();
  };
  return (
    <Notice
      tone="warn"
      title={t('sheet.lostTitle', { count })}
      acts={
        <Button size="small" busy={busy} onPress={() => void setAside()}>
          {t('sheet.lostAside')}
        </Button>
      }
    >
      <p>{t('sheet.lostText')}</p>
    </Notice>
  );
}
