import { buildReport } from '../../core/report/build.ts';
import { reportHtml } from '../../core/report/html.ts';
import { reportJson } from '../../core/report/json.ts';
import { reportText } from '../../core/report/text.ts';
import type { RotationId } from '../../shared/ids.ts';
import { type Result, success } from '../../shared/result.ts';
import type { ReportView } from '../../shared/views.ts';
import type { App } from './app.ts';

/** What can be said about a rotation, at the end or on the way. */
export async function reportOf(app: App, rotation: RotationId): Promise<Result<ReportView>> {
  const { workspace, rotations } = app.spaces.active();
  const run = await rotations.find(rotation);
  if (!run.ok) return run;
  const record = await workspace.world.records.load(run.value.mailbox);
  if (!record.ok) return record;
  const writtenAt = workspace.world.clock.now();
  const provider = record.value.provider.id;
  return success(buildReport({ rotation: run.value.view(), provider, version: app.runtime.version, writtenAt }));
}

/** Main's own way of writing a time, on paper and in files. */
export const formatTime = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** The report in one of the forms it can leave the app in. None of them holds a secret. */
export function reportAs(app: App, report: ReportView, form: 'text' | 'html' | 'json'): string {
  switch (form) {
    case 'text':
      return reportText(report, app.say, formatTime);
    case 'html':
      return reportHtml(report, app.say, formatTime, 'en');
    case 'json':
      return reportJson(report);
  }
}
