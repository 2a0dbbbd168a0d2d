import type { TFunction } from 'i18next';
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EvidenceView } from '../../../shared/apps.ts';
import type { Protocol } from '../../../shared/model.ts';
import type { ClientView } from '../../../shared/views.ts';
import { Folded } from '../../components/folded.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { whenOf } from '../../texts/time.ts';
import { namesOf } from './knocking.tsx';
import './app-update.css';

interface EvidenceProps {
  evidence: EvidenceView;
  clients: readonly ClientView[];
}

/** That the provider's sign-in list is watched, and what it could not tell apart. */
export function EvidenceLine({ evidence, clients }: EvidenceProps) {
  const { t } = useTranslation();
  const { watching, askedAt, failure } = evidence;
  const unclear = unclearWords(t, evidence, clients);
  if (!watching && !failure && unclear.length === 0) return null;
  return (
    <div className="stack-small small muted">
      {watching ? (
        <p className="watch">
          <Eye size={16} aria-hidden />
          <span>
            {t('watch.on')} {askedAt === null ? null : t('watch.last', { when: whenOf(t, askedAt) })}
          </span>
        </p>
      ) : null}
      {unclear.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {failure ? (
        <Folded
          title={watching ? t('watch.failed') : t('watch.ended')}
          summary={watching ? t('watch.failedSummary') : t('watch.endedSummary')}
          open={false}
        >
          <FailureNotice failure={failure} tone="info" />
        </Folded>
      ) : null}
    </div>
  );
}

/** More would be a list, and a list belongs on the mailbox's page. */
const mostLines = 3;

/**
 * Sign-ins that fit several devices: the newest of each group, and only where that side of one of the group still waits.
 * Refused ones are left out while the page says above who knocks.
 */
export function unclearWords(
  t: TFunction,
  { unclear, knocking }: EvidenceView,
  clients: readonly ClientView[],
): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const { at, protocol, outcome, clients: ids } of unclear) {
    const group = clients.filter(({ client }) => ids.includes(client.id));
    const key = `${outcome} ${group.map(({ client }) => client.id).join(' ')}`;
    if (
      group.length < 2 ||
      seen.has(key) ||
      !group.some((one) => isOpen(one, protocol)) ||
      (outcome === 'refused' && knocking)
    )
      continue;
    seen.add(key);
    lines.push(t(`watch.unclear.${outcome}`, { when: whenOf(t, at), names: namesOf(group) }));
  }
  return lines.slice(0, mostLines);
}

/** Apps keep the two passwords apart: a device that was seen receiving may still wait for the other side. */
function isOpen({ grade, shown }: ClientView, protocol: Protocol): boolean {
  const side = shown[protocol === 'smtp' ? 'sending' : 'receiving']?.as;
  return grade !== 'gone' && side !== 'signed-in' && side !== 'stored';
}
