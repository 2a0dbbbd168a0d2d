import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { HeldPassword } from '../../../shared/held-password.ts';
import type { RotationView } from '../../../shared/views.ts';
import { Card } from '../../components/card.tsx';
import { type CheckLine, Checklist, type CheckState } from '../../components/checklist.tsx';

type Check = HeldPassword['checks'][number];

interface RulesCardProps {
  rules: RotationView['rules'];
  checks: readonly Check[];
  /** Nothing is typed yet, so no rule is broken either. */
  empty: boolean;
  /** The person has tried to go on: what is missing is now marked as missing. */
  strict: boolean;
}

/** What the mail service asks for, line by line, while somebody types. */
export function RulesCard({ rules, checks, empty, strict }: RulesCardProps) {
  const { t } = useTranslation();
  const judged = checks.some((check) => check.rule === 'not-current');
  const unmet = strict && !empty ? 'failed' : 'waiting';
  const lines = checks.map((check) => lineOf(t, check, empty || !check.met ? unmet : 'ok', rules.forbidden));
  // Only main knows the current password, so this line is judged when the password is handed over.
  if (rules.notCurrent && !judged)
    lines.push(lineOf(t, { rule: 'not-current', met: false, detail: '' }, 'waiting', ''));
  return (
    <Card title={t('choose.rules')}>
      <Checklist lines={lines} compact />
      {rules.source === 'default' ? <p className="muted small rules-note">{t('choose.rulesDefault')}</p> : null}
    </Card>
  );
}

function lineOf(t: TFunction, { rule, met, detail }: Check, state: CheckState, forbidden: string): CheckLine {
  const words =
    rule === 'forbidden' && !met && detail !== ''
      ? t('choose.rule.forbiddenFound', { detail })
      : t(`choose.rule.${rule}`, { detail: rule === 'forbidden' ? forbidden : detail });
  return { key: rule, state, words, stateWords: t(state === 'ok' ? 'choose.met' : 'choose.notMet') };
}
