import { useTranslation } from 'react-i18next';
import { Gauge } from '../../components/progress.tsx';
import { useStrength } from '../../strength/use-strength.ts';

const tones = ['bad', 'bad', 'warn', 'ok', 'ok'] as const;

/** How hard the typed password is to guess, in words and as a bar. */
export function StrengthLine({ text, known }: { text: string; known: readonly string[] }) {
  const { t } = useTranslation();
  const strength = useStrength(text, known);
  if (text === '') return null;
  if (strength === null) {
    return (
      <div className="strength">
        <Gauge label={t('choose.strength.label')} value={0} max={4} text={t('choose.strength.thinking')} tone="bad" />
        <p className="muted small">{t('choose.strength.thinking')}</p>
      </div>
    );
  }
  const { score } = strength;
  const word = t(`choose.strength.${score}`);
  return (
    <div className="strength">
      <Gauge label={t('choose.strength.label')} value={Math.max(score, 0.3)} max={4} text={word} tone={tones[score]} />
      <p className="small">
        <strong className={`strength-${tones[score]}`}>{word}</strong>{' '}
        <span className="muted">· {t(`choose.strength.text.${score}`)}</span>
      </p>
    </div>
  );
}

/** A generated password needs no estimate: it is drawn at random by the rules. */
export function GeneratedStrength() {
  const { t } = useTranslation();
  return (
    <div className="strength">
      <Gauge label={t('choose.strength.label')} value={4} max={4} text={t('choose.strength.generated')} tone="ok" />
      <p className="small">
        <strong className="strength-ok">{t('choose.strength.generated')}</strong>{' '}
        <span className="muted">· {t('choose.strength.generatedText')}</span>
      </p>
    </div>
  );
}
