import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldPassword } from '../../../shared/held-password.ts';
import { Button } from '../../components/button.tsx';
import { SecretText } from '../secrets/secret-text.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';

interface HeldSecretProps {
  held: HeldPassword | null;
  /** Also spelled, to be read out over the phone. */
  helpdesk: boolean;
  /** Said above it, where it is not a new one. */
  label?: string;
  children?: ReactNode;
}

/** A password that main holds. It is shown and copied only on an explicit act; more acts stand beside those two. */
export function HeldSecret({ held, helpdesk, label, children }: HeldSecretProps) {
  const { t } = useTranslation();
  const subject = held ? { what: 'held' as const, handle: held.handle } : null;
  const { shown, show, hide } = useReveal(subject);
  const { busy: copying, copy } = useCopy();
  return (
    <div className="stack-small">
      <h2 className="field-label">{label ?? t('choose.newPassword')}</h2>
      {shown === null ? (
        <p className="secret-text secret-dots">
          <span aria-hidden>{'•'.repeat(18)}</span>
          <span className="hidden">{t('choose.hidden')}</span>
        </p>
      ) : (
        <SecretText password={shown} spelled={helpdesk} />
      )}
      <div className="held-acts">
        <Button isDisabled={!held} onPress={() => (shown === null ? void show() : hide())}>
          {t(shown === null ? 'act.show' : 'act.hide')}
        </Button>
        <Button isDisabled={!subject} busy={copying} onPress={() => (subject ? void copy(subject) : undefined)}>
          {t('act.copy')}
        </Button>
        {children}
      </div>
    </div>
  );
}
