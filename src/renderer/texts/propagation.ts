import type { TFunction } from 'i18next';
import type { ProviderManifest } from '../../shared/provider.ts';
import { lookUp } from './i18n.ts';

/** `30 seconds`, `1 minute`, `5 minutes`: how long something may take, never less than it is. */
export function upTo(t: TFunction, seconds: number): string {
  return seconds < 60 ? t('time.seconds', { count: seconds }) : t('time.minutes', { count: Math.ceil(seconds / 60) });
}

/** How long a provider's servers may go by the old password, while that is waited for. Null where they know it at once. */
export function propagationWords(t: TFunction, provider: ProviderManifest): string | null {
  const { id, kind, propagationSeconds } = provider;
  if (propagationSeconds === 0) return null;
  const time = upTo(t, propagationSeconds);
  if (kind === 'by-hand') return t('atProvider.propagationAny', { time });
  return t('atProvider.propagationSays', { provider: lookUp(`provider.${id}.name`, id), time });
}
