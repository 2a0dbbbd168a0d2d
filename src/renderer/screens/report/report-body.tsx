import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ReportView } from '../../../shared/views.ts';
import { Card, Facts, Section } from '../../components/card.tsx';
import { grades } from '../../texts/counts.ts';
import { lookUp } from '../../texts/i18n.ts';
import { dayAndTime } from '../../texts/time.ts';
import { EvidenceRow, gradeTones } from '../devices/evidence-row.tsx';
import './report.css';

/** What was changed, what was seen of each device, what is left. No secret in it, ever. */
export function ReportBody({ report }: { report: ReportView }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="two section">
        <Card title={t('report.counts')}>
          <ul className="counts">
            {grades
              .filter((grade) => (report.counts[grade] ?? 0) > 0)
              .map((grade) => (
                <li key={grade}>
                  <span className={`count-dot count-${gradeTones[grade]}`} aria-hidden />
                  <span>{t(`report.count.${grade}`, { count: report.counts[grade] ?? 0 })}</span>
                </li>
              ))}
          </ul>
        </Card>
        <Card title={t('result.facts')}>
          <Facts facts={factsOf(t, report)} />
        </Card>
      </div>
      {report.clients.length > 0 ? (
        <Section title={t('result.devices')}>
          <Card flat>
            <ul className="rows">
              {report.clients.map((client) => (
                <EvidenceRow key={client.client.id} view={client} />
              ))}
            </ul>
          </Card>
        </Section>
      ) : null}
    </>
  );
}

function factsOf(t: TFunction, report: ReportView): (readonly [string, string])[] {
  const when = (at: number | null) => (at === null ? t('report.notYet') : dayAndTime(at));
  return [
    [t('report.fact.mailbox'), report.address],
    [t('report.fact.provider'), lookUp(`provider.${report.provider}.name`, report.provider)],
    [t('report.fact.way'), t(`report.way.${report.mode}`)],
    [t('report.fact.started'), when(report.startedAt)],
    [t('report.fact.changed'), when(report.changedAt)],
    [t('report.fact.finished'), when(report.finishedAt)],
    [t('report.fact.refused'), String(report.refusedSignIns)],
    [t('result.version'), `${t('app.name')} ${report.version}`],
  ];
}
