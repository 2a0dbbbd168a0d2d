import type { TFunction } from 'i18next';
import { restsOnSaid, saidOf } from '../../shared/evidence-words.ts';
import type { NotProved } from '../../shared/findings.ts';
import type { ClientView, Lamp } from '../../shared/views.ts';
import { whenOf } from './time.ts';

const names = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' } as const;
const securities = { tls: 'TLS', starttls: 'STARTTLS' } as const;

/** The line for the person who helps: where, how far it came, and the server's own words. */
export function technicalOf(t: TFunction, finding: NotProved): string {
  const where = `${names[finding.protocol]} ${finding.host}:${finding.port} ${securities[finding.security]}`;
  const words = finding.serverText === '' ? '' : `: “${finding.serverText}”`;
  return `${where}, ${t(`probeStage.${finding.stage}`)} (${finding.code})${words}`;
}

export const failedFinding = (lamp: Lamp): NotProved | null =>
  lamp.state === 'known' && !lamp.finding.ok ? lamp.finding : null;

/** What the two lamps come to, for counting. */
export type DeviceState = 'works' | 'failed' | 'checking' | 'unknown';
export function deviceState({ receiving, sending }: ClientView): DeviceState {
  const lamps = [receiving, sending].filter((lamp) => lamp.state !== 'unused');
  if (lamps.some((lamp) => lamp.state === 'checking')) return 'checking';
  if (lamps.some((lamp) => failedFinding(lamp) !== null)) return 'failed';
  return lamps.length > 0 && lamps.every((lamp) => lamp.state === 'known') ? 'works' : 'unknown';
}

/** The newest time at which one of the lamps was seen. */
export function seenAt({ receiving, sending }: ClientView): number | null {
  const times = [receiving, sending].flatMap((lamp) => (lamp.state === 'known' ? [lamp.finding.at] : []));
  return times.length === 0 ? null : Math.max(...times);
}

/** Why we believe that a device is updated, in a sentence or a few. It never says more than was seen. */
export function gradeSentence(t: TFunction, view: ClientView): string {
  const { name } = view.client;
  const said = saidOf(view).map(({ key, at }) => t(`shown.${key}`, { name, when: at === null ? '' : whenOf(t, at) }));
  return [...(restsOnSaid(view, said) ? [] : [ownSentence(t, view)]), ...said].join(' ');
}

function ownSentence(t: TFunction, view: ClientView): string {
  const { grade, gradedAt, client } = view;
  if (grade === 'told') return toldSentence(t, view);
  const when = gradedAt === null ? '' : whenOf(t, gradedAt);
  return t(`grade.${grade}.long`, { when, name: client.name });
}

function toldSentence(t: TFunction, view: ClientView): string {
  const state = deviceState(view);
  if (state === 'failed') return t('told.failed');
  const at = seenAt(view);
  return state === 'works' && at !== null ? t('told.proved', { when: whenOf(t, at) }) : t('told.unproved');
}
