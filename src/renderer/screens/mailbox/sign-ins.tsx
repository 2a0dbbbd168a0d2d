import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SignIn, SignInLog } from '../../../shared/at-provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Badge } from '../../components/badge.tsx';
import { dayAndTime } from '../../texts/time.ts';
import { Told } from './told.tsx';

/** So many are shown; who needs more looks at the provider's own page. */
const shown = 25;

/** Who has signed in, as the provider's log has it. It is a list to read: nothing is concluded from it here. */
export function SignIns({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  return (
    <Told
      title={t('atProvider.signIns.title')}
      show={t('atProvider.signIns.show')}
      question={() => ask('atProvider.signIns', { mailbox: view.id })}
      words={(log) =>
        log.entries.length === 0 ? noneOf(t, log) : t('atProvider.signIns.came', { count: log.entries.length })
      }
    >
      {(log) => <SignInList log={log} />}
    </Told>
  );
}

/** What the log says, newest first, and what it leaves out. */
export function SignInList({ log }: { log: SignInLog }) {
  const { t } = useTranslation();
  const { entries } = log;
  const more = entries.length - shown;
  if (entries.length === 0) {
    return (
      <>
        <p>{noneOf(t, log)}</p>
        <p className="muted small">{limitsOf(t, log).join(' ')}</p>
      </>
    );
  }
  return (
    <>
      <ul className="told-rows">
        {entries.slice(0, shown).map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be alike in everything
          <li key={index}>
            <span className="told-when">{dayAndTime(entry.at)}</span>
            <span className="grow">
              <span className="device-name">{serviceOf(t, entry)}</span>{' '}
              <span className="device-about">{aboutOf(t, entry)}</span>
            </span>
            <Badge tone={entry.outcome === 'signed-in' ? 'neutral' : 'warn'}>
              {t(`atProvider.signIns.outcome.${entry.outcome}`)}
            </Badge>
          </li>
        ))}
      </ul>
      <p className="muted small">
        {[
          ...(more > 0 ? [t('atProvider.signIns.more', { count: more })] : []),
          t('atProvider.signIns.own'),
          ...limitsOf(t, log),
        ].join(' ')}
      </p>
    </>
  );
}

const noneOf = (t: TFunction, { reachesBackTo }: SignInLog): string =>
  t('atProvider.signIns.none', { when: dayAndTime(reachesBackTo) });

const serviceOf = (t: TFunction, { protocol, service }: SignIn): string =>
  protocol === null ? t('atProvider.signIns.other', { service }) : t(`atProvider.protocol.${protocol}`);

function aboutOf(t: TFunction, { address, client, secret }: SignIn): string {
  const parts = [
    ...(address === null ? [] : [t('atProvider.signIns.from', { address })]),
    ...(client === null ? [] : [client]),
    ...(secret === 'app-password' ? [t('atProvider.signIns.ownPassword')] : []),
  ];
  return parts.join(' · ');
}

/** What the list may not be taken for. */
function limitsOf(t: TFunction, { keeps, refusals, reachesBackTo }: SignInLog): string[] {
  return [
    t('atProvider.signIns.reachesBack', { when: dayAndTime(reachesBackTo) }),
    ...(keeps === 'every' ? [] : [t('atProvider.signIns.latestOnly')]),
    ...(refusals ? [] : [t('atProvider.signIns.noRefusals')]),
  ];
}
