import type { TFunction } from 'i18next';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientValue } from '../../../shared/device-guide.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { ClientRecord } from '../../../shared/model.ts';
import { IconButton } from '../../components/button.tsx';
import { Facts } from '../../components/card.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

interface Shown {
  value: ClientValue;
  name: string;
  text: string;
}

/** What is typed into the device beside the password, to be copied one by one. Main copies: the face has no clipboard. */
export function GuideValues({ mailbox, client }: { mailbox: MailboxId; client: ClientRecord }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const copy = async ({ value, name }: Shown) => {
    if (await run('devices.copyValue', { mailbox, client: client.id, value })) sayDone(t('guide.copied', { name }));
  };
  const facts = valuesOf(t, client).map((shown): [string, ReactNode] => [
    shown.name,
    <span key={shown.value} className="guide-value">
      <span>{shown.text}</span>
      <IconButton
        size="small"
        icon={Copy}
        label={t('guide.copyValue', { name: shown.name })}
        busy={busy}
        onPress={() => void copy(shown)}
      />
    </span>,
  ]);
  return (
    <div>
      <h3 className="field-label">{t('guide.values')}</h3>
      <Facts facts={facts} />
    </div>
  );
}

/** The values of a client in the order in which devices ask for them. */
export function valuesOf(t: TFunction, { user, receiving, sending }: ClientRecord): readonly Shown[] {
  const port = (server: { port: number; security: 'tls' | 'starttls' }) =>
    t('guide.port', { port: server.port, security: t(`guide.security.${server.security}`) });
  return [
    { value: 'user', name: t('guide.user'), text: user },
    ...(receiving
      ? ([
          {
            value: 'receiving-host',
            name: t('guide.receivingServer', { protocol: t(`mailboxForm.${receiving.protocol}`) }),
            text: receiving.host,
          },
          { value: 'receiving-port', name: t('guide.receivingPort'), text: port(receiving) },
        ] as const)
      : []),
    ...(sending
      ? ([
          { value: 'sending-host', name: t('guide.sendingServer'), text: sending.host },
          { value: 'sending-port', name: t('guide.sendingPort'), text: port(sending) },
        ] as const)
      : []),
  ];
}
