import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { spell } from './spell.ts';
import './secret.css';

/** A password in large letters, numbers and signs in colours of their own; spelled out on wish. */
export function SecretText({ password, spelled = false }: { password: string; spelled?: boolean }) {
  const { t } = useTranslation();
  const [aloud, setAloud] = useState(spelled);
  return (
    <div className="secret">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <div className="secret-text" role="group" aria-label={t('choose.shown')}>
        {[...password].map((letter, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter has no identity but its place
          <span key={index} className={lookOf(letter)}>
            {letter}
          </span>
        ))}
      </div>
      <div className="row row-apart">
        <span className="muted small">{t('choose.hides')}</span>
        <Button look="quiet" size="small" aria-expanded={aloud} onPress={() => setAloud(!aloud)}>
          {t('helpdesk.spell')}
        </Button>
      </div>
      {aloud ? <Spelled password={password} /> : null}
    </div>
  );
}

function lookOf(letter: string): string {
  if (/\p{N}/u.test(letter)) return 'secret-digit';
  return /\p{L}/u.test(letter) ? '' : 'secret-sign';
}

function Spelled({ password }: { password: string }) {
  const { t } = useTranslation();
  return (
    <ol className="spelled" aria-label={t('helpdesk.spellTitle')}>
      {[...password].map((letter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter has no identity but its place
        <li key={index} className="spelled-letter">
          <b aria-hidden>{letter}</b>
          <span>{spell(t, letter)}</span>
        </li>
      ))}
    </ol>
  );
}
