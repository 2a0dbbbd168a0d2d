import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientRecord } from '../../../shared/model.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { ConfirmHosts } from '../forms/confirm-hosts.tsx';
import { useFocusOnFault } from '../forms/form-faults.ts';
import { ClientFields } from './client-fields.tsx';
import { useClientForm } from './use-client-form.ts';

interface ClientDialogProps {
  mailbox: MailboxView;
  client: ClientRecord | null;
  onClose: () => void;
}

/** Adds, edits, renames or removes a device. */
export function ClientDialog({ mailbox, client, onClose }: ClientDialogProps) {
  const { t } = useTranslation();
  const form = useClientForm(mailbox, client, onClose);
  const element = useFocusOnFault(form.tries);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.busy) void form.save();
  };
  const title = client ? t('clientForm.editTitle', { name: client.name }) : t('clientForm.addTitle');
  return (
    <Dialog title={title} open onClose={onClose}>
      <form ref={element} className="stack" onSubmit={submit} noValidate>
        <ClientFields form={form} mailbox={mailbox} adding={client === null} />
        {form.refused ? <FailureNotice failure={form.refused} urgent /> : null}
        <div className="dialog-acts">
          {client ? <RemoveButton busy={form.busy} onRemove={() => void form.remove()} /> : null}
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button look="primary" type="submit" busy={form.busy} isDisabled={form.text === null}>
            {t(client ? 'clientForm.save' : 'clientForm.add')}
          </Button>
        </div>
      </form>
      <ConfirmHosts
        address={mailbox.settings.address}
        hosts={form.asking}
        onYes={() => void form.yes()}
        onNo={form.no}
      />
    </Dialog>
  );
}

/** Asks by turning into a second, plainer button: the first press never removes anything. */
function RemoveButton({ busy, onRemove }: { busy: boolean; onRemove: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  return (
    <span className="push" title={t('clientForm.removeHelp')}>
      <Button look={sure ? 'danger' : 'quiet'} isDisabled={busy} onPress={() => (sure ? onRemove() : setSure(true))}>
        {t(sure ? 'clientForm.removeSure' : 'clientForm.remove')}
      </Button>
    </span>
  );
}
