import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { ConfirmHosts } from '../forms/confirm-hosts.tsx';
import { useFocusOnFault } from '../forms/form-faults.ts';
import { AddressPart, KindPart, ProviderPart, ServersPart } from './mailbox-fields.tsx';
import { useMailboxForm } from './use-mailbox-form.ts';
import { useSave } from './use-save.ts';

interface MailboxFormProps {
  view: MailboxView;
  onDone: (mailbox: MailboxId) => void;
  onCancel: () => void;
}

/** Changes the settings of a mailbox. A refusal keeps everything that was typed and points at the field. */
export function MailboxForm({ view, onDone, onCancel }: MailboxFormProps) {
  const { t } = useTranslation();
  const form = useMailboxForm(view);
  const saving = useSave(view, form, onDone);
  const element = useFocusOnFault(form.tries);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.busy) void saving.save();
  };
  const parts = { text: form.text, onChange: form.change, faults: form.faults, providers: form.providers };
  return (
    <form ref={element} className="form" onSubmit={submit} noValidate>
      <AddressPart {...parts} />
      <KindPart {...parts} />
      <ProviderPart {...parts} kept={form.kept} likely={[view.provider.id]} />
      <ServersPart {...parts} />
      <FormEnd form={form} saving={saving}>
        <Button look="primary" type="submit" busy={saving.busy}>
          {t('mailboxForm.save')}
        </Button>
        <Button onPress={onCancel}>{t('act.cancel')}</Button>
      </FormEnd>
    </form>
  );
}

interface FormEndProps {
  form: ReturnType<typeof useMailboxForm>;
  saving: ReturnType<typeof useSave>;
  children: ReactNode;
}

/** What is wrong, what can be done, and the question about hosts that nobody vouches for. */
export function FormEnd({ form, saving, children }: FormEndProps) {
  const { t } = useTranslation();
  const faultCount = Object.values(form.faults).filter(Boolean).length + (form.passwordFault ? 1 : 0);
  return (
    <>
      {form.refused ? <FailureNotice failure={form.refused} urgent /> : null}
      {faultCount > 0 && !form.refused ? (
        <Notice tone="bad" title={t('issue.count', { count: faultCount })} urgent />
      ) : null}
      <div className="row">{children}</div>
      <ConfirmHosts
        address={form.text.address}
        hosts={saving.asking}
        onYes={() => void saving.yes()}
        onNo={saving.no}
      />
    </>
  );
}
