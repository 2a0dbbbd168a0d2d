import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { TypedPassword } from '../secrets/typed-password.tsx';
import { useTyped } from '../secrets/use-typed.ts';

/** Tells Keyround what the password is now, if it was changed elsewhere or was never known. */
export function SetPasswordDialog({ view, onClose }: { view: MailboxView; onClose: () => void }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const password = useTyped();
  const [tried, setTried] = useState(false);
  const save = async () => {
    setTried(true);
    if (password.text === null) return;
    if (!(await run('mailboxes.setPassword', { mailbox: view.id, password: password.text }))) return;
    sayDone(t('mailbox.setPasswordDone'));
    onClose();
  };
  return (
    <Dialog title={t('mailbox.setPasswordTitle')} open onClose={onClose} small>
      <p className="muted">{t('mailbox.setPasswordHelp')}</p>
      <TypedPassword
        label={t('mailboxForm.password')}
        state={password}
        error={tried && password.text === null ? (password.fault ?? t('fault.passwordEmpty')) : null}
      />
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" busy={busy} onPress={() => void save()}>
          {t('act.save')}
        </Button>
      </div>
    </Dialog>
  );
}
