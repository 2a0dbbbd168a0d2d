import { useTranslation } from 'react-i18next';
import type { MailboxView } from '../../../shared/views.ts';

/** What one more sign-in would come on top of: said beside every button that costs one. */
export function RefusedThisWeek({ refusals }: Pick<MailboxView, 'refusals'>) {
  const { t } = useTranslation();
  if (refusals === null) return null;
  const { thisWeek, limit } = refusals;
  return <>{thisWeek === 0 ? t('attempts.none') : t('attempts.refused', { count: thisWeek, limit })}</>;
}
