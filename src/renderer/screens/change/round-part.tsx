import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClientId } from '../../../shared/ids.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Progress } from '../../components/progress.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { roundParts } from '../../texts/counts.ts';
import { whenOf } from '../../texts/time.ts';
import { rowId } from '../devices/evidence-row.tsx';
import { EvidenceLine } from './evidence-line.tsx';
import { Knocking, knockingWords } from './knocking.tsx';
import type { PartProps } from './part.ts';
import { RoundRow } from './round-row.tsx';
import { isDone, isToDo } from './steps.ts';
import { askingOf, UpdateAll } from './update-all.tsx';
import { type UpdateOf, useOpenDevice } from './use-open-device.ts';
import { useRoundNews } from './use-round-news.ts';
import { useRound } from './use-updates.ts';
import './change.css';

/** Step 4: one device after the other, each with its evidence in words. */
export function RoundPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const { clients } = view;
  const tally = tallyOf(clients);
  const title = titleOf(t, tally, clients.length);
  const { updates, evidence, ready } = useRound(view.id);
  const knocking = evidence?.knocking ?? null;
  useRoundNews({ view, title, updates, knocking: knockingWords(t, knocking, clients) });
  const updateOf: UpdateOf = ({ client }) => updates.find((one) => one.client === client.id) ?? null;
  const [open, setOpen] = useOpenDevice(view, updateOf, ready);
  const show = (one: ClientView) => {
    setOpen(one.client.id);
    document.getElementById(rowId(one))?.focus();
  };
  const when = view.changedAt === null ? '' : whenOf(t, view.changedAt);
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
        {knocking ? <Knocking knocking={knocking} clients={clients} mayShow={isToDo} onShow={show} /> : null}
        <UpdateAll rotation={view.id} updates={updates} clients={clients} />
        {clients.length === 0 ? (
          <p className="muted">{t('round.none')}</p>
        ) : (
          <Devices
            view={view}
            tally={tally}
            updateOf={updateOf}
            several={askingOf(updates).length > 1}
            open={open}
            onOpen={setOpen}
          />
        )}
        {evidence ? <EvidenceLine evidence={evidence} clients={clients} /> : null}
      </div>
      <RoundFoot view={view} left={tally.all - tally.done} />
    </Page>
  );
}

interface Tally {
  readonly done: number;
  readonly all: number;
}

function tallyOf(clients: readonly ClientView[]): Tally {
  const done = clients.filter(isDone).length;
  return { done, all: done + clients.filter(isToDo).length };
}

function titleOf(t: TFunction, { done, all }: Tally, clients: number): string {
  if (clients === 0) return t('round.titleNone');
  return done === all ? t('round.titleAll') : t('round.title', { done, all });
}

interface DevicesProps {
  view: RotationView;
  tally: Tally;
  updateOf: UpdateOf;
  several: boolean;
  open: ClientId | null;
  onOpen: (client: ClientId | null) => void;
}

function Devices({ view, tally, updateOf, several, open, onOpen }: DevicesProps) {
  const { t } = useTranslation();
  const { done, all } = tally;
  return (
    <>
      <div className="stack-small">
        <Progress label={t('round.progress')} value={done} max={all} text={t('round.progressText', { done, all })} />
        <p className="muted small">{roundParts(t, view.clients)}</p>
      </div>
      <Card flat>
        <ul className="rows" aria-label={t('round.devices')}>
          {view.clients.map((client) => (
            <RoundRow
              key={client.client.id}
              rotation={view}
              view={client}
              update={updateOf(client)}
              several={several}
              open={open === client.client.id}
              onOpen={(next) => onOpen(next ? client.client.id : null)}
            />
          ))}
        </ul>
      </Card>
    </>
  );
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
