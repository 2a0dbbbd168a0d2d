import type { ReportView } from '../../shared/views.ts';
import { type FormatTime, type ReportClient, reportPage, type Translate } from './page.ts';

/** The report as plain text for a ticket: one fact a line, no markup, lines ended by LF. */
export function reportText(report: ReportView, t: Translate, formatTime: FormatTime): string {
  const page = reportPage(report, t, formatTime);
  const lines = [
    page.title,
    page.headline,
    '',
    ...page.facts.map(({ label, text }) => `${label}: ${text}`),
    '',
    ...(page.counts.length > 0 ? [`${t('report.counts')}:`, ...page.counts.map((line) => `- ${line}`), ''] : []),
    ...page.clients.flatMap((client) => [...clientLines(client, t), '']),
    ...page.notes,
    page.written,
  ];
  return `${lines.join('\n')}\n`;
}

function clientLines(client: ReportClient, t: Translate): readonly string[] {
  return [
    `${client.name} (${client.kind}): ${client.gradeName}`,
    `  ${client.evidence}`,
    `  ${t('report.user')}: ${client.user}`,
    ...client.sides.flatMap(({ label, where, seen, advice, technical }) => [
      `  ${label} (${where}): ${seen}`,
      ...(advice === '' ? [] : [`    ${advice}`]),
      ...(technical === '' ? [] : [`    [${technical}]`]),
    ]),
  ];
}
