import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Progress } from '../../components/progress.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { countGrades, roundParts } from '../../texts/counts.ts';
import { whenOf } from '../../texts/time.ts';
import { rowId } from '../devices/evidence-row.tsx';
import type { PartProps } from './part.ts';
import { RoundRow } from './round-row.tsx';
import { isDone, isGuided, isToDo } from './steps.ts';
import './change.css';

/** Step 4: one device after the other, each with its evidence in words. */
export function RoundPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const done = view.clients.filter(isDone).length;
  const all = done + view.clients.filter(isToDo).length;
  const title =
    view.clients.length === 0
      ? t('round.titleNone')
      : done === all
        ? t('round.titleAll')
        : t('round.title', { done, all });
  const announce = useApp((state) => state.announce);
  useEffect(() => announce(title), [announce, title]);
  const when = view.changedAt === null ? '' : whenOf(t, view.changedAt);
  const [open, setOpen] = useOpenDevice(view);
  return (
    <Page
      screen={`round ${view.id}`}
      title={title}
      lead={t(view.provedBy === 'answer' ? 'round.leadByAnswer' : 'round.lead', { when })}
      above={above}
    >
      <div className="stack">
        {view.recovered ? <Notice tone="info" title={t('changing.recovered')} /> : null}
        {view.failure ? <FailureNotice failure={view.failure} tone="warn" /> : null}
        {view.clients.length === 0 ? (
          <p className="muted">{t('round.none')}</p>
        ) : (
          <>
            <div className="stack-small">
              <Progress
                label={t('round.progress')}
                value={done}
                max={all}
                text={t('round.progressText', { done, all })}
              />
              <p className="muted small">{roundParts(t, countGrades(view.clients))}</p>
            </div>
            <Card flat>
              <ul className="rows" aria-label={t('round.devices')}>
                {view.clients.map((client) => (
                  <RoundRow
                    key={client.client.id}
                    rotation={view}
                    view={client}
                    open={open === client.client.id}
                    onOpen={(next) => setOpen(next ? client.client.id : null)}
                  />
                ))}
              </ul>
            </Card>
          </>
        )}
      </div>
      <RoundFoot view={view} left={all - done} />
    </Page>
  );
}

/** Which device is opened: the first that is left, and after it is done the next, which then also gets the focus. */
function useOpenDevice(view: RotationView) {
  const next = view.clients.find(isToDo) ?? null;
  const [open, setOpen] = useState<string | null>(next?.client.id ?? null);
  const opened = view.clients.find(({ client }) => client.id === open);
  const over = opened !== undefined && !isGuided(opened);
  useEffect(() => {
    if (!over) return;
    setOpen(next?.client.id ?? null);
    const row = next ?? opened;
    document.getElementById(rowId(row))?.focus();
  }, [over, next, opened]);
  return [open, setOpen] as const;
}

function RoundFoot({ view, left }: { view: RotationView; left: number }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const reminds = useApp(({ status }) => status?.space === 'home' && status.reminders);
  const go = useApp((state) => state.go);
  const report = () => go({ at: 'report', rotation: view.id, mailbox: view.mailbox });
  const finish = async () => {
    if (await run('rotations.finish', { rotation: view.id })) report();
  };
  return (
    <div className="page-foot">
      <Button onPress={() => go({ at: 'mailbox', mailbox: view.mailbox })}>{t('round.later')}</Button>
      <span className="muted">{t(reminds ? 'round.laterReminded' : 'round.laterHelp')}</span>
      <span className="push row">
        <Button onPress={report}>{t('round.report')}</Button>
        <Button look={left === 0 ? 'primary' : 'plain'} busy={busy} onPress={() => void finish()}>
          {t('round.finish')}
        </Button>
      </span>
    </div>
  );
}
