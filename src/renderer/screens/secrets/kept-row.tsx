import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretSubject } from '../../../shared/contract.ts';
import { Button } from '../../components/button.tsx';
import { SecretText } from './secret-text.tsx';
import { useCopy } from './use-copy.ts';
import { useReveal } from './use-reveal.ts';
import './secret.css';

interface KeptRowProps {
  label: string;
  /** What its buttons are called after: the label, or more where several rows have the same one. */
  name: string;
  /** Said beside the label: since when, until when. */
  about: string;
  subject: SecretSubject;
  /** What else can be done with it. */
  acts?: ReactNode;
  children?: ReactNode;
}

/** One kept password: named, shown and copied only on an explicit act. */
export function KeptRow({ label, name, about, subject, acts, children }: KeptRowProps) {
  const { t } = useTranslation();
  const { shown, show, hide } = useReveal(subject);
  const { busy, copy } = useCopy();
  return (
    <li className="kept">
      <span className="kept-words">
        {label} {about === '' ? null : <span className="kept-about muted small">{about}</span>}
      </span>
      {acts}
      <Button
        look="quiet"
        size="small"
        aria-label={`${t(shown === null ? 'act.show' : 'act.hide')}: ${name}`}
        onPress={() => (shown === null ? void show() : hide())}
      >
        {t(shown === null ? 'act.show' : 'act.hide')}
      </Button>
      <Button
        look="quiet"
        size="small"
        busy={busy}
        aria-label={`${t('act.copy')}: ${name}`}
        onPress={() => void copy(subject)}
      >
        {t('act.copy')}
      </Button>
      {children}
      {shown === null ? null : (
        <div className="kept-wide">
          <SecretText password={shown} />
        </div>
      )}
    </li>
  );
}
