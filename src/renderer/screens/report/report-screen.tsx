import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId, RotationId } from '../../../shared/ids.ts';
import type { ReportView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { headlineOf } from './headline.ts';
import { ReportBody } from './report-body.tsx';

/** The report on screen, and the ways to take it along. */
export function ReportScreen({ rotation, mailbox }: { rotation: RotationId; mailbox: MailboxId }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const report = useReport(rotation);
  if (!report) return null;
  return (
    <Page screen={`report ${rotation}`} title={headlineOf(t, report)} lead={report.address}>
      <ReportActs rotation={rotation} />
      <ReportBody report={report} />
      <div className="page-foot">
        <Button onPress={() => go({ at: 'mailbox', mailbox })}>{t('result.back')}</Button>
        <span className="muted">{t('report.note.noPassword')}</span>
      </div>
    </Page>
  );
}

function useReport(rotation: RotationId): ReportView | null {
  const [report, setReport] = useState<ReportView | null>(null);
  const sayFailure = useApp((state) => state.sayFailure);
  // A change of the rotation makes another report.
  const seq = useApp((state) => state.rotations[rotation]?.seq);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `seq` is the reason to ask again
  useEffect(() => {
    let isOvertaken = false;
    void ask('reports.get', { rotation }).then((answer) => {
      if (isOvertaken) return;
      if (answer.ok) setReport(answer.value);
      else sayFailure(answer.failure);
    });
    return () => {
      isOvertaken = true;
    };
  }, [rotation, sayFailure, seq]);
  return report;
}

function ReportActs({ rotation }: { rotation: RotationId }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const save = async (format: 'pdf' | 'html' | 'json') => {
    const answer = await run('reports.save', { rotation, format });
    if (answer?.saved) sayDone(t('notice.reportSaved'));
  };
  const copy = async () => {
    if (await run('reports.copy', { rotation })) sayDone(t('notice.reportCopied'));
  };
  return (
    <div className="page-acts report-acts">
      <Button look="primary" isDisabled={busy} onPress={() => void save('pdf')}>
        {t('result.pdf')}
      </Button>
      <Button isDisabled={busy} onPress={() => void run('reports.print', { rotation })}>
        {t('result.print')}
      </Button>
      <Button isDisabled={busy} onPress={() => void copy()}>
        {t('result.copy')}
      </Button>
      <Button look="quiet" isDisabled={busy} onPress={() => void save('html')}>
        {t('result.html')}
      </Button>
      <Button look="quiet" isDisabled={busy} onPress={() => void save('json')}>
        {t('result.json')}
      </Button>
    </div>
  );
}
