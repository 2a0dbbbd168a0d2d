import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './step-bar.css';

/** Where one is in a short row of steps. */
export function StepBar({ label, steps, now }: { label: string; steps: readonly string[]; now: number }) {
  return (
    <nav aria-label={label}>
      <ol className="step-bar">
        {steps.map((name, index) => (
          <Step key={name} name={name} number={index + 1} place={index - now} />
        ))}
      </ol>
    </nav>
  );
}

function Step({ name, number, place }: { name: string; number: number; place: number }) {
  const { t } = useTranslation();
  const look = place < 0 ? 'step-done' : place === 0 ? 'step-now' : 'step-next';
  return (
    <li className={`step ${look}`} {...(place === 0 ? { 'aria-current': 'step' as const } : {})}>
      <span className="step-mark" aria-hidden>
        {place < 0 ? <Check size={14} strokeWidth={3} /> : number}
      </span>
      <span className="step-name">{name}</span>
      {place < 0 ? <span className="hidden">, {t('step.done')}</span> : null}
    </li>
  );
}
