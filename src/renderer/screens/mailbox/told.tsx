import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { useApp } from '../../store/store.ts';

interface ToldProps<T> {
  title: string;
  text?: string;
  /** What the button says before anything was asked. */
  show: string;
  question: () => Promise<Result<T, Failure>>;
  /** What came, in one sentence, for who does not see the list appear. */
  words: (told: T) => string;
  children: (told: T) => ReactNode;
}

/** Something that a provider tells when it is asked, and not before: it may cost a sign-in. */
export function Told<T>({ title, text, show, question, words, children }: ToldProps<T>) {
  const { t } = useTranslation();
  const id = useId();
  const announce = useApp((state) => state.announce);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Result<T, Failure> | null>(null);
  const ask = async () => {
    setBusy(true);
    const came = await question();
    setBusy(false);
    setAnswer(came);
    announce(came.ok ? words(came.value) : t(`failure.${came.failure.code}.what`));
  };
  return (
    <section className="told stack-small" aria-labelledby={id}>
      <div className="section-head">
        <h3 id={id}>{title}</h3>
        {answer === null ? (
          <Button size="small" busy={busy} onPress={() => void ask()}>
            {show}
          </Button>
        ) : (
          <Button size="small" busy={busy} aria-label={`${t('atProvider.again')}: ${title}`} onPress={() => void ask()}>
            {t('atProvider.again')}
          </Button>
        )}
      </div>
      {text === undefined ? null : <p className="muted small">{text}</p>}
      {answer?.ok === false ? <FailureNotice failure={answer.failure} tone="info" /> : null}
      {answer?.ok ? children(answer.value) : null}
    </section>
  );
}
