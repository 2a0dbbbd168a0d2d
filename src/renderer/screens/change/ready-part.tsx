import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { asksForCode } from '../../../shared/one-time-code.ts';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { type CheckLine, Checklist } from '../../components/checklist.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { FailureNotice, Notice, Technical } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { OneTimeCode } from './one-time-code.tsx';
import type { PartProps } from './part.ts';
import { QuietCard } from './quiet-card.tsx';
import { isConcerned } from './steps.ts';
import { useLeave } from './use-leave.ts';

/** Step 1: everything is checked, nothing is changed. */
export function ReadyPart({ view, above, onContinue }: PartProps & { onContinue: () => void }) {
  const { t } = useTranslation();
  const title =
    view.stage === 'not-ready'
      ? t('ready.titleBad')
      : view.stage === 'new-password'
        ? t('ready.titleOk')
        : t('ready.title');
  const announce = useApp((state) => state.announce);
  useEffect(() => announce(title), [announce, title]);
  return (
    <Page screen={`ready ${view.id}`} title={title} lead={t('ready.lead')} above={above}>
      <div className="columns">
        <div className="stack">
          <Card title={t('ready.checks')}>
            <Checklist lines={view.checks.map((check) => lineOf(t, view, check))} />
          </Card>
          {wantsCode(view) ? <OneTimeCode view={view} /> : null}
          {view.warnings.map((warning) => (
            <FailureNotice key={warning.code} failure={warning} tone="warn" />
          ))}
          <Countdown until={view.waitUntil} words={(time) => t('doubt.wait', { time })} />
          {view.refusedSignIns > 0 ? (
            <p className="muted">{t('outcome.refusedCount', { count: view.refusedSignIns })}</p>
          ) : null}
          {view.provedBy === 'answer' ? <Notice tone="info" title={t('ready.byAnswer')} /> : null}
          {view.mode === 'by-hand' ? <Notice tone="info" title={t('ready.byHand')} /> : null}
          {view.mode === 'admin' ? <Notice tone="info" title={t('ready.admin')} /> : null}
          {view.stage === 'not-ready' ? null : <QuietCard view={view} />}
        </div>
        <div className="stack">
          <WhoNeedsIt view={view} />
        </div>
      </div>
      <ReadyFoot view={view} onContinue={onContinue} />
    </Page>
  );
}

const wantsCode = (view: RotationView): boolean => view.stage === 'not-ready' && asksForCode(view);

function lineOf(t: TFunction, view: RotationView, check: RotationView['checks'][number]): CheckLine {
  const { key, state, failure } = check;
  const words =
    view.mode === 'admin' && (key === 'receiving' || key === 'sending')
      ? t(`ready.checkAdmin.${key}`)
      : t(`ready.check.${key}`);
  return {
    key,
    state,
    words,
    stateWords: t(`ready.state.${state}`),
    more: failure ? (
      <div className="device-trouble">
        <p className="device-trouble-what">{t(`failure.${failure.code}.what`)}</p>
        <p>{t(`failure.${failure.code}.do`)}</p>
        <Technical text={failure.technical} />
      </div>
    ) : null,
  };
}

function WhoNeedsIt({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const concerned = view.clients.filter(isConcerned);
  const others = view.clients.filter((client) => !isConcerned(client)).map(({ client }) => client.name);
  return (
    <Card title={t('ready.devices')}>
      {concerned.length === 0 ? (
        <p className="muted">{t('ready.devicesNone')}</p>
      ) : (
        <>
          <p className="muted">{t('ready.devicesNeed', { count: concerned.length })}</p>
          <ul className="bullets">
            {concerned.map(({ client }) => (
              <li key={client.id}>{client.name}</li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 ? <p className="muted small">{t('ready.devicesLeft', { names: others.join(', ') })}</p> : null}
    </Card>
  );
}

function ReadyFoot({ view, onContinue }: { view: RotationView; onContinue: () => void }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const go = useApp((state) => state.go);
  const leave = useLeave(view);
  const ready = view.stage === 'new-password';
  const failed = view.stage === 'not-ready';
  return (
    <div className="page-foot">
      <Button busy={leave.busy} onPress={() => void leave.leave()}>
        {t('choose.leave')}
      </Button>
      <span className="muted">{t('choose.nothingYet')}</span>
      <span className="push row">
        {failed ? (
          <>
            <Button onPress={() => go({ at: 'edit-mailbox', mailbox: view.mailbox })}>{t('ready.openSettings')}</Button>
            {wantsCode(view) ? null : (
              <Button
                look="primary"
                busy={busy}
                onPress={() => void run('rotations.getReadyAgain', { rotation: view.id })}
              >
                {t('ready.again')}
              </Button>
            )}
          </>
        ) : (
          <Button look="primary" isDisabled={!ready} onPress={onContinue}>
            {t('act.next')}
          </Button>
        )}
      </span>
    </div>
  );
}
