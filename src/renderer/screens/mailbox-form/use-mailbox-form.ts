import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/failures.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { useApp } from '../../store/store.ts';
import { addressFault } from '../forms/faults.ts';
import { type Faults, fieldOf } from '../forms/form-faults.ts';
import { useTyped } from '../secrets/use-typed.ts';
import { adminChanges, emptyMailbox, keptSecret, type MailboxText, mailboxFaults, mailboxText } from './draft.ts';
import { useAsked } from './use-asked.ts';

const fieldNames = ['address', 'password', 'user', 'receiving.host', 'receiving.port', 'sending.host', 'sending.port'];

/** The providers to choose from: the practice service only in the practice round, the others only outside it. */
export function useProviders(): readonly ProviderManifest[] {
  const providers = useApp((state) => state.providers);
  const practice = useApp((state) => state.status?.space === 'practice');
  return providers.filter((provider) => provider.practice === practice);
}

/** The state of the mailbox form: what is typed, what is wrong with it, and what main said. */
export function useMailboxForm(view: MailboxView | null) {
  const { t } = useTranslation();
  const providers = useProviders();
  const [text, setText] = useState<MailboxText>(() =>
    view ? mailboxText(view.settings, view.provider) : emptyMailbox(providers),
  );
  const password = useTyped();
  const [unknown, setUnknown] = useState(false);
  const [tries, setTries] = useState(0);
  const [judged, setJudged] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const provider = providers.find((each) => each.id === text.provider) ?? view?.provider;
  const kept = keptSecret(view, text, provider);
  const asked = useAsked(text);
  const mine = mailboxFaults(t, text, provider, { addressFault: addressFault(t, text.address), kept, asked });
  const asksPassword = view === null && !(adminChanges(text, provider) && unknown);
  const passwordFault = asksPassword && password.text === null ? (password.fault ?? t('fault.passwordEmpty')) : null;
  const named = refused ? formField(refused, provider) : null;
  const theirs: Faults = named ? { [named]: t('fault.server') } : {};
  return {
    providers,
    provider,
    text,
    change: (next: MailboxText | ((before: MailboxText) => MailboxText)) => {
      setText(next);
      setRefused(null);
    },
    /** Hosts that the person has read and said yes to, in ASCII. */
    confirmed,
    confirm: (hosts: readonly string[]) => setConfirmed((before) => [...new Set([...before, ...hosts])]),
    password,
    asksPassword,
    unknown,
    setUnknown,
    tries,
    kept,
    refused,
    setRefused: (failure: Failure) => {
      setRefused(failure);
      setJudged(true);
      setTries((count) => count + 1);
    },
    faults: tries > 0 ? { ...mine, ...theirs } : theirs,
    passwordFault: judged ? (passwordFault ?? theirs['password'] ?? null) : null,
    /** Nothing is missing but perhaps the password. */
    settled: Object.keys(mine).length === 0,
    /** Shows what is missing, but for the password. */
    look: () => setTries((count) => count + 1),
    /** Counts a try; true if it may be sent. */
    attempt: () => {
      setJudged(true);
      setTries((count) => count + 1);
      return Object.keys(mine).length === 0 && passwordFault === null;
    },
  };
}

/** The field that main names. A secret is asked for among the settings. */
function formField(refused: Failure, provider: ProviderManifest | undefined): string | null {
  const field = refused.field?.replace(/^secrets\./, 'settings.') ?? null;
  return fieldOf({ ...refused, field }, [...fieldNames, ...settingNames(provider)]);
}

const settingNames = (provider: ProviderManifest | undefined): string[] =>
  (provider?.fields ?? []).map((field) => `settings.${field.key}`);
