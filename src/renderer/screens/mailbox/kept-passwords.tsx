import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptVersion, MailboxView, OldCheck } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { dayOf } from '../../texts/time.ts';
import { type KeptWords, keptNames } from '../secrets/kept-names.ts';
import { KeptRow } from '../secrets/kept-row.tsx';
import { mayAsk, OldActs, OldVerdict } from './old-password.tsx';
import { RefusedThisWeek } from './refused-this-week.tsx';
import { SetPasswordDialog } from './set-password-dialog.tsx';

/** Every password that is kept of this mailbox; shown only on an explicit act. */
export function KeptPasswords({ view, helpdesk }: { view: MailboxView; helpdesk: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const names = keptNames(
    t,
    view.kept.map((kept) => wordsOf(t, kept)),
  );
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
            {view.kept.map((kept, index) => (
              <Kept key={kept.version} view={view} kept={kept} name={names[index] ?? ''} />
            ))}
          </ul>
        </Card>
      )}
      {mayAsk(view) && view.kept.some(isOld) ? (
        <p className="muted small section-foot">
          {t('old.checkCost')} <RefusedThisWeek refusals={view.refusals} />
        </p>
      ) : null}
      {open ? <SetPasswordDialog view={view} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function wordsOf(t: TFunction, { label, since, forgetAt }: KeptVersion): KeptWords {
  const times = [
    t('mailbox.keptSince', { day: dayOf(since) }),
    ...(forgetAt === null ? [] : [t('mailbox.keptUntil', { day: dayOf(forgetAt) })]),
  ];
  return { label: t(`mailbox.keptLabel.${label}`), about: times.join(', ') };
}

function Kept({ view, kept, name }: { view: MailboxView; kept: KeptVersion; name: string }) {
  const { t } = useTranslation();
  // what was said without asking anybody is in no journal
  const [told, setTold] = useState<OldCheck | null>(null);
  const check = told && told.at >= (kept.check?.at ?? 0) ? told : kept.check;
  return (
    <KeptRow
      {...wordsOf(t, kept)}
      name={name}
      subject={{ what: 'version', mailbox: view.id, version: kept.version }}
      acts={isOld(kept) ? <OldActs view={view} kept={kept} name={name} onTold={setTold} /> : null}
    >
      {isOld(kept) && check ? <OldVerdict check={check} /> : null}
    </KeptRow>
  );
}

const isOld = ({ label }: KeptVersion): boolean => label === 'previous' || label === 'abandoned';
