import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import { UnlockKeyring } from '../devices/unlock-keyring.tsx';
import type { UpdateProps } from './updates.ts';
import { useUpdateActs } from './use-updates.ts';

/** Opens what the passwords of the app are behind: its own store, or the keyring of this computer. */
export function Unlock(props: UpdateProps) {
  return props.update.why === 'keyring-locked' ? <KeyringLocked {...props} /> : <StoreLocked {...props} />;
}

/** The desktop asks for the keyring's password: nothing of it is typed here. */
function KeyringLocked({ rotation, update, device }: UpdateProps) {
  const { t } = useTranslation();
  const { busy, start } = useUpdateActs(rotation, update.client);
  const { name } = update;
  return (
    <div className="stack-small">
      <p className="app-update-what">{t('appUpdate.found.locked', { name })}</p>
      <p>{t('appUpdate.unlockWhy', { name })}</p>
      <UnlockKeyring name={device} busy={busy} onUnlock={() => void start({ how: 'keyring' })} />
    </div>
  );
}

/** Asks for the password that the app's own store is behind. It goes to main once and stays nowhere here. */
function StoreLocked({ rotation, update, device }: UpdateProps) {
  const { t } = useTranslation();
  const { busy, start } = useUpdateActs(rotation, update.client);
  const [text, setText] = useState('');
  const { name } = update;
  const submit = () => {
    if (text === '' || busy) return;
    setText('');
    void start({ how: 'password', password: text });
  };
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="app-update-what">{t('appUpdate.unlockTitle', { name })}</p>
      <p>{t('appUpdate.unlockWhy', { name })}</p>
      <PasswordField
        label={t('appUpdate.unlockLabel', { name: device })}
        help={t('apps.unlockHelp')}
        error={update.why === 'wrong-unlocking' && text === '' ? t('apps.why.wrong-unlocking') : null}
        value={text}
        onChange={setText}
      />
      <div>
        <Button
          type="submit"
          size="small"
          busy={busy}
          waiting={text === ''}
          aria-label={`${t('appUpdate.unlock')}: ${device}`}
        >
          {t('appUpdate.unlock')}
        </Button>
      </div>
    </form>
  );
}
