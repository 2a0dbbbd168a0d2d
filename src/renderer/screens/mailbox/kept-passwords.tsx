import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { dayOf } from '../../texts/time.ts';
import { SecretText } from '../secrets/secret-text.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';
import { SetPasswordDialog } from './set-password-dialog.tsx';
import './history.css';

/** Every password that is kept of this mailbox; shown only on an explicit act. */
export function KeptPasswords({ view, helpdesk }: { view: MailboxView; helpdesk: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('mailbox.kept')}
      help={t(helpdesk ? 'mailbox.keptHelpHelpdesk' : 'mailbox.keptHelp')}
      acts={
        view.rotation ? null : (
          <Button look="quiet" onPress={() => setOpen(true)}>
            {t('mailbox.setPassword')}
          </Button>
        )
      }
    >
      {view.kept.length === 0 ? (
        <p className="muted">{t('mailbox.summary.unknownPassword')}</p>
      ) : (
        <Card flat>
          <ul className="rows">
            {view.kept.map((kept) => (
              <KeptRow key={kept.version} view={view} kept={kept} />
            ))}
          </ul>
        </Card>
      )}
      {open ? <SetPasswordDialog view={view} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function KeptRow({ view, kept }: { view: MailboxView; kept: MailboxView['kept'][number] }) {
  const { t } = useTranslation();
  const subject = { what: 'version' as const, mailbox: view.id, version: kept.version };
  const { shown, show, hide } = useReveal(subject);
  const { busy, copy } = useCopy();
  const label = t(`mailbox.keptLabel.${kept.label}`);
  const times = [
    t('mailbox.keptSince', { day: dayOf(kept.since) }),
    ...(kept.forgetAt === null ? [] : [t('mailbox.keptUntil', { day: dayOf(kept.forgetAt) })]),
  ];
  return (
    <li className="kept">
      <span className="kept-words">
        {label} <span className="muted">· {times.join(', ')}</span>
      </span>
      <Button
        look="quiet"
        size="small"
        aria-label={`${t(shown === null ? 'act.show' : 'act.hide')}: ${label}`}
        onPress={() => (shown === null ? void show() : hide())}
      >
        {t(shown === null ? 'act.show' : 'act.hide')}
      </Button>
      <Button
        look="quiet"
        size="small"
        busy={busy}
        aria-label={`${t('act.copy')}: ${label}`}
        onPress={() => void copy(subject)}
      >
        {t('act.copy')}
      </Button>
      {shown === null ? null : (
        <div className="kept-secret">
          <SecretText password={shown} />
        </div>
      )}
    </li>
  );
}
