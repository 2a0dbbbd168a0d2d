import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostsOf } from '../../../shared/draft-hosts.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';
import { connected, unconfirmedHosts } from '../forms/unconfirmed-hosts.ts';
import { draftOf, secretsOf } from './draft.ts';
import type { useMailboxForm } from './use-mailbox-form.ts';

/**
 * Sends the form. Before a password could go to a host that nobody vouches for, the person is asked: `asking` are its
 * names, `yes` goes on with them and `no` goes back to the form.
 */
export function useSave(
  view: MailboxView | null,
  form: ReturnType<typeof useMailboxForm>,
  onDone: (mailbox: MailboxId) => void,
) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<readonly string[]>([]);
  const sayDone = useApp((state) => state.sayDone);

  const send = async (provider: ProviderManifest, confirmed: readonly string[]): Promise<Result<MailboxId> | null> => {
    const draft = draftOf(form.text, provider);
    const fine = [...confirmed, ...keptHosts(view, draft)];
    const open = await unconfirmedHosts(draft.address, hostsOf(draft, provider), fine);
    if (!open.ok) return open;
    if (open.value.length > 0) {
      setAsking(open.value);
      return null;
    }
    const shared = { draft, secrets: secretsOf(form.text, provider), confirmedHosts: [...confirmed] };
    if (view) {
      const answer = await ask('mailboxes.update', { mailbox: view.id, ...shared });
      return answer.ok ? success(view.id) : answer;
    }
    const answer = await ask('mailboxes.add', { ...shared, password: form.asksPassword ? form.password.text : null });
    return answer.ok ? success(answer.value.mailbox) : answer;
  };
  const save = async (confirmed: readonly string[]) => {
    setAsking([]);
    if (!form.attempt() || !form.provider) return;
    setBusy(true);
    const answer = await send(form.provider, confirmed);
    setBusy(false);
    if (answer === null) return;
    if (!answer.ok) {
      form.setRefused(answer.failure);
      return;
    }
    onDone(answer.value);
    sayDone(t('notice.saved'));
  };
  return {
    busy,
    asking,
    save: () => save(form.confirmed),
    yes: () => {
      form.confirm(asking);
      return save([...form.confirmed, ...asking]);
    },
    no: () => setAsking([]),
  };
}

/** What stands in the mailbox already was confirmed when it got there. */
function keptHosts(view: MailboxView | null, { address }: MailboxDraft): readonly string[] {
  if (view?.settings.address !== address) return [];
  return connected(hostsOf(view.settings, view.provider));
}
