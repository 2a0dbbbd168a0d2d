import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { useApp } from '../../store/store.ts';
import { LeftOverSession } from '../helpdesk/left-over.tsx';

/** After a start in the middle of something: what happened in one sentence, and the way on. */
export function RecoveryScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { unfinished, leftOver } = status;
  if (leftOver) {
    return (
      <Page screen="left-over" title={t('helpdesk.leftOverTitle')}>
        <LeftOverSession session={leftOver} />
      </Page>
    );
  }
  return (
    <Page screen="recovery" title={t('recovery.title')} lead={t('recovery.lead', { count: unfinished.length })}>
      <div className="stack">
        {unfinished.map((each) => (
          <UnfinishedCard key={each.rotation} unfinished={each} only={unfinished.length === 1} />
        ))}
        <div className="row">
          <Button onPress={() => go({ at: 'start' })}>{t('recovery.later')}</Button>
        </div>
      </div>
    </Page>
  );
}

function UnfinishedCard({ unfinished, only }: { unfinished: Status['unfinished'][number]; only: boolean }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { rotation, mailbox, address, stage } = unfinished;
  return (
    <Card title={address}>
      <div className="row row-apart">
        <p className="grow">{t(`recovery.stage.${stage}`)}</p>
        <Button
          look={only ? 'primary' : 'plain'}
          aria-label={t('recovery.goFor', { address })}
          onPress={() => go({ at: 'change', rotation, mailbox })}
        >
          {t('recovery.go')}
        </Button>
      </div>
    </Card>
  );
}
