import { Hourglass } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { type CheckLine, Checklist } from '../../components/checklist.tsx';
import { FailureNotice, Notice, Technical } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useNow } from '../../components/use-now.ts';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { propagationWords } from '../../texts/propagation.ts';
import { remaining } from '../../texts/time.ts';
import type { PartProps } from './part.ts';
import './change.css';

const order = ['staging', 'submitting', 'settling', 'verifying'] as const;
type Line = (typeof order)[number];

/** Step 3 while it runs: what is being done now, and waiting where waiting is the remedy. */
export function ChangingPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  const { title, lead } = useWords(view);
  const announce = useApp((state) => state.announce);
  useEffect(() => announce(title), [announce, title]);
  return (
    <Page screen={`changing ${view.id}`} title={title} lead={lead} above={above}>
      <div className="stack start">
        {view.recovered ? <Notice tone="info" title={t('changing.recovered')} /> : null}
        <Card>
          <Checklist lines={useLines(view)} />
        </Card>
        {view.stage === 'waiting' ? <Waiting view={view} /> : null}
        <Why view={view} />
        <p className="muted">
          {t('choose.both')} {t('changing.lead')}
        </p>
      </div>
    </Page>
  );
}

function Why({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  if (view.failure === null) return null;
  if (view.stage === 'waiting' && view.failure.code === 'mail.stopped') {
    return <Notice tone="info" title={t('changing.waitingCut')} />;
  }
  if (view.stage === 'waiting' && view.failure.code === 'mail.wrong-password') {
    // here Keyround does try again by itself, so the usual advice would contradict the line above
    return (
      <Notice tone="info" title={t('failure.mail.wrong-password.what')}>
        <Technical text={view.failure.technical} />
      </Notice>
    );
  }
  return <FailureNotice failure={view.failure} tone="info" />;
}

function useWords({ stage, failure, provedBy }: RotationView): { title: string; lead: string } {
  const { t } = useTranslation();
  // Only a refusal says that the server does not know the new password.
  const refused = failure === null || failure.code === 'mail.wrong-password';
  if (stage === 'waiting' && !refused) return { title: t('changing.openTitle'), lead: t('changing.openLead') };
  if (stage === 'waiting') return { title: t('changing.waitingTitle'), lead: t('changing.waitingLead') };
  if (stage === 'settling') return { title: t('changing.settlingTitle'), lead: t('changing.settlingLead') };
  if (stage === 'verifying' && provedBy === 'answer') {
    return { title: t('changing.notingTitle'), lead: t('changing.notingLead') };
  }
  if (stage === 'verifying') return { title: t('changing.verifyingTitle'), lead: t('changing.verifyingLead') };
  return { title: t('changing.title'), lead: '' };
}

function useLines(view: RotationView): CheckLine[] {
  const { t } = useTranslation();
  const stage: Line = view.stage === 'waiting' ? 'settling' : (order.find((each) => each === view.stage) ?? 'staging');
  const now = order.indexOf(stage);
  // Asking which password is true is only a step where the provider's answer left it open.
  const shown = order.filter((each) => each !== 'settling' || stage === 'settling');
  return shown.map((key) => {
    const place = order.indexOf(key) - now;
    const line = key === 'verifying' && view.provedBy === 'answer' ? 'noting' : key;
    const words = t(`changing.line.${line}`);
    if (place < 0) return { key, words, state: 'ok', stateWords: t('changing.lineState.done') };
    if (place > 0) return { key, words, state: 'waiting', stateWords: t('changing.lineState.next') };
    return { key, words, state: 'running', stateWords: t('changing.lineState.now') };
  });
}

function Waiting({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const now = useNow(view.waitUntil !== null);
  const provider = useApp((state) => state.views[view.mailbox]?.provider);
  // it explains the waits after a refusal, and no others
  const propagation = provider && view.rung > 0 ? propagationWords(t, provider) : null;
  const left = view.waitUntil === null ? 0 : view.waitUntil - now;
  const said = [
    // A pause because a server was busy is not one of the three waits after a refusal.
    ...(view.rung > 0 ? [t('changing.waitingRung', { rung: Math.min(view.rung, 3) })] : []),
    ...(view.refusedSignIns > 0 ? [t('outcome.refusedCount', { count: view.refusedSignIns })] : []),
  ];
  return (
    <Card>
      <div className="stack-small">
        <p className="row">
          <Hourglass size={22} aria-hidden />
          <span className="waiting-time" role="timer">
            {left > 0 ? t('changing.waitingNext', { time: remaining(t, left) }) : t('changing.waitingSoon')}
          </span>
        </p>
        {propagation === null ? null : <p className="muted">{propagation}</p>}
        {said.length > 0 ? <p className="muted">{said.join(' · ')}</p> : null}
        <div className="row divided">
          <Button busy={busy} onPress={() => void run('rotations.help', { rotation: view.id, act: 'try-again' })}>
            {t('changing.tryNow')}
          </Button>
          <p className="muted small grow">{t('changing.tryNowHelp')}</p>
        </div>
      </div>
    </Card>
  );
}
