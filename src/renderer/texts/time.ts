import type { TFunction } from 'i18next';

const language = 'en-GB';
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dayMs = 86_400_000;

/** `10:31` */
export const timeOf = (at: number): string => clock.format(at);
/** `21 Sep 2025` */
export const dayOf = (at: number): string => date.format(at);
/** `21 Sep 2025, 10:31` */
export const dayAndTime = (at: number): string => `${dayOf(at)}, ${timeOf(at)}`;

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** `at 09:41 today`, `at 18:02 yesterday` or `on 21 Sep 2025`. Milliseconds since 1970. */
export function whenOf(t: TFunction, at: number, now: number = Date.now()): string {
  const days = Math.round((midnight(now) - midnight(at)) / dayMs);
  if (days <= 0) return t('time.todayAt', { time: timeOf(at) });
  if (days === 1) return t('time.yesterdayAt', { time: timeOf(at) });
  return t('time.onDay', { day: dayOf(at) });
}

/** `14 months ago`, `yesterday`, `today`. */
export function agoOf(at: number, now: number = Date.now()): string {
  const days = Math.round((midnight(now) - midnight(at)) / dayMs);
  if (days < 45) return ago.format(-days, 'day');
  if (days < 730) return ago.format(-Math.round(days / 30.44), 'month');
  return ago.format(-Math.round(days / 365.25), 'year');
}

/** A countdown in words: seconds in the last two minutes, minutes before that, hours before those. */
export function remaining(t: TFunction, ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 0) return t('time.moment');
  if (seconds <= 120) return t('time.seconds', { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? t('time.minutes', { count: minutes }) : t('time.hours', { count: Math.round(minutes / 60) });
}
