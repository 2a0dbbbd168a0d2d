import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Tick } from '../../components/choice.tsx';
import { HeldSecret } from './held-secret.tsx';
import { GeneratedStrength } from './strength-line.tsx';
import type { Generated } from './use-generated.ts';

/** The password that Keyround has made. Main holds it; it is shown only on an explicit act. */
export function GeneratedBox({ generated, helpdesk }: { generated: Generated; helpdesk: boolean }) {
  const { t } = useTranslation();
  const { held, easy, busy, make } = generated;
  return (
    <div className="stack">
      <HeldSecret held={held} helpdesk={helpdesk}>
        <Button icon={RefreshCw} busy={busy} onPress={() => void make(easy)}>
          {t('choose.regenerate')}
        </Button>
      </HeldSecret>
      <GeneratedStrength />
      <Tick label={t('choose.easy')} help={t('choose.easyHelp')} checked={easy} onChange={(next) => void make(next)} />
    </div>
  );
}
