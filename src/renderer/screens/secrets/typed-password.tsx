import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import type { TypedState } from './use-typed.ts';

interface TypedPasswordProps {
  label: string;
  state: TypedState;
  help?: string;
  /** Said after trying to go on; faults of the text itself are said at once. */
  error?: string | null;
  optional?: boolean;
  autoComplete?: string;
}

/** A password field that notices what is easily pasted along by mistake, and asks instead of cutting. */
export function TypedPassword({ state, error, ...rest }: TypedPasswordProps) {
  const fault = state.typed.kind === 'refused' ? state.fault : null;
  return (
    <div className="stack-small">
      <PasswordField {...rest} value={state.raw} onChange={state.change} error={error ?? fault} keepBreaks />
      <PastedAlong state={state} />
    </div>
  );
}

function PastedAlong({ state }: { state: TypedState }) {
  const { t } = useTranslation();
  const { typed, change, keepBlanks, blanksKept } = state;
  switch (typed.kind) {
    case 'line-break':
      return (
        <Question words={t('typed.lineBreak')}>
          <Button size="small" onPress={() => change(typed.without)}>
            {t('typed.stripBreak')}
          </Button>
        </Question>
      );
    case 'blanks':
      if (blanksKept) return <Question words={t('typed.blanksKept')} />;
      return (
        <Question words={t(`typed.blanks.${typed.at}`)}>
          <Button size="small" onPress={() => change(typed.without)}>
            {t('typed.stripBlanks')}
          </Button>
          <Button size="small" onPress={keepBlanks}>
            {t('typed.keepBlanks')}
          </Button>
        </Question>
      );
    case 'fine':
      return /[^\x20-\x7e]/.test(typed.text) ? <Question words={t('typed.nonAscii')} /> : null;
    default:
      return null;
  }
}

function Question({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <div className="typed-question" role="status">
      <p>{words}</p>
      {children}
    </div>
  );
}
