import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuideView } from '../../../shared/guide.ts';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { AdministratorTurn } from './administrator-turn.tsx';
import { GuideSteps } from './guide-steps.tsx';
import type { PartProps } from './part.ts';
import { CopyPending, DifferentDialog, OtherAnswer, TurnStep } from './turn-parts.tsx';
import { useGuide } from './use-guide.ts';
import './change.css';

/** Step 3 by hand: on a page, or by somebody else. Nothing is tried before the answer. */
export function YourTurnPart({ view, above }: PartProps) {
  const guide = useGuide(view.mailbox);
  if (guide === undefined) return null;
  if (guide?.group === 'administrator') return <AdministratorTurn view={view} above={above} />;
  return <PageTurn view={view} above={above} guide={guide} />;
}

/** Copy, change it on the page, say how it went. */
function PageTurn({ view, above, guide }: PartProps & { guide: GuideView | null }) {
  const { t } = useTranslation();
  return (
    <Page screen={`your-turn ${view.id}`} title={t('yourTurn.title')} lead={t('yourTurn.lead')} above={above}>
      <div className="stack start">
        <TurnStep number={1} title={t('yourTurn.step1')}>
          <CopyPending view={view} />
        </TurnStep>
        <TurnStep number={2} title={t('yourTurn.step2')}>
          <OpenPage view={view} />
          {guide ? <GuideSteps guide={guide} /> : null}
        </TurnStep>
        <TurnStep number={3} title={t('yourTurn.step3')}>
          <Answers view={view} />
        </TurnStep>
      </div>
    </Page>
  );
}

function OpenPage({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  if (view.page === null) return <p className="muted">{t('yourTurn.noPage')}</p>;
  const open = async () => {
    if (await run('rotations.openPage', { rotation: view.id })) sayDone(t('yourTurn.opened'));
  };
  return (
    <div className="stack-small">
      <p className="muted">{t('yourTurn.page')}</p>
      <p className="mono page-address">{view.page}</p>
      <div>
        <Button icon={ExternalLink} busy={busy} onPress={() => void open()}>
          {t('yourTurn.open')}
        </Button>
      </div>
    </div>
  );
}

function Answers({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const [different, setDifferent] = useState(false);
  const say = (answer: 'changed' | 'refused' | 'gave-up') =>
    void run('rotations.answer', { rotation: view.id, answer, password: null });
  return (
    <fieldset className="stack-small" aria-label={t('yourTurn.answers')}>
      <div>
        <Button look="primary" size="large" busy={busy} onPress={() => say('changed')}>
          {t('yourTurn.changed')}
        </Button>
      </div>
      <div className="answers">
        <OtherAnswer help={t('yourTurn.refusedHelp')} name={t('yourTurn.refused')} onPress={() => say('refused')} />
        <OtherAnswer
          help={t('yourTurn.differentHelp')}
          name={t('yourTurn.different')}
          onPress={() => setDifferent(true)}
        />
        <OtherAnswer help={t('yourTurn.gaveUpHelp')} name={t('yourTurn.gaveUp')} onPress={() => say('gave-up')} />
      </div>
      {different ? <DifferentDialog view={view} setBy="you" onClose={() => setDifferent(false)} /> : null}
    </fieldset>
  );
}
