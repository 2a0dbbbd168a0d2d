import type { TFunction } from 'i18next';
import { isLeft } from '../../../shared/confirmed.ts';
import type { ReportView } from '../../../shared/views.ts';
import { partsOf } from '../../texts/counts.ts';

/** One honest line over the report. “Every device confirmed” only where every device was seen or read back. */
export function headlineOf(t: TFunction, report: ReportView): string {
  if (report.outcome === 'reverted') return t('report.headline.reverted');
  if (report.outcome === 'needs-help') return t('report.headline.needs-help');
  if (report.changedAt === null) return t('report.headline.notChanged');
  if (report.clients.length === 0) return t('report.headline.noDevices');
  if (report.everyDeviceConfirmed) return t('report.headline.everyDevice');
  const { counts } = report;
  const left = report.clients.filter(isLeft).length;
  if (left > 0) return t('report.headline.left', { count: left });
  return t('report.headline.nothingLeft', { parts: partsOf(t, counts) });
}
