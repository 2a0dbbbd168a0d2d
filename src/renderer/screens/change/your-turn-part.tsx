import { Copy, ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { SecretText } from '../secrets/secret-text.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';
import { useTyped } from '../secrets/use-typed.ts';
import type { PartProps } from './part.ts';
import './change.css';

/** Step 3 by hand: copy, change it on the page, say how it went. Nothing is tried before the answer. */
export function YourTurnPart({ view, above }: PartProps) {
  const { t } = useTranslation();
  return (
    <Page screen={`your-turn ${view.id}`} title={t('yourTurn.title')} lead={t('yourTurn.lead')} above={above}>
      <div className="stack start">
        <TurnStep number={1} title={t('yourTurn.step1')}>
          <CopyPending view={view} />
        </TurnStep>
        <TurnStep number={2} title={t('yourTurn.step2')}>
          <OpenPage view={view} />
        </TurnStep>
        <TurnStep number={3} title={t('yourTurn.step3')}>
          <Answers view={view} />
        </TurnStep>
      </div>
    </Page>
  );
}

function TurnStep({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Card>
      <section className="turn-step" aria-label={title}>
        <span className="start-number" aria-hidden>
          {number}
        </span>
        <h2>{title}</h2>
        {children}
      </section>
    </Card>
  );
}

function CopyPending({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const subject = view.pending ? { what: 'version' as const, mailbox: view.mailbox, version: view.pending } : null;
  const { shown, show, hide } = useReveal(subject);
  const { busy, copy } = useCopy();
  if (!subject) return null;
  return (
    <div className="stack-small">
      {shown === null ? null : <SecretText password={shown} />}
      <div className="held-acts">
        <Button icon={Copy} busy={busy} onPress={() => void copy(subject)}>
          {t('yourTurn.copy')}
        </Button>
        <Button onPress={() => (shown === null ? void show() : hide())}>
          {t(shown === null ? 'act.show' : 'act.hide')}
        </Button>
      </div>
    </div>
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
      {different ? <DifferentDialog view={view} onClose={() => setDifferent(false)} /> : null}
    </fieldset>
  );
}

function OtherAnswer({ name, help, onPress }: { name: string; help: string; onPress: () => void }) {
  return (
    <div>
      <Button onPress={onPress}>{name}</Button>
      <p className="muted small">{help}</p>
    </div>
  );
}

function DifferentDialog({ view, onClose }: { view: RotationView; onClose: () => void }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const typed = useTyped();
  const [tried, setTried] = useState(false);
  const send = async () => {
    setTried(true);
    if (typed.text === null) return;
    const request = { rotation: view.id, answer: 'different' as const, password: typed.text };
    if (await run('rotations.answer', request)) onClose();
  };
  return (
    <Dialog title={t('yourTurn.differentTitle')} open onClose={onClose} small>
      <TypedPassword
        label={t('choose.newPassword')}
        help={t('yourTurn.differentHelp')}
        state={typed}
        error={tried && typed.text === null ? (typed.fault ?? t('fault.newEmpty')) : null}
      />
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" busy={busy} onPress={() => void send()}>
          {t('yourTurn.differentSend')}
        </Button>
      </div>
    </Dialog>
  );
}
