import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { remaining } from '../texts/time.ts';
import { useNow } from './use-now.ts';

interface CountdownProps {
  /** Wall-clock milliseconds; null where nothing is waited for. */
  until: number | null;
  /** The sentence, with the time that is left in it. */
  words: (time: string) => string;
}

/** Where waiting is the cure, for how long. Nothing once that is over. */
export function Countdown({ until, words }: CountdownProps) {
  const { t } = useTranslation();
  const now = useNow(until !== null);
  if (until === null || until <= now) return null;
  return (
    <p className="row countdown" role="timer">
      <Hourglass size={18} aria-hidden />
      {words(remaining(t, until - now))}
    </p>
  );
}
