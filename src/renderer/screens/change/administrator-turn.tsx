import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import type { PartProps } from './part.ts';
import { CopyPending, DifferentDialog, OtherAnswer, TurnStep } from './turn-parts.tsx';
import './change.css';

/** Step 3 where only an administrator may change the password: a message to send, and a password to take down. */
export function AdministratorTurn({ view, above }: PartProps) {
  const { t } = useTranslation();
  return (
    <Page
      screen={`your-turn ${view.id}`}
      title={t('toAdministrator.title')}
      lead={t('toAdministrator.lead')}
      above={above}
    >
      <div className="stack start">
        <TurnStep number={1} title={t('toAdministrator.step1')}>
          <Message view={view} />
        </TurnStep>
        <TurnStep number={2} title={t('toAdministrator.step2')}>
          <p>{t('toAdministrator.step2Text')}</p>
          <CopyPending view={view} />
        </TurnStep>
        <TurnStep number={3} title={t('toAdministrator.step3')}>
          <Answers view={view} />
        </TurnStep>
      </div>
    </Page>
  );
}

function Message({ view }: Pick<PartProps, 'view'>) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const copy = async () => {
    if (await run('guides.copyMessage', { mailbox: view.mailbox })) sayDone(t('toAdministrator.copied'));
  };
  return (
    <div className="stack-small">
      <p className="message-to-send">{t('toAdministrator.message', { address: view.address })}</p>
      <div>
        <Button icon={Copy} busy={busy} onPress={() => void copy()}>
          {t('toAdministrator.copy')}
        </Button>
      </div>
    </div>
  );
}

function Answers({ view }: Pick<PartProps, 'view'>) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const [given, setGiven] = useState(false);
  const say = (answer: 'changed' | 'gave-up') =>
    void run('rotations.answer', { rotation: view.id, answer, password: null });
  return (
    <fieldset className="stack-small" aria-label={t('yourTurn.answers')}>
      <div>
        <Button look="primary" size="large" busy={busy} onPress={() => setGiven(true)}>
          {t('toAdministrator.given')}
        </Button>
        <p className="muted small">{t('toAdministrator.givenHelp')}</p>
      </div>
      <div className="answers">
        <OtherAnswer
          help={t('toAdministrator.tookMineHelp')}
          name={t('toAdministrator.tookMine')}
          onPress={() => say('changed')}
        />
        <OtherAnswer
          help={t('yourTurn.gaveUpHelp')}
          name={t('toAdministrator.refused')}
          onPress={() => say('gave-up')}
        />
      </div>
      {given ? <DifferentDialog view={view} setBy="administrator" onClose={() => setGiven(false)} /> : null}
    </fieldset>
  );
}
