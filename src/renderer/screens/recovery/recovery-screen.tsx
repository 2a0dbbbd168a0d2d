import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationId } from '../../../shared/ids.ts';
import type { MailboxListItem, Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { Page } from '../../components/page.tsx';
import { useApp } from '../../store/store.ts';
import { LeftOverSession } from '../helpdesk/left-over.tsx';
import { LostMailboxes } from '../sheet/lost-mailboxes.tsx';

/** After a start in the middle of something: what happened in one sentence, and the way on. */
export function RecoveryScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const mailboxes = useApp((state) => state.mailboxes);
  const inDoubt = mailboxes.filter(({ state }) => state === 'in-doubt');
  const { unfinished, leftOver } = status;
  if (leftOver) {
    return (
      <Page screen="left-over" title={t('helpdesk.leftOverTitle')}>
        <LeftOverSession session={leftOver} />
      </Page>
    );
  }
  const lead = unfinished.length === 0 ? t('recovery.leadNone') : t('recovery.lead', { count: unfinished.length });
  return (
    <Page screen="recovery" title={t('recovery.title')} lead={lead}>
      <div className="stack">
        {waitingForPerson(unfinished).map((each, index) => (
          <UnfinishedCard key={each.rotation} unfinished={each} first={index === 0} />
        ))}
        {inDoubt.map((each, index) => (
          <InDoubtCard key={each.id} mailbox={each} first={unfinished.length === 0 && index === 0} />
        ))}
        {status.lost > 0 ? <LostMailboxes count={status.lost} /> : null}
        <div className="row">
          <Button onPress={() => go({ at: 'start' })}>{t('recovery.later')}</Button>
          <Button look="quiet" onPress={() => go({ at: 'sheet' })}>
            {t('recovery.sheet')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

/** Those that only a person can take further come first; the others go on by themselves. */
function waitingForPerson(unfinished: Status['unfinished']): Status['unfinished'] {
  const needs = ({ stage }: Status['unfinished'][number]) => stage === 'needs-help' || stage === 'your-turn';
  return [...unfinished.filter(needs), ...unfinished.filter((each) => !needs(each))];
}

/** Its own page says what happened and offers the ways to find out. */
function InDoubtCard({ mailbox, first }: { mailbox: MailboxListItem; first: boolean }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { id, address } = mailbox;
  return (
    <Card title={address}>
      <div className="row row-apart">
        <p className="grow">{t('recovery.inDoubt')}</p>
        <Button
          look={first ? 'primary' : 'plain'}
          aria-label={t('recovery.openFor', { address })}
          onPress={() => go({ at: 'mailbox', mailbox: id })}
        >
          {t('recovery.open')}
        </Button>
      </div>
    </Card>
  );
}

/** Where waiting is the cure, for how long. */
function NextTry({ rotation }: { rotation: RotationId }) {
  const { t } = useTranslation();
  const load = useApp((state) => state.loadRotation);
  const until = useApp((state) => state.rotations[rotation]?.view.waitUntil ?? null);
  useEffect(() => {
    void load(rotation);
  }, [load, rotation]);
  return <Countdown until={until} words={(time) => t('changing.waitingNext', { time })} />;
}

function UnfinishedCard({ unfinished, first }: { unfinished: Status['unfinished'][number]; first: boolean }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { rotation, mailbox, address, stage } = unfinished;
  return (
    <Card title={address}>
      <div className="row row-apart">
        <div className="grow">
          <p>{t(`recovery.stage.${stage}`)}</p>
          {stage === 'waiting' ? <NextTry rotation={rotation} /> : null}
        </div>
        <Button
          look={first ? 'primary' : 'plain'}
          aria-label={t('recovery.goFor', { address })}
          onPress={() => go({ at: 'change', rotation, mailbox })}
        >
          {t('recovery.go')}
        </Button>
      </div>
    </Card>
  );
}
