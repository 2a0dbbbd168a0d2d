import { useTranslation } from 'react-i18next';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { useApp } from '../../store/store.ts';
import { dayOf } from '../../texts/time.ts';
import './history.css';

/** What was changed here before, each with its report. */
export function History({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  return (
    <Section title={t('mailbox.history')}>
      {view.history.length === 0 && view.forgotten.length === 0 ? (
        <p className="muted">{t(view.recovery === null ? 'mailbox.noHistory' : 'mailbox.historyUnknown')}</p>
      ) : (
        <Card flat>
          <ul className="rows">
            {view.history.map((item) => (
              <HistoryRow key={item.rotation} view={view} item={item} />
            ))}
            {view.forgotten.map((item) => (
              <li key={`${item.label} ${item.at}`} className="history">
                <span className="history-day">{dayOf(item.at)}</span>
                <span className="grow">{t(`old.forgotten.${item.label}`)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

function HistoryRow({ view, item }: { view: MailboxView; item: MailboxView['history'][number] }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { confirmed, told, clients } = item;
  const day = dayOf(item.at);
  return (
    <li className="history">
      <span className="history-day">{day}</span>
      <span className="grow">
        {t(`mailbox.outcome.${item.outcome}`)}
        {item.outcome === 'reverted' ? null : (
          <span className="muted"> · {t('mailbox.historyCounts', { confirmed, told, clients })}</span>
        )}
      </span>
      <Button
        look="quiet"
        size="small"
        aria-label={t('mailbox.reportOf', { day })}
        onPress={() => go({ at: 'report', rotation: item.rotation, mailbox: view.id })}
      >
        {t('mailbox.report')}
      </Button>
    </li>
  );
}
