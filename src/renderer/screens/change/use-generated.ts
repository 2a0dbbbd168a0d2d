import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/failures.ts';
import type { HeldPassword } from '../../../shared/held-password.ts';
import type { RotationId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';

export interface Generated {
  held: HeldPassword | null;
  easy: boolean;
  busy: boolean;
  /** Why the last one could not be made. */
  failure: Failure | null;
  make: (easy: boolean) => Promise<void>;
}

/** Has main make a password when the step opens, and again on wish. Only its handle and its checks come here. */
export function useGenerated(rotation: RotationId): Generated {
  const { t } = useTranslation();
  const [held, setHeld] = useState<HeldPassword | null>(null);
  const [easy, setEasy] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const sayFailure = useApp((state) => state.sayFailure);
  const announce = useApp((state) => state.announce);
  const asked = useRef(false);
  const make = async (next: boolean) => {
    setEasy(next);
    const again = held !== null;
    setBusy(true);
    const answer = await ask('passwords.generate', { rotation, style: next ? 'easy-to-type' : 'strong' });
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return sayFailure(answer.failure);
    setHeld(answer.value);
    if (again) announce(t('choose.regenerated'));
  };
  const first = useRef(make);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void first.current(false);
  }, []);
  return { held, easy, busy, failure, make };
}
