import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Tick } from '../../components/choice.tsx';
import { SecretText } from '../secrets/secret-text.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';
import { GeneratedStrength } from './strength-line.tsx';
import type { Generated } from './use-generated.ts';

/** The password that Keyround has made. Main holds it; it is shown only on an explicit act. */
export function GeneratedBox({ generated, helpdesk }: { generated: Generated; helpdesk: boolean }) {
  const { t } = useTranslation();
  const { held, easy, busy, make } = generated;
  const subject = held ? { what: 'held' as const, handle: held.handle } : null;
  const { shown, show, hide } = useReveal(subject);
  const { busy: copying, copy } = useCopy();
  const again = (nextEasy: boolean) => {
    hide();
    void make(nextEasy);
  };
  return (
    <div className="stack">
      <div className="stack-small">
        <h2 className="field-label">{t('choose.newPassword')}</h2>
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
          <Button icon={RefreshCw} busy={busy} onPress={() => again(easy)}>
            {t('choose.regenerate')}
          </Button>
        </div>
      </div>
      <GeneratedStrength />
      <Tick label={t('choose.easy')} help={t('choose.easyHelp')} checked={easy} onChange={again} />
    </div>
  );
}
