import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readTyped, type Typed } from '../../../core/password/typed.ts';

export interface TypedState {
  raw: string;
  typed: Typed;
  /** The person has said that the blanks at an end belong to the password. */
  blanksKept: boolean;
  change: (raw: string) => void;
  keepBlanks: () => void;
  /** The password to send, or null while it cannot be sent. */
  text: string | null;
  /** Why it cannot be sent, other than being empty. */
  fault: string | null;
}

/** What is typed into a password field, read by the rules for typed passwords. Nothing is cut silently. */
export function useTyped(): TypedState {
  const { t } = useTranslation();
  const [raw, setRaw] = useState('');
  const [blanksKept, setKept] = useState(false);
  const typed = readTyped(raw);
  const change = (next: string) => {
    setRaw(next);
    setKept(false);
  };
  const state = { raw, typed, blanksKept, change, keepBlanks: () => setKept(true) };
  switch (typed.kind) {
    case 'empty':
      return { ...state, text: null, fault: null };
    case 'fine':
      return { ...state, text: typed.text, fault: null };
    case 'line-break':
      return { ...state, text: null, fault: t('typed.decide') };
    case 'blanks':
      return blanksKept
        ? { ...state, text: typed.text, fault: null }
        : { ...state, text: null, fault: t('typed.decide') };
    case 'refused':
      return { ...state, text: null, fault: `${t(`failure.${typed.code}.what`)} ${t(`failure.${typed.code}.do`)}` };
  }
}
