import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useAct } from '../../store/act.ts';
import { reloadAll, useApp } from '../../store/store.ts';
import { whenOf } from '../../texts/time.ts';

/** A session that a crash has left behind can be finished or wiped; there is no third way. */
export function LeftOverSession({ session }: { session: NonNullable<Status['leftOver']> }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const resume = async (how: 'finish' | 'wipe') => {
    if (!(await run('helpdesk.resume', { how }))) return;
    await reloadAll();
    const { status, go, sayDone } = useApp.getState();
    const first = status?.unfinished[0];
    if (how === 'finish' && first) go({ at: 'change', rotation: first.rotation, mailbox: first.mailbox });
    else go({ at: 'start' });
    if (how === 'wipe') sayDone(t('helpdesk.ended'));
  };
  const { elsewhere, startedAt, afterStaging } = session;
  return (
    <Notice
      tone="warn"
      title={elsewhere ? t('helpdesk.leftOverElsewhere') : t('helpdesk.leftOverText', { when: whenOf(t, startedAt) })}
      acts={
        <>
          <Button look="primary" busy={busy} onPress={() => void resume('finish')}>
            {t('helpdesk.finish')}
          </Button>
          <Button look="danger" busy={busy} onPress={() => void resume('wipe')}>
            {t('helpdesk.wipe')}
          </Button>
        </>
      }
    >
      {elsewhere ? <p>{t('helpdesk.leftOverElsewhereDo')}</p> : null}
      <p>{t(afterStaging ? 'helpdesk.leftOverAfter' : 'helpdesk.leftOverBefore')}</p>
    </Notice>
  );
}
