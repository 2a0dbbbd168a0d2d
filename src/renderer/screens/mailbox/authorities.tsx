import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

/** Certificate authorities that were chosen for a server of this mailbox. Hardly anyone needs them, so they come last. */
export function Authorities({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('mailbox.authorities')}
      help={t('mailbox.authoritiesHelp')}
      acts={
        <Button look="quiet" onPress={() => setOpen(true)}>
          {t('mailbox.authorityAdd')}
        </Button>
      }
    >
      {view.authorities.length === 0 ? null : (
        <Card flat>
          <ul className="rows">
            {view.authorities.map((authority) => (
              <AuthorityRow key={authority.fingerprint + authority.host} view={view} authority={authority} />
            ))}
          </ul>
        </Card>
      )}
      {open ? <AuthorityDialog view={view} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function AuthorityRow({ view, authority }: { view: MailboxView; authority: MailboxView['authorities'][number] }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const { host, subject, fingerprint } = authority;
  return (
    <li className="authority">
      <span className="grow">
        <span className="device-name">{host}</span>
        <span className="device-about"> · {subject}</span>
        <span className="device-about">
          <br />
          {t('mailbox.fingerprint')}: <span className="mono">{fingerprint}</span>
        </span>
      </span>
      <Button
        look="quiet"
        size="small"
        busy={busy}
        aria-label={t('mailbox.authorityRemove', { host })}
        onPress={() => void run('authorities.remove', { mailbox: view.id, fingerprint })}
      >
        {t('act.remove')}
      </Button>
    </li>
  );
}

/** The servers of a mailbox and of its devices, each once. */
function hostsOf({ settings, clients, provider }: MailboxView): string[] {
  const own = [settings.receiving?.host, settings.sending?.host];
  const devices = clients.flatMap(({ client }) => [client.receiving?.host, client.sending?.host]);
  const fields = provider.fields.filter((field) => field.kind === 'host');
  const asked = fields.map((field) => settings.provider.settings[field.key]);
  return [...new Set([...own, ...devices, ...asked].filter((host): host is string => Boolean(host)))];
}

function AuthorityDialog({ view, onClose }: { view: MailboxView; onClose: () => void }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const sayDone = useApp((state) => state.sayDone);
  const hosts = hostsOf(view);
  const [host, setHost] = useState<string | null>(hosts[0] ?? null);
  const choose = async () => {
    if (host === null) return;
    const answer = await run('authorities.add', { mailbox: view.id, host });
    if (!answer?.added) return;
    sayDone(t('mailbox.authorityAdded'));
    onClose();
  };
  return (
    <Dialog title={t('mailbox.authorityAdd')} open onClose={onClose} small>
      <Choice
        label={t('mailbox.authorityFor')}
        options={hosts.map((value) => ({ value, name: value }))}
        value={host}
        onChange={setHost}
      />
      <p className="muted">{t('mailbox.authoritiesHelp')}</p>
      <div className="dialog-acts">
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" busy={busy} isDisabled={host === null} onPress={() => void choose()}>
          {t('mailbox.authorityChoose')}
        </Button>
      </div>
    </Dialog>
  );
}
