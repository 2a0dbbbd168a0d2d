import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '../../../shared/detection.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';
import { addressFault } from '../forms/faults.ts';
import { withFound } from './found.ts';
import type { useMailboxForm } from './use-mailbox-form.ts';

export type Search = ReturnType<typeof useSearch>;

/** The search from the address: it begins when asked, can be skipped at any time, and never replaces what was typed. */
export function useSearch(form: ReturnType<typeof useMailboxForm>) {
  const { t } = useTranslation();
  const announce = useApp((state) => state.announce);
  const listed = useApp((state) => state.mailboxes);
  const [running, setRunning] = useState(false);
  const [failed, setFailed] = useState(false);
  const [detection, setDetection] = useState<Detection | null>(null);
  const [tries, setTries] = useState(0);
  const [shown, setShown] = useState(0);
  // Only the latest search may say anything; skipping is the end of it, and so is leaving the screen.
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current += 1;
    },
    [],
  );
  const { address } = form.text;
  const same = listed.some((one) => one.address.toLowerCase() === address.trim().toLowerCase());
  const fault = addressFault(t, address) ?? (same ? t('failure.request.already-there.what') : null);

  const begin = async () => {
    latest.current += 1;
    const mine = latest.current;
    setRunning(true);
    setFailed(false);
    setTries(0);
    announce(t('found.searching', { address: address.trim() }));
    const answer = await ask('detect.fromAddress', { address: address.trim() });
    if (mine !== latest.current) return;
    setRunning(false);
    setFailed(!answer.ok);
    setDetection(answer.ok ? answer.value : null);
    if (answer.ok) form.change((text) => withFound(text, answer.value, form.providers));
    announce(answer.ok ? outcomeWords(answer.value) : t('found.failedTitle'));
    setShown((count) => count + 1);
  };
  const outcomeWords = ({ outcome, address: asked }: Detection): string => {
    switch (outcome) {
      case 'found':
        return t('found.title', { address: asked });
      case 'nothing-found':
        return t('found.nothingTitle', { address: asked });
      case 'offline':
        return t('found.offlineTitle');
    }
  };
  return {
    ...{ running, failed, detection, tries },
    /** How often there was something new to look at; 0 while only the address is asked for. */
    shown,
    addressFault: tries > 0 ? fault : null,
    start: () => {
      setTries((count) => count + 1);
      if (fault === null && !running) void begin();
    },
    skip: () => {
      latest.current += 1;
      setRunning(false);
      setShown((count) => count + 1);
      announce('');
    },
  };
}
