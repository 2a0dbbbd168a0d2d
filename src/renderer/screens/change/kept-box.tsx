import { useTranslation } from 'react-i18next';
import type { HeldPassword } from '../../../shared/held-password.ts';
import { HeldSecret } from './held-secret.tsx';

/** The password that the mailbox had before and is to have again. */
export function KeptBox({ held, helpdesk }: { held: HeldPassword | null; helpdesk: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <HeldSecret held={held} helpdesk={helpdesk} label={t('mailbox.keptLabel.previous')} />
      <p className="muted">{t('choose.keptText')}</p>
    </div>
  );
}
