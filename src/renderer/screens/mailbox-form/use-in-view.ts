import { useEffect, useRef, useState } from 'react';

/**
 * Brings something into view after a press that has put it there, because it may stand far below. Whoever uses the keys
 * stays where the focus is, and comes to it with the next Tab.
 */
export function useInView() {
  const element = useRef<HTMLElement>(null);
  const [wishes, setWishes] = useState(0);
  useEffect(() => {
    if (wishes === 0 || document.querySelector(':focus-visible')) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    element.current?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }, [wishes]);
  return { element, bring: () => setWishes((count) => count + 1) };
}
