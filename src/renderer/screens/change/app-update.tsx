import { CircleCheck, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppUpdateView } from '../../../shared/apps.ts';
import { Technical } from '../../components/notice.tsx';
import { AskingPart, ClosePart, OverPart, ProvedPart, StuckPart, UnprovedPart } from './app-update-parts.tsx';
import { Unlock } from './unlock.tsx';
import {
  foundWords,
  isLocked,
  isUpToDate,
  isWorking,
  leftWords,
  placesOf,
  type UpdateProps,
  whyWords,
} from './updates.ts';
import './app-update.css';

/** The update of an app on this computer: what was found, what would be written, how it goes, and what can be done. */
export function AppUpdate(props: UpdateProps) {
  const { t } = useTranslation();
  const { update, device } = props;
  if (isUpToDate(update)) return null;
  return (
    <section className="app-update" aria-label={t('appUpdate.label', { name: device })}>
      {isLocked(update) ? <Unlock {...props} /> : <Stage {...props} />}
    </section>
  );
}

function Stage(props: UpdateProps) {
  const { update } = props;
  if (isWorking(update)) return <Working update={update} />;
  switch (update.stage) {
    case 'asking':
      return (
        <>
          <Found update={update} />
          <AskingPart {...props} />
        </>
      );
    case 'close-first':
      return update.why === null ? <Working update={update} /> : <ClosePart {...props} />;
    case 'proved':
      return (
        <>
          <Said update={update} ok />
          <ProvedPart {...props} />
        </>
      );
    case 'unproved':
      return (
        <>
          <Said update={update} />
          <UnprovedPart {...props} />
        </>
      );
    case 'stuck':
      return (
        <>
          <Said update={update} />
          <StuckPart {...props} />
        </>
      );
    default:
      return (
        <>
          <Said update={update} ok={update.stage === 'done'} />
          <OverPart {...props} />
        </>
      );
  }
}

function Found({ update }: { update: AppUpdateView }) {
  const { t } = useTranslation();
  const words = foundWords(t, update);
  return words === '' ? null : <p className="app-update-what">{words}</p>;
}

/** The stage in a sentence and why; what was or would be written is folded below it. */
function Said({ update, ok = false }: { update: AppUpdateView; ok?: boolean }) {
  const { t } = useTranslation();
  const why = whyWords(t, update);
  const found = update.stage === 'not-possible' ? foundWords(t, update) : '';
  const left = leftWords(t, update);
  return (
    <div>
      <p className={`app-update-what ${ok ? 'app-update-ok' : ''}`}>
        {ok ? <CircleCheck size={17} aria-hidden /> : null}
        <span>{t(`appUpdate.stage.${update.stage}`, { name: update.name })}</span>
      </p>
      {[why, found, ...left].map((words) => (words === '' ? null : <p key={words}>{words}</p>))}
      {update.stage === 'declined' ? null : <Technical text={placesOf(t, update)} />}
    </div>
  );
}

/** Keyround is at it. The line keeps its place while its words change. */
function Working({ update }: { update: AppUpdateView }) {
  const { t } = useTranslation();
  return (
    <p className="app-update-what app-update-working">
      <LoaderCircle size={17} className="spin" aria-hidden />
      <span>{t(`appUpdate.stage.${update.stage}`, { name: update.name })}</span>
    </p>
  );
}
