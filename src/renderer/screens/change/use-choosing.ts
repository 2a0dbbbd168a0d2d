import { useState } from 'react';
import { checkRules } from '../../../core/password/policy.ts';
import type { Failure } from '../../../shared/failures.ts';
import type { Handle } from '../../../shared/ids.ts';
import type { HeldPassword, RotationView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { useTyped } from '../secrets/use-typed.ts';
import { repeatFault } from './own-box.tsx';
import { useGenerated } from './use-generated.ts';

/** The state of step 2: which password, what the rules say of it, and going on with it. */
export function useChoosing(view: RotationView, helpdesk: boolean) {
  const [how, setHow] = useState<'generated' | 'own'>('generated');
  const generated = useGenerated(view.id);
  const own = useTyped();
  const [repeat, setRepeat] = useState('');
  const [endSessions, setEndSessions] = useState(false);
  const [written, setWritten] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [judged, setJudged] = useState<{ text: string; held: HeldPassword } | null>(null);
  const typedChecks = judged?.text === own.text ? judged?.held.checks : undefined;
  const checks =
    how === 'generated' ? (generated.held?.checks ?? []) : (typedChecks ?? checkRules(view.rules, own.raw));

  /** Hands a typed password to main, which knows the current one and has the last word on the rules. */
  const submit = async (): Promise<Handle | Failure | null> => {
    if (own.text === null || repeatFault(own, repeat) !== null) return null;
    const answer = await ask('passwords.submit', { rotation: view.id, password: own.text });
    if (!answer.ok) return answer.failure;
    setJudged({ text: own.text, held: answer.value });
    return answer.value.acceptable
      ? answer.value.handle
      : { code: 'password.rules-not-met', technical: '', field: null };
  };

  const goOn = async () => {
    setTried(true);
    setRefused(null);
    if (helpdesk && !written) return;
    setBusy(true);
    const handle = how === 'generated' ? (generated.held?.handle ?? null) : await submit();
    if (typeof handle === 'string') {
      const answer = await ask('rotations.change', { rotation: view.id, handle, endSessions });
      if (!answer.ok) setRefused(answer.failure);
    } else setRefused(handle);
    setBusy(false);
  };
  const switchTo = (next: 'generated' | 'own') => {
    setHow(next);
    setTried(false);
    setRefused(null);
  };
  const empty = how === 'generated' ? generated.held === null : own.raw === '';
  return {
    ...{ how, setHow: switchTo, generated, own, repeat, setRepeat, endSessions, setEndSessions, written, setWritten },
    ...{ tried, busy, refused, checks, empty, goOn },
  };
}
