import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAct } from '../../store/act.ts';
import { SecretText } from '../secrets/secret-text.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';
import { useTyped } from '../secrets/use-typed.ts';
import './change.css';

/** One of the numbered steps of a change by hand. */
export function TurnStep({ number, title, children }: { number: number; title: string; children: ReactNode }) {
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

/** The new password, to be copied or shown. */
export function CopyPending({ view }: { view: RotationView }) {
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

/** An answer with what it means. */
export function OtherAnswer({ name, help, onPress }: { name: string; help: string; onPress: () => void }) {
  return (
    <div>
      <Button onPress={onPress}>{name}</Button>
      <p className="muted small">{help}</p>
    </div>
  );
}

interface DifferentProps {
  view: RotationView;
  /** Who has set it, so that the right thing is asked. */
  setBy: 'you' | 'administrator';
  onClose: () => void;
}

/** Asks for the password that was set in place of the one from here. */
export function DifferentDialog({ view, setBy, onClose }: DifferentProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const typed = useTyped();
  const [tried, setTried] = useState(false);
  const given = setBy === 'administrator';
  const send = async () => {
    setTried(true);
    if (typed.text === null) return;
    const request = { rotation: view.id, answer: 'different' as const, password: typed.text };
    if (await run('rotations.answer', request)) onClose();
  };
  return (
    <Dialog title={t(given ? 'toAdministrator.givenTitle' : 'yourTurn.differentTitle')} open onClose={onClose} small>
      <TypedPassword
        label={t('choose.newPassword')}
        help={t(given ? 'toAdministrator.givenType' : 'yourTurn.differentHelp')}
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
