import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAct } from '../../store/act.ts';
import { reloadAll, useApp } from '../../store/store.ts';

/** Ends a helpdesk session after one question, and wipes everything of it. */
export function EndSession() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { busy, run } = useAct();
  const end = async () => {
    const ended = await run('helpdesk.end', {});
    setOpen(false);
    if (!ended) return;
    useApp.getState().go({ at: 'start' });
    await reloadAll();
    useApp.getState().sayDone(t('helpdesk.ended'));
  };
  return (
    <span className="bar-acts">
      <Button size="small" onPress={() => setOpen(true)}>
        {t('helpdesk.end')}
      </Button>
      <Dialog title={t('helpdesk.endTitle')} open={open} onClose={() => setOpen(false)} small question>
        <p>{t('helpdesk.endText')}</p>
        <div className="dialog-acts">
          <Button onPress={() => setOpen(false)}>{t('act.cancel')}</Button>
          <Button look="danger" busy={busy} onPress={() => void end()}>
            {t('helpdesk.endNow')}
          </Button>
        </div>
      </Dialog>
    </span>
  );
}
