import { useTranslation } from 'react-i18next';
import type { GuideView } from '../../../shared/guide.ts';
import { lookUp } from '../../texts/i18n.ts';
import './change.css';

/** What to do on the page, step by step, and how far that can be relied on. */
export function GuideSteps({ guide }: { guide: GuideView }) {
  const { t } = useTranslation();
  const steps = Array.from({ length: guide.steps }, (_, index) => index + 1).map((number) =>
    lookUp(`byHandGuide.${guide.id}.${number}`, ''),
  );
  const name = lookUp(`provider.by-hand.guide.choice.${guide.id}`, guide.id);
  return (
    <section className="guide" aria-label={`${t('byHandTurn.steps')}: ${name}`}>
      <h3>{name}</h3>
      <Steps steps={steps} />
      {guide.note ? <p>{lookUp(`byHandGuide.${guide.id}.note`, '')}</p> : null}
      <p className="muted small">
        {guide.group === 'place'
          ? t('byHandTurn.builtIn')
          : t('byHandTurn.checkedOn', { date: dayOf(guide.checked.on), source: hostsOf(guide.checked.sources) })}
      </p>
    </section>
  );
}

/** Sentences to be followed one after the other. */
export function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="guide-steps">
      {steps.map((step) => (
        <li key={step}>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}

export const dayOf = (date: string): string =>
  new Date(`${date}T12:00:00`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** The hosts of the pages that something is known from, each once. */
export const hostsOf = (sources: readonly string[]): string =>
  [...new Set(sources.map((source) => new URL(source).hostname.replace(/^www\./, '')))].join(', ');
