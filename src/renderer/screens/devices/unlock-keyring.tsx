import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface UnlockKeyringProps {
  /** The device that it is done for, where the button stands beside others. */
  name?: string;
  busy: boolean;
  onUnlock: () => void;
}

/** The desktop asks for the keyring's password by its own window, so there is no field for it here. */
export function UnlockKeyring({ name, busy, onUnlock }: UnlockKeyringProps) {
  const { t } = useTranslation();
  const words = t('apps.unlockKeyring');
  return (
    <div className="stack-small">
      <p>{t('apps.keyringHelp')}</p>
      <div>
        <Button
          size="small"
          busy={busy}
          onPress={onUnlock}
          {...(name === undefined ? {} : { 'aria-label': `${words}: ${name}` })}
        >
          {words}
        </Button>
      </div>
    </div>
  );
}
