import { useCallback, useEffect, useRef, useState } from 'react';
import type { SecretSubject } from '../../../shared/contract.ts';
import { ask } from '../../api.ts';
import { useApp } from '../../store/store.ts';

/** However long main allows, a password never stays on screen longer than this. */
const longestShown = 20_000;

interface Reveal {
  shown: string | null;
  show: () => Promise<void>;
  hide: () => void;
}

/**
 * Shows one password on an explicit act: a one-use token, then the password, which lives only in this state and goes
 * after 20 s, when the window loses the focus, and when the box goes.
 */
export function useReveal(subject: SecretSubject | null): Reveal {
  const [shown, setShown] = useState<{ password: string; hideAfter: number; of: string } | null>(null);
  // What was shown of one password never stays for the next: not on the screen, and not in the state either.
  const of = JSON.stringify(subject);
  const sayFailure = useApp((state) => state.sayFailure);
  const hide = useCallback(() => setShown(null), []);
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(hide, Math.min(shown.hideAfter, longestShown));
    window.addEventListener('blur', hide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
    };
  }, [shown, hide]);
  const now = useRef(of);
  useEffect(() => {
    now.current = of;
    return hide;
  }, [of, hide]);
  const asking = useRef(false);
  const show = async () => {
    // Main may let the answer wait for three seconds; pressing once more meanwhile asks for nothing new.
    if (!subject || asking.current) return;
    asking.current = true;
    const token = await ask('secrets.askToReveal', { subject });
    const answer = token.ok ? await ask('secrets.reveal', { token: token.value.token }) : token;
    asking.current = false;
    if (now.current !== of) return;
    if (answer.ok) setShown({ ...answer.value, of });
    else if (answer.failure.code !== 'request.cancelled') sayFailure(answer.failure);
  };
  return { shown: shown?.of === of ? shown.password : null, show, hide };
}
