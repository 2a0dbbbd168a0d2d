import { useEffect, useState } from 'react';
import { checkRules } from '../../../core/password/policy.ts';
import type { Failure } from '../../../shared/failures.ts';
import type { HeldPassword } from '../../../shared/held-password.ts';
import type { Handle, VersionId } from '../../../shared/ids.ts';
import type { RotationView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { useTyped } from '../secrets/use-typed.ts';
import { repeatFault } from './own-box.tsx';
import { useGenerated } from './use-generated.ts';
import { useKept } from './use-kept.ts';

/** Where the new password comes from. `kept`: it is one that the mailbox had before. */
export type How = 'kept' | 'generated' | 'own';

/** The handle of what main holds, or why it could not be had. Null: main is still at it. */
const handleOf = (of: { held: HeldPassword | null; failure: Failure | null }): Handle | Failure | null =>
  of.held?.handle ?? of.failure;

/** Main holds nothing under this handle any more. */
const isGone = ({ code, field }: Failure): boolean => code === 'request.not-found' && field === 'handle';

/** The state of step 2: which password, what the rules say of it, and going on with it. */
export function useChoosing(view: RotationView, helpdesk: boolean, putBack: VersionId | null) {
  const [how, setHow] = useState<How>(putBack === null ? 'generated' : 'kept');
  const kept = useKept(view.id, putBack);
  const generated = useGenerated(view.id);
  const own = useTyped();
  const [repeat, setRepeat] = useState('');
  const [endSessions, setEndSessions] = useState(false);
  const [written, setWritten] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  // Pressed while main was still at the password: goes on as soon as it is there.
  const [early, setEarly] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [judged, setJudged] = useState<{ text: string; held: HeldPassword } | null>(null);
  const typedChecks = judged?.text === own.text ? judged?.held.checks : undefined;
  const source = how === 'own' ? null : how === 'kept' ? kept : generated;
  const held = source?.held ?? null;
  const checks = how === 'own' ? (typedChecks ?? checkRules(view.rules, own.raw)) : (held?.checks ?? []);

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

  const turnedDown = (why: Failure) => {
    setRefused(why);
    if (how === 'kept' && isGone(why)) kept.lose(why);
  };
  const goOn = async () => {
    setTried(true);
    setRefused(null);
    if (helpdesk && !written) return;
    const ready = source && handleOf(source);
    // on the telephone nothing is sent that nobody has read out yet
    if (source && ready === null) return setEarly(!helpdesk);
    setBusy(true);
    const handle = source ? ready : await submit();
    if (typeof handle === 'string') {
      const answer = await ask('rotations.change', { rotation: view.id, handle, endSessions });
      if (!answer.ok) turnedDown(answer.failure);
    } else setRefused(handle);
    setBusy(false);
  };
  const handle = held?.handle ?? null;
  const [readOut, setReadOut] = useState(handle);
  if (readOut !== handle) {
    // another password is there: what was written down is not this one
    setReadOut(handle);
    setWritten(false);
  }
  useEffect(() => {
    if (!early || !source || handleOf(source) === null) return;
    setEarly(false);
    void goOn();
  });
  const switchTo = (next: How) => {
    setEarly(false);
    setHow(next);
    if (next === 'kept') kept.askAgain();
    setTried(false);
    setRefused(null);
  };
  const empty = how === 'own' ? own.raw === '' : held === null;
  return {
    ...{
      how,
      setHow: switchTo,
      kept: kept.held,
      generated,
      own,
      repeat,
      setRepeat,
      endSessions,
      setEndSessions,
      written,
      setWritten,
    },
    ...{ tried, busy: busy || early, refused, checks, empty, goOn },
  };
}
