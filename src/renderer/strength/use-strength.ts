import { useEffect, useRef, useState } from 'react';
import type { Strength } from '../../core/password/strength.ts';
import type { StrengthAnswer, StrengthQuestion } from './worker.ts';
import workerAddress from './worker.ts?worker&url';

/** The one place where a script address is made from text; main's content policy allows exactly this policy. */
function startWorker(): Worker {
  const policy = window.trustedTypes?.createPolicy('keyround-worker', { createScriptURL: (url) => url });
  // With trusted types the constructor takes the wrapped address, which TypeScript's library does not know yet.
  const address = policy ? policy.createScriptURL(workerAddress) : workerAddress;
  return new Worker(address, { type: 'module' });
}

let shared: Worker | null = null;
const theWorker = (): Worker => {
  shared ??= startWorker();
  return shared;
};

/** Typing is faster than judging: only the text that stands for this long is judged. */
const pause = 150;

/** How hard a typed password is to guess; null while it is being judged or cannot be. Runs beside the page. */
export function useStrength(text: string, known: readonly string[]): Strength | null {
  const [answer, setAnswer] = useState<{ text: string; strength: Strength | null } | null>(null);
  const words = useRef(known);
  words.current = known;
  const counter = useRef(0);
  useEffect(() => {
    if (text === '') return undefined;
    const worker = theWorker();
    counter.current += 1;
    const id = counter.current;
    const listen = (event: MessageEvent<StrengthAnswer>) => {
      if (event.data.id === id) setAnswer({ text, strength: event.data.strength });
    };
    worker.addEventListener('message', listen);
    const timer = setTimeout(() => {
      worker.postMessage({ id, text, known: words.current } satisfies StrengthQuestion);
    }, pause);
    return () => {
      clearTimeout(timer);
      worker.removeEventListener('message', listen);
    };
  }, [text]);
  return answer?.text === text ? answer.strength : null;
}
