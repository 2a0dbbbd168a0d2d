import type { ReportView } from '../../shared/views.ts';

/** The report as data, for programs. `format` and `formatVersion` say how to read it. It holds no secret. */
export function reportJson(report: ReportView): string {
  return `${JSON.stringify({ format: 'keyround-report', formatVersion: 1, ...report }, null, 2)}\n`;
}
