import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { gradeSchema } from '../../../shared/findings.ts';
import type { ClientView, ReportView } from '../../../shared/views.ts';
import { Badge } from '../../components/badge.tsx';
import { Card, Facts, Section } from '../../components/card.tsx';
import { Lamps } from '../../components/lamp.tsx';
import { Tile } from '../../components/tile.tsx';
import { deviceState, gradeSentence } from '../../texts/finding.ts';
import { lookUp } from '../../texts/i18n.ts';
import { dayAndTime } from '../../texts/time.ts';
import { gradeTones } from '../change/round-row.tsx';
import { useKindIcon } from '../devices/kinds.ts';
import { Trouble } from '../devices/trouble.tsx';
import './report.css';

/** What was changed, what was seen of each device, what is left. No secret in it, ever. */
export function ReportBody({ report }: { report: ReportView }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="two section">
        <Card title={t('report.counts')}>
          <ul className="counts">
            {gradeSchema.options
              .filter((grade) => (report.counts[grade] ?? 0) > 0)
              .map((grade) => (
                <li key={grade}>
                  <Badge tone={gradeTones[grade]}>{t(`grade.${grade}.short`)}</Badge>
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
                <ReportRow key={client.client.id} view={client} />
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

function ReportRow({ view }: { view: ClientView }) {
  const { t } = useTranslation();
  const icon = useKindIcon(view.client.kind);
  return (
    <li className="device">
      <Tile icon={icon} />
      <div>
        <p className="device-name">{view.client.name}</p>
        <p className="device-about">{gradeSentence(t, view)}</p>
      </div>
      <div className="device-side">
        <Lamps receiving={view.receiving} sending={view.sending} />
      </div>
      {deviceState(view) === 'failed' ? (
        <div className="device-more">
          <Trouble view={view} />
        </div>
      ) : null}
    </li>
  );
}
