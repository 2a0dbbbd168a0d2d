import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { asksForCode } from '../../../shared/one-time-code.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { FailureNotice, Notice, Technical } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { RefusedThisWeek } from '../mailbox/refused-this-week.tsx';
import { OneTimeCode } from './one-time-code.tsx';
import type { PartProps } from './part.ts';
import './change.css';

/** Nothing was changed: why, in plain words, and the way to another try. */
export function RevertedPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const startRotation = useApp((state) => state.startRotation);
  return (
    <Page
      screen={`reverted ${view.id}`}
      title={t('outcome.revertedTitle')}
      lead={t('outcome.revertedLead')}
      above={above}
    >
      <div className="stack start">
        {view.failure ? <FailureNotice failure={view.failure} tone="warn" /> : null}
        <Countdown until={view.waitUntil} words={(time) => t('doubt.wait', { time })} />
        <div className="row">
          <Button look="primary" onPress={() => void startRotation(view.mailbox)}>
            {t(asksForCode(view) ? 'oneTimeCode.startAgain' : 'outcome.again')}
          </Button>
          <Button onPress={() => go({ at: 'mailbox', mailbox: view.mailbox })}>{t('outcome.toMailbox')}</Button>
        </div>
      </div>
    </Page>
  );
}

/** The three things that only a person may decide. */
export function NeedsHelpPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { busy, run } = useAct();
  const mailbox = useApp((state) => state.views[view.mailbox]);
  const loadMailbox = useApp((state) => state.loadMailbox);
  useEffect(() => {
    void loadMailbox(view.mailbox);
  }, [loadMailbox, view.mailbox]);
  const help = (act: 'try-again' | 'send-again' | 'stop') => void run('rotations.help', { rotation: view.id, act });
  const acts = [
    { act: 'try-again', name: t('outcome.helpTry'), about: t('outcome.helpTryText') },
    { act: 'send-again', name: t('outcome.helpSend'), about: t('outcome.helpSendText') },
    { act: 'stop', name: t('outcome.helpStop'), about: t('outcome.helpStopText') },
  ] as const;
  const wantsCode = asksForCode(view);
  // with a code the same password is sent again by that
  const maySend = view.mode !== 'by-hand' && !wantsCode;
  // where no mail server takes the password there is nobody to ask again, but this computer's own trouble may be over
  const mayAsk = view.provedBy === 'sign-in' || isOwnTrouble(view);
  const may = { 'try-again': mayAsk, 'send-again': maySend, stop: true };
  const offered = acts.filter(({ act }) => may[act]);
  return (
    <Page
      screen={`help ${view.id}`}
      title={t('outcome.helpTitle')}
      lead={t(isOwnTrouble(view) ? 'outcome.helpLeadHere' : 'outcome.helpLead')}
      above={above}
    >
      <div className="stack start">
        <Why view={view} />
        <Countdown until={view.waitUntil} words={(time) => t('doubt.wait', { time })} />
        {wantsCode ? <OneTimeCode view={view} /> : null}
        <Card flat>
          <ul className="rows">
            {offered.map(({ act, name, about }, index) => (
              <li key={act} className="help-act">
                <p className="muted">
                  {about} {act === 'try-again' ? <RefusedThisWeek refusals={mailbox?.refusals ?? null} /> : null}
                </p>
                <Button
                  look={index === 0 && !wantsCode ? 'primary' : 'plain'}
                  isDisabled={busy}
                  onPress={() => help(act)}
                >
                  {name}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
        <div className="row">
          <Button look="quiet" onPress={() => go({ at: 'sheet' })}>
            {t('recovery.sheet')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

/** What stands in the way. That Keyround waited is only said where it did. */
export function Why({ view: { failure, rung } }: { view: Pick<PartProps['view'], 'failure' | 'rung'> }) {
  const { t } = useTranslation();
  if (failure === null) return null;
  if (failure.code !== 'mail.wrong-password') return <FailureNotice failure={failure} tone="warn" />;
  // the usual advice is for a password that somebody typed; what helps here stands below
  return (
    <Notice tone="warn" title={t(rung > 0 ? 'outcome.helpRefusedLater' : 'outcome.helpRefused')}>
      <Technical text={failure.technical} />
    </Notice>
  );
}

/** Not the servers but this computer keeps it from going on. */
const isOwnTrouble = ({ failure }: PartProps['view']): boolean =>
  failure !== null && /^(keychain|journal|app)\./.test(failure.code);

/** The round is over; the report has the last word. */
export function FinishedPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  return (
    <Page
      screen={`finished ${view.id}`}
      title={t('outcome.finishedTitle')}
      lead={t('outcome.finishedLead')}
      above={above}
    >
      <div className="row">
        <Button
          look="primary"
          size="large"
          onPress={() => go({ at: 'report', rotation: view.id, mailbox: view.mailbox })}
        >
          {t('round.report')}
        </Button>
        <Button onPress={() => go({ at: 'mailbox', mailbox: view.mailbox })}>{t('outcome.toMailbox')}</Button>
      </div>
    </Page>
  );
}
