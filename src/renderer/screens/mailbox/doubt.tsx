import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxView, RecoveryView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { remaining } from '../../texts/time.ts';
import { useNow } from '../change/use-now.ts';
import { SetPasswordDialog } from './set-password-dialog.tsx';

/** It is not known which kept password is the mailbox's: what happened, and the ways to find out. */
export function Doubt({ view, recovery }: { view: MailboxView; recovery: RecoveryView }) {
  const { t } = useTranslation();
  const [entering, setEntering] = useState(false);
  const { busy, find, setAside, failure } = useDoubt(view);
  const now = useNow(recovery.tryAgainAt !== null);
  const left = recovery.tryAgainAt === null ? 0 : recovery.tryAgainAt - now;
  const mustSetAside = recovery.why === 'unreadable' && recovery.maySetAside;
  const acts = (
    <>
      {recovery.maySetAside ? (
        <Button size="small" look={mustSetAside ? 'primary' : 'plain'} busy={busy} onPress={() => void setAside()}>
          {t('doubt.setAside')}
        </Button>
      ) : null}
      {!mustSetAside && recovery.kept > 0 ? (
        <Button look="primary" size="small" busy={busy} waiting={left > 0} onPress={() => void find()}>
          {t('doubt.find')}
        </Button>
      ) : null}
      {mustSetAside ? null : (
        <Button size="small" onPress={() => setEntering(true)}>
          {t('doubt.enter')}
        </Button>
      )}
    </>
  );
  return (
    <>
      <Notice tone="warn" title={t(`doubt.title.${recovery.why}`)} acts={acts}>
        <p>{recovery.kept === 0 ? t('doubt.textNone') : t('doubt.text', { count: recovery.kept })}</p>
        {!mustSetAside && recovery.kept > 0 ? <p className="small">{t('doubt.findHelp')}</p> : null}
        {left > 0 ? (
          <p role="timer">
            {t('doubt.wait', { time: remaining(t, left) })} {t('doubt.refused', { count: recovery.refused })}
          </p>
        ) : null}
      </Notice>
      {failure ? <FailureNotice failure={failure} tone="warn" urgent /> : null}
      {entering ? <SetPasswordDialog view={view} onClose={() => setEntering(false)} /> : null}
    </>
  );
}

function useDoubt({ id: mailbox }: MailboxView) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const loadMailbox = useApp((state) => state.loadMailbox);
  const [failure, setFailure] = useState<Parameters<typeof FailureNotice>[0]['failure'] | null>(null);
  const find = async () => {
    const answer = await run('mailboxes.findPassword', { mailbox });
    setFailure(answer?.failure ?? null);
    if (answer?.found) sayDone(t('doubt.found'));
    await loadMailbox(mailbox);
  };
  const setAside = async () => {
    const answer = await run('mailboxes.setJournalAside', { mailbox });
    if (answer?.setAside) sayDone(t('doubt.setAsideDone'));
    await loadMailbox(mailbox);
  };
  return { busy, find, setAside, failure };
}
