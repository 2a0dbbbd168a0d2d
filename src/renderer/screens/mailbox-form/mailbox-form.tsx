import type { FormEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { useApp } from '../../store/store.ts';
import { useFocusOnFault } from '../forms/form-faults.ts';
import { draftOf, secretsOf } from './draft.ts';
import { KindPart, MailboxPart, ProviderPart, ServersPart } from './mailbox-fields.tsx';
import { useMailboxForm } from './use-mailbox-form.ts';

interface MailboxFormProps {
  view: MailboxView | null;
  onDone: (mailbox: MailboxId) => void;
  onCancel: () => void;
}

/** Adds a mailbox or changes its settings. A refusal keeps everything that was typed and points at the field. */
export function MailboxForm({ view, onDone, onCancel }: MailboxFormProps) {
  const { t } = useTranslation();
  const form = useMailboxForm(view);
  const { busy, save } = useSave(view, form, onDone);
  const element = useFocusOnFault(form.tries);
  const faultCount = Object.values(form.faults).filter(Boolean).length + (form.passwordFault ? 1 : 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void save();
  };
  const parts = { text: form.text, onChange: form.change, faults: form.faults, providers: form.providers };
  return (
    <form ref={element} className="form" onSubmit={submit} noValidate>
      <MailboxPart
        {...parts}
        kept={form.kept}
        password={view ? null : form.password}
        passwordFault={form.passwordFault}
        unknown={form.unknown}
        onUnknown={form.setUnknown}
      />
      <KindPart {...parts} />
      <ProviderPart {...parts} kept={form.kept} />
      <ServersPart {...parts} />
      {form.refused ? <FailureNotice failure={form.refused} urgent /> : null}
      {faultCount > 0 && !form.refused ? (
        <Notice tone="bad" title={t('issue.count', { count: faultCount })} urgent />
      ) : null}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {t(view ? 'mailboxForm.save' : 'mailboxForm.add')}
        </Button>
        <Button onPress={onCancel}>{t('act.cancel')}</Button>
      </div>
    </form>
  );
}

function useSave(
  view: MailboxView | null,
  form: ReturnType<typeof useMailboxForm>,
  onDone: (mailbox: MailboxId) => void,
) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const sayDone = useApp((state) => state.sayDone);
  const send = async (): Promise<Result<MailboxId> | null> => {
    if (!form.attempt() || !form.provider) return null;
    const draft = draftOf(form.text, form.provider);
    const secrets = secretsOf(form.text, form.provider);
    if (view) {
      const answer = await ask('mailboxes.update', { mailbox: view.id, draft, secrets });
      return answer.ok ? { ok: true, value: view.id } : answer;
    }
    const password = form.asksPassword ? form.password.text : null;
    const answer = await ask('mailboxes.add', { draft, password, secrets });
    return answer.ok ? { ok: true, value: answer.value.mailbox } : answer;
  };
  const save = async () => {
    setBusy(true);
    const answer = await send();
    setBusy(false);
    if (answer === null) return;
    if (!answer.ok) {
      form.setRefused(answer.failure);
      return;
    }
    onDone(answer.value);
    sayDone(t('notice.saved'));
  };
  return { busy, save };
}
