import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CheckupView, ClientView, MailboxView } from '../../../shared/views.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { deviceState, seenAt } from '../../texts/finding.ts';
import { whenOf } from '../../texts/time.ts';
import './summary.css';

interface Words {
  tone: Tone;
  short: string;
  long: string;
}

/** One honest sentence about the whole mailbox. It speaks of settings, because devices were not asked. */
export function Summary({ view, checkup }: { view: MailboxView; checkup: CheckupView | null }) {
  const { t } = useTranslation();
  const clients = checkup?.clients ?? view.clients;
  const words = checkup?.state === 'running' ? runningWords(t, clients) : restingWords(t, clients, view.checkedAt);
  return (
    <Card>
      <div className="summary">
        <Badge tone={words.tone}>{words.short}</Badge>
        <p className="muted">{words.long}</p>
      </div>
    </Card>
  );
}

function runningWords(t: TFunction, clients: readonly ClientView[]): Words {
  const done = clients.filter((client) => ['works', 'failed'].includes(deviceState(client))).length;
  return {
    tone: 'info',
    short: t('mailbox.summary.running'),
    long: t('mailbox.summary.runningText', { done, all: clients.length }),
  };
}

function restingWords(t: TFunction, clients: readonly ClientView[], checkedAt: number | null): Words {
  if (clients.length === 0)
    return { tone: 'neutral', short: t('mailbox.summary.noDevices'), long: t('mailbox.summary.noDevicesText') };
  const states = clients.map(deviceState);
  const count = (state: string) => states.filter((each) => each === state).length;
  const seen = clients.flatMap((client) => seenAt(client) ?? []);
  const when = seen.length > 0 ? whenOf(t, Math.max(...seen)) : '';
  const failed = count('failed');
  const works = count('works');
  if (failed > 0)
    return {
      tone: 'bad',
      short: t('mailbox.summary.trouble'),
      long: t('mailbox.summary.troubleText', { count: failed, when }),
    };
  if (works === clients.length) {
    return {
      tone: 'ok',
      short: t('mailbox.summary.works'),
      long: t('mailbox.summary.worksText', { count: works, when }),
    };
  }
  if (works > 0)
    return {
      tone: 'neutral',
      short: t('mailbox.summary.partly'),
      long: t('mailbox.summary.partlyText', { works, all: clients.length }),
    };
  return checkedAt === null
    ? { tone: 'neutral', short: t('mailbox.summary.never'), long: t('mailbox.summary.neverText') }
    : {
        tone: 'neutral',
        short: t('mailbox.summary.before'),
        long: t('mailbox.summary.beforeText', { when: whenOf(t, checkedAt) }),
      };
}
