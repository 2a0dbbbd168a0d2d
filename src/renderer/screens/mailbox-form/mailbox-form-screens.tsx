import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import type { MailboxView, Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/card.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { KeychainNotice } from '../start/keychain-notice.tsx';
import { AddMailboxForm } from './add-mailbox-form.tsx';
import { MailboxForm } from './mailbox-form.tsx';
import { useProviders } from './use-mailbox-form.ts';

/** Adding a mailbox. Without a working keychain there is no form, because nothing could be kept. */
export function AddMailboxScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const providers = useProviders();
  const consent = useStandInConsent(status);
  const helpdesk = status.space === 'helpdesk';
  const body = () => {
    if (status.keychain) return <KeychainNotice failure={status.keychain} />;
    if (consent === 'refused') return <Notice tone="warn" title={t('welcome.standInRefused')} />;
    if (consent === 'asking' || providers.length === 0) return null;
    return <AddMailboxForm onDone={(mailbox) => go({ at: 'mailbox', mailbox })} onCancel={() => go({ at: 'start' })} />;
  };
  return (
    <Page
      screen="add-mailbox"
      title={t(helpdesk ? 'helpdesk.formTitle' : 'mailboxForm.addTitle')}
      lead={t(helpdesk ? 'helpdesk.formLead' : 'mailboxForm.addLead')}
    >
      {body()}
    </Page>
  );
}

/** On the test runtime main asks once more before the first real mailbox. */
function useStandInConsent(status: Status): 'given' | 'asking' | 'refused' {
  const needed = status.standIn && !status.standInAccepted && status.space !== 'practice';
  const [answer, setAnswer] = useState<'asking' | 'given' | 'refused'>('asking');
  const { run } = useAct();
  const asked = useRef(false);
  useEffect(() => {
    if (!needed || asked.current) return;
    asked.current = true;
    void run('app.acceptStandIn', {}).then((said) => setAnswer(said?.accepted ? 'given' : 'refused'));
  }, [needed, run]);
  return needed ? answer : 'given';
}

/** Changing the settings of a mailbox, or removing it. */
export function EditMailboxScreen({ mailbox }: { mailbox: MailboxId }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const view = useApp((state) => state.views[mailbox]);
  if (!view) return null;
  const back = () => go({ at: 'mailbox', mailbox });
  return (
    <Page screen={`edit ${mailbox}`} title={t('mailboxForm.editTitle')} lead={view.settings.address}>
      <MailboxForm view={view} onDone={back} onCancel={back} />
      <RemoveMailbox view={view} />
    </Page>
  );
}

function RemoveMailbox({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const go = useApp((state) => state.go);
  const sayDone = useApp((state) => state.sayDone);
  const remove = async () => {
    const answer = await run('mailboxes.remove', { mailbox: view.id });
    if (!answer?.removed) return;
    go({ at: 'start' });
    sayDone(t('notice.removed'));
  };
  return (
    <Section title={t('mailboxForm.remove').replace('…', '')} help={t('mailboxForm.removeHelp')}>
      <Button look="danger" busy={busy} isDisabled={view.rotation !== null} onPress={() => void remove()}>
        {t('mailboxForm.remove')}
      </Button>
    </Section>
  );
}
