import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AppPassword } from '../../../shared/at-provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Badge } from '../../components/badge.tsx';
import { dayOf, whenOf } from '../../texts/time.ts';
import { Told } from './told.tsx';

/** Which devices have a password of their own, so that one that goes on working is not taken for one that was updated. */
export function AppPasswords({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  return (
    <Told
      title={t('atProvider.appPasswords.title')}
      text={t('atProvider.appPasswords.text')}
      show={t('atProvider.appPasswords.show')}
      question={() => ask('atProvider.appPasswords', { mailbox: view.id })}
      words={({ appPasswords: { length: count } }) =>
        count === 0 ? t('atProvider.appPasswords.none') : t('atProvider.appPasswords.came', { count })
      }
    >
      {({ appPasswords }) =>
        appPasswords.length === 0 ? (
          <p>{t('atProvider.appPasswords.none')}</p>
        ) : (
          <ul className="told-rows">
            {appPasswords.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name
              <li key={index}>
                <span className="grow">
                  <span className="device-name">{one.name}</span>{' '}
                  <span className="device-about">{aboutOf(t, one)}</span>
                </span>
                <Badge tone="neutral">
                  {t(one.active ? 'atProvider.appPasswords.active' : 'atProvider.appPasswords.off')}
                </Badge>
              </li>
            ))}
          </ul>
        )
      }
    </Told>
  );
}

function aboutOf(t: TFunction, { protocols, createdAt, lastUsedAt }: AppPassword): string {
  const parts = [
    protocols.map((protocol) => t(`atProvider.protocol.${protocol}`)).join(', '),
    ...(createdAt === null ? [] : [t('atProvider.appPasswords.made', { day: dayOf(createdAt) })]),
    ...(lastUsedAt === null ? [] : [t('atProvider.appPasswords.used', { when: whenOf(t, lastUsedAt) })]),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
