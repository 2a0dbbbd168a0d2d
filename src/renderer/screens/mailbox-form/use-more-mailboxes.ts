import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxListing } from '../../../shared/at-provider.ts';
import { hostsOf } from '../../../shared/draft-hosts.ts';
import type { Failure } from '../../../shared/failures.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';
import { unconfirmedHosts } from '../forms/unconfirmed-hosts.ts';
import { draftFor, draftOf, secretsOf } from './draft.ts';
import type { useMailboxForm } from './use-mailbox-form.ts';

/** How far the adding of several has come, or where it stopped. */
export interface Adding {
  readonly done: number;
  readonly all: number;
  readonly stopped: { readonly address: string; readonly failure: Failure } | null;
}

/** Lists what an administrator sees of the domain, and adds several at once with the settings of the form. */
export function useMoreMailboxes(form: ReturnType<typeof useMailboxForm>, onDone: (mailbox: MailboxId) => void) {
  const { t } = useTranslation();
  const sayDone = useApp((state) => state.sayDone);
  const [busy, setBusy] = useState(false);
  const [unready, setUnready] = useState(false);
  const [asking, setAsking] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [listing, setListing] = useState<MailboxListing | null>(null);
  const [adding, setAdding] = useState<Adding | null>(null);

  const list = async (provider: ProviderManifest, confirmed: readonly string[]) => {
    const draft = draftOf(form.text, provider);
    const open = await unconfirmedHosts(draft.address, hostsOf(draft, provider), confirmed);
    if (!open.ok) return setFailure(open.failure);
    if (open.value.length > 0) return setAsking(open.value);
    const answer = await ask('atProvider.mailboxes', {
      address: draft.address,
      provider: draft.provider,
      secrets: secretsOf(form.text, provider),
      confirmedHosts: [...confirmed],
    });
    if (answer.ok) setListing(answer.value);
    else setFailure(answer.failure);
  };
  const choose = async (confirmed: readonly string[]) => {
    setAsking([]);
    setFailure(null);
    setAdding(null);
    setUnready(!form.settled);
    // what is missing is shown at its fields
    if (!form.settled || !form.provider) return form.look();
    setBusy(true);
    await list(form.provider, confirmed);
    setBusy(false);
  };

  /** One after the other, and no further than the first that is refused: the next would be refused as well. */
  const add = async (addresses: readonly string[]) => {
    const { provider, text, confirmed } = form;
    if (!provider) return;
    const secrets = secretsOf(text, provider);
    const added: MailboxId[] = [];
    for (const address of addresses) {
      setAdding({ done: added.length, all: addresses.length, stopped: null });
      const draft = draftFor(draftOf(text, provider), address);
      const password = address === text.address.trim() ? form.password.text : null;
      const answer = await ask('mailboxes.add', { draft, password, secrets, confirmedHosts: [...confirmed] });
      if (!answer.ok) {
        setAdding({ done: added.length, all: addresses.length, stopped: { address, failure: answer.failure } });
        return;
      }
      added.push(answer.value.mailbox);
    }
    const [first] = added;
    if (first === undefined) return;
    onDone(first);
    sayDone(t('atProvider.mailboxes.added', { count: added.length }));
  };

  return {
    ...{ busy, asking, failure, listing, adding },
    unready: unready && !form.settled,
    choose: () => choose(form.confirmed),
    yes: () => {
      form.confirm(asking);
      return choose([...form.confirmed, ...asking]);
    },
    no: () => setAsking([]),
    close: () => setListing(null),
    add,
  };
}
