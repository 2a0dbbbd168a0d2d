import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostsOf, hostsOfClient } from '../../../shared/draft-hosts.ts';
import type { Failure } from '../../../shared/failures.ts';
import type { ClientDraft, ClientRecord } from '../../../shared/model.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';
import { kindSuggestion } from '../devices/kinds.ts';
import { type Faults, fieldOf } from '../forms/form-faults.ts';
import { connected, unconfirmedHosts } from '../forms/unconfirmed-hosts.ts';
import { useTyped } from '../secrets/use-typed.ts';
import { type ClientText, clientDraft, clientFaults, clientText, newClient } from './client-text.ts';

const fieldNames = ['name', 'user', 'receiving.host', 'receiving.port', 'sending.host', 'sending.port'];

/** The state of the device form. `text` is null until a kind is chosen. */
export function useClientForm(mailbox: MailboxView, client: ClientRecord | null, onClose: () => void) {
  const { t } = useTranslation();
  const catalogue = useApp((state) => state.catalogue);
  const [text, setText] = useState<ClientText | null>(() => (client ? clientText(client, mailbox.settings) : null));
  const appPassword = useTyped();
  const [tries, setTries] = useState(0);
  const [refused, setRefused] = useState<Failure | null>(null);
  const send = useSend(mailbox, client, onClose);
  const change = (next: ClientText) => {
    setText(next);
    setRefused(null);
  };
  const choose = (kind: string) => {
    const found = catalogue.find((each) => each.kind === kind);
    if (!found) return;
    change(newClient(found, mailbox.settings, text?.nameTouched ? text.name : kindSuggestion(kind)));
  };
  const named = refused ? fieldOf(refused, fieldNames) : null;
  const mine = text && tries > 0 ? clientFaults(t, text) : {};
  const faults: Faults = named ? { ...mine, [named]: t('fault.server') } : mine;
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const save = async (hosts: readonly string[]) => {
    setTries((count) => count + 1);
    if (!text || Object.keys(clientFaults(t, text)).length > 0 || appPassword.fault !== null) return;
    const failure = await send.save(text, text.signIn === 'app-password' ? appPassword.text : null, hosts);
    if (!failure) return;
    setRefused(failure);
    setTries((count) => count + 1);
  };
  const { asking } = send;
  const remove = async () => {
    const failure = await send.remove();
    if (failure) setRefused(failure);
  };
  const editing = client !== null;
  return {
    editing,
    catalogue,
    text,
    change,
    choose,
    appPassword,
    tries,
    refused,
    faults,
    busy: send.busy,
    /** Hosts that nobody vouches for: the person is asked before a password could go there. */
    asking,
    save: () => save(confirmed),
    yes: () => {
      const hosts = [...confirmed, ...asking];
      setConfirmed(hosts);
      return save(hosts);
    },
    no: send.stopAsking,
    remove,
  };
}
export type ClientForm = ReturnType<typeof useClientForm>;

function useSend(mailbox: MailboxView, client: ClientRecord | null, onClose: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<readonly string[]>([]);
  const sayDone = useApp((state) => state.sayDone);
  const loadMailbox = useApp((state) => state.loadMailbox);
  const finish = async (words: string): Promise<null> => {
    await loadMailbox(mailbox.id);
    onClose();
    sayDone(words);
    return null;
  };
  const send = async (draft: ClientDraft, appPassword: string | null, confirmed: readonly string[]) => {
    const fine = [...confirmed, ...keptHosts(mailbox, client)];
    const open = await unconfirmedHosts(mailbox.settings.address, hostsOfClient(draft, draft.signIn), fine);
    if (!open.ok) return open;
    setAsking(open.value);
    if (open.value.length > 0) return null;
    const shared = { mailbox: mailbox.id, draft, appPassword, confirmedHosts: [...confirmed] };
    return client ? await ask('clients.update', { ...shared, client: client.id }) : await ask('clients.add', shared);
  };
  const save = async (
    text: ClientText,
    appPassword: string | null,
    confirmed: readonly string[],
  ): Promise<Failure | null> => {
    const draft = clientDraft(text, mailbox.settings);
    setBusy(true);
    const answer = await send(draft, appPassword, confirmed);
    setBusy(false);
    if (answer === null) return null;
    if (!answer.ok) return answer.failure;
    return await finish(t(client ? 'clientForm.saved' : 'clientForm.added', { name: draft.name }));
  };
  const remove = async (): Promise<Failure | null> => {
    if (!client) return null;
    setBusy(true);
    const answer = await ask('clients.remove', { mailbox: mailbox.id, client: client.id });
    setBusy(false);
    return answer.ok ? await finish(t('clientForm.removed', { name: client.name })) : answer.failure;
  };
  return { busy, asking, stopAsking: () => setAsking([]), save, remove };
}

/** The hosts of the mailbox, and those that the device has signed in to up to now, were confirmed when they got there. */
function keptHosts({ settings, provider }: MailboxView, client: ClientRecord | null): readonly string[] {
  return connected([...hostsOf(settings, provider), ...(client ? hostsOfClient(client, client.signIn.how) : [])]);
}
