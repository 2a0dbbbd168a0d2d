import { failure } from '../../../shared/failures.ts';
import { failed, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import { fileName } from '../../app/device-aids.ts';
import { reportAs, reportOf } from '../../app/reports.ts';
import type { Handlers } from '../bind.ts';

type Name = Extract<keyof Handlers, `reports.${string}`>;

export function reportHandlers(app: App): Pick<Handlers, Name> {
  return {
    'reports.get': ({ rotation }) => reportOf(app, rotation),
    'reports.copy': async ({ rotation }) => {
      const report = await reportOf(app, rotation);
      if (!report.ok) return report;
      await app.native.copyText(reportAs(app, report.value, 'text'));
      return success({});
    },
    'reports.print': async ({ rotation }) => {
      const report = await reportOf(app, rotation);
      if (!report.ok) return report;
      await app.native.print(reportAs(app, report.value, 'html'));
      return success({});
    },
    'reports.save': async ({ rotation, format }) => {
      const report = await reportOf(app, rotation);
      if (!report.ok) return report;
      const name = app.say('native.save.name', { address: fileName(report.value.address) });
      const path = await app.native.chooseWhereToSave(`${name}.${format}`, format);
      if (!path) return success({ saved: false });
      const content =
        format === 'pdf'
          ? await app.native.pdf(reportAs(app, report.value, 'html'))
          : reportAs(app, report.value, format);
      const saved = await app.native.saveFile(path, content);
      return saved ? success({ saved: true }) : failed(failure('request.file-not-saved'));
    },
  };
}
