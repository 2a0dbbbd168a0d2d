import { useTranslation } from 'react-i18next';
import { PasswordField } from '../../components/field.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import type { TypedState } from '../secrets/use-typed.ts';
import { StrengthLine } from './strength-line.tsx';

interface OwnBoxProps {
  own: TypedState;
  repeat: string;
  onRepeat: (repeat: string) => void;
  address: string;
  /** The person has tried to go on, so faults are said now. */
  tried: boolean;
}

/** Why the second typing does not fit, or null. */
export function repeatFault(own: TypedState, repeat: string): 'repeat' | 'notTheSame' | null {
  if (repeat === '') return 'repeat';
  return repeat.normalize('NFC') === own.raw.normalize('NFC') ? null : 'notTheSame';
}

/** A password of one's own, typed twice. */
export function OwnBox({ own, repeat, onRepeat, address, tried }: OwnBoxProps) {
  const { t } = useTranslation();
  const empty = tried && own.typed.kind === 'empty' ? t('fault.newEmpty') : null;
  const second = repeatFault(own, repeat);
  // A difference is said as soon as as much was typed; that it is missing only after a try.
  const early = second === 'notTheSame' && repeat.length >= own.raw.length;
  const known = address.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  return (
    <div className="stack">
      <TypedPassword
        label={t('choose.type')}
        state={own}
        error={empty ?? (tried ? own.fault : null)}
        autoComplete="new-password"
      />
      <StrengthLine text={own.raw} known={known} />
      <PasswordField
        label={t('choose.repeat')}
        help={t('choose.repeatHelp')}
        value={repeat}
        onChange={onRepeat}
        error={second && (tried || early) ? t(`fault.${second}`) : null}
        autoComplete="new-password"
        keepBreaks
      />
    </div>
  );
}
