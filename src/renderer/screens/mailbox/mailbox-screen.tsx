import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import type { MailboxView, Status } from '../../../shared/views.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useApp } from '../../store/store.ts';
import { lookUp } from '../../texts/i18n.ts';
import { agoOf } from '../../texts/time.ts';
import { KeychainNotice } from '../start/keychain-notice.tsx';
import { AppsHere } from './apps-here.tsx';
import { AtProvider } from './at-provider.tsx';
import { Authorities } from './authorities.tsx';
import { Devices } from './devices.tsx';
import { Doubt } from './doubt.tsx';
import { History } from './history.tsx';
import { KeptPasswords } from './kept-passwords.tsx';
import { Summary } from './summary.tsx';
import { useCheckup, useCheckupAnnouncements } from './use-checkup.ts';

/** A mailbox: how it stands, its devices, and everything that is kept of it. */
export function MailboxScreen({ mailbox, status }: { mailbox: MailboxId; status: Status }) {
  const { t } = useTranslation();
  const view = useApp((state) => state.views[mailbox]);
  const missing = useApp((state) => state.missing[mailbox]);
  const load = useApp((state) => state.loadMailbox);
  useEffect(() => {
    void load(mailbox);
  }, [load, mailbox]);
  if (view) return <LoadedMailbox view={view} status={status} />;
  return missing ? <Page screen="gone" title={t('mailbox.gone')} /> : null;
}

function LoadedMailbox({ view, status }: { view: MailboxView; status: Status }) {
  const checkup = useCheckup(view.id);
  useCheckupAnnouncements(checkup);
  const provider = lookUp(`provider.${view.provider.id}.name`, view.provider.id);
  const changed = useChanged(view);
  const helpdesk = status.space === 'helpdesk';
  return (
    <Page
      screen={`mailbox ${view.id} ${view.recovery?.why ?? ''}`}
      title={view.settings.address}
      lead={changed === null ? provider : `${provider} · ${changed}`}
      acts={<MailboxActs view={view} readOnly={status.readOnly !== null} />}
    >
      <div className="stack">
        {status.keychain ? <KeychainNotice failure={status.keychain} /> : null}
        {view.recovery ? <Doubt view={view} recovery={view.recovery} /> : null}
        {view.rotation ? <Unfinished view={view} /> : null}
        <Summary view={view} checkup={checkup} />
      </div>
      <Devices view={view} clients={checkup?.clients ?? view.clients} />
      {helpdesk ? null : <AppsHere key={view.id} mailbox={view.id} linked={appsOf(view)} />}
      <AtProvider key={view.id} view={view} />
      {helpdesk ? null : <History view={view} />}
      <KeptPasswords view={view} helpdesk={helpdesk} />
      <Authorities view={view} />
    </Page>
  );
}

/** The devices that are apps on this computer. */
const appsOf = ({ clients }: MailboxView) => clients.flatMap(({ client }) => (client.app ? [client.id] : []));

/** When the password was changed; null where the notes that would say so cannot be relied on. */
function useChanged({ changedAt, recovery }: MailboxView): string | null {
  const { t } = useTranslation();
  if (changedAt !== null) return t('mailbox.changed', { ago: agoOf(changedAt) });
  return recovery === null ? t('mailbox.never') : null;
}

function MailboxActs({ view, readOnly }: { view: MailboxView; readOnly: boolean }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const startCheckup = useApp((state) => state.startCheckup);
  const stopCheckup = useApp((state) => state.stopCheckup);
  const startRotation = useApp((state) => state.startRotation);
  const checkup = useCheckup(view.id);
  const running = checkup?.state === 'running';
  const [starting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    await startRotation(view.id);
    setStarting(false);
  };
  return (
    <>
      <IconButton
        look="plain"
        icon={SlidersHorizontal}
        label={t('mailbox.edit')}
        onPress={() => go({ at: 'edit-mailbox', mailbox: view.id })}
      />
      {running ? (
        <Button onPress={() => void stopCheckup(checkup.id)}>{t('mailbox.checkupStop')}</Button>
      ) : (
        <Button
          isDisabled={readOnly || view.clients.length === 0 || view.recovery !== null}
          onPress={() => void startCheckup(view.id)}
        >
          {t('mailbox.checkup')}
        </Button>
      )}
      {view.rotation !== null || view.recovery !== null ? null : (
        <Button look="primary" busy={starting} isDisabled={readOnly} onPress={() => void start()}>
          {t('mailbox.change')}
        </Button>
      )}
    </>
  );
}

function Unfinished({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  const start = useApp((state) => state.startRotation);
  const stage = useApp((state) => state.status?.unfinished.find((each) => each.mailbox === view.id)?.stage);
  return (
    <Notice
      tone="warn"
      title={t('mailbox.unfinishedTitle')}
      acts={
        <Button look="primary" size="small" onPress={() => void start(view.id)}>
          {t('mailbox.continue')}
        </Button>
      }
    >
      {stage ? <p>{t(`recovery.stage.${stage}`)}</p> : null}
    </Notice>
  );
}
