import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxView, RecoveryView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { useNow } from '../../components/use-now.ts';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { RefusedThisWeek } from './refused-this-week.tsx';
import { SetPasswordDialog } from './set-password-dialog.tsx';

/** It is not known which kept password is the mailbox's: what happened, and the ways to find out. */
export function Doubt({ view, recovery }: { view: MailboxView; recovery: RecoveryView }) {
  const { t } = useTranslation();
  const [entering, setEntering] = useState(false);
  const doubt = useDoubt(view);
  const now = useNow(recovery.tryAgainAt !== null);
  const waits = recovery.tryAgainAt !== null && recovery.tryAgainAt > now;
  const acts = <Acts recovery={recovery} waits={waits} doubt={doubt} onEnter={() => setEntering(true)} />;
  return (
    <>
      <Notice tone="warn" title={t(`doubt.title.${recovery.why}`)} acts={acts}>
        <p>{recovery.kept === 0 ? t('doubt.textNone') : t('doubt.text', { count: recovery.kept })}</p>
        {mustSetAside(recovery) ? <p className="small">{t('doubt.setAsideHelp')}</p> : null}
        {mayFind(recovery) ? (
          <p className="small">
            {t('doubt.findHelp')} <RefusedThisWeek refusals={view.refusals} />
          </p>
        ) : null}
        <Countdown until={recovery.tryAgainAt} words={(time) => t('doubt.wait', { time })} />
      </Notice>
      {doubt.failure ? <FailureNotice failure={doubt.failure} tone="warn" urgent /> : null}
      {entering ? <SetPasswordDialog view={view} onClose={() => setEntering(false)} /> : null}
    </>
  );
}

/** Notes that cannot be read have to be set aside before anything else. */
const mustSetAside = ({ why, maySetAside }: RecoveryView): boolean => why === 'unreadable' && maySetAside;
const mayFind = (recovery: RecoveryView): boolean => !mustSetAside(recovery) && recovery.kept > 0;

interface ActsProps {
  recovery: RecoveryView;
  /** The next try is not safe yet, so that another way is the main one. */
  waits: boolean;
  doubt: ReturnType<typeof useDoubt>;
  onEnter: () => void;
}

/** The main way first: finding out where that is safe now, entering the password where it is not. */
function Acts({ recovery, waits, doubt: { busy, find, setAside }, onEnter }: ActsProps) {
  const { t } = useTranslation();
  const first = mustSetAside(recovery);
  const finds = mayFind(recovery);
  const aside = recovery.maySetAside ? (
    <Button size="small" look={first ? 'primary' : 'quiet'} busy={busy} onPress={() => void setAside()}>
      {t('doubt.setAside')}
    </Button>
  ) : null;
  if (first) return aside;
  return (
    <>
      {finds ? (
        <Button look={waits ? 'plain' : 'primary'} size="small" busy={busy} waiting={waits} onPress={() => void find()}>
          {t('doubt.find')}
        </Button>
      ) : null}
      <Button size="small" look={finds && !waits ? 'plain' : 'primary'} onPress={onEnter}>
        {t('doubt.enter')}
      </Button>
      {aside}
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
