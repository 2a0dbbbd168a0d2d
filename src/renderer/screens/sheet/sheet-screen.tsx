import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SheetVersion, SheetView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { dayOf } from '../../texts/time.ts';
import { type KeptWords, keptNames } from '../secrets/kept-names.ts';
import { KeptRow } from '../secrets/kept-row.tsx';
import { LostMailboxes } from './lost-mailboxes.tsx';
import { useSheet } from './use-sheet.ts';

/** The emergency sheet: every kept password by name, whatever else is stuck. */
export function SheetScreen() {
  const { t } = useTranslation();
  const { sheet, busy, read } = useSheet();
  const again = (
    <Button busy={busy} onPress={() => void read()}>
      {t('sheet.again')}
    </Button>
  );
  return (
    <Page screen="sheet" title={t('sheet.title')} lead={t('sheet.lead')} acts={again}>
      <div className="stack">
        {sheet === null && busy ? <p className="muted">{t('sheet.reading')}</p> : null}
        {sheet?.mailboxes.length === 0 ? <p className="muted">{t('sheet.none')}</p> : null}
        {sheet?.mailboxes.map((each) => (
          <SheetMailbox key={each.mailbox} kept={each} />
        ))}
        {sheet && sheet.lost > 0 ? <LostMailboxes count={sheet.lost} onDone={read} /> : null}
      </div>
    </Page>
  );
}

type SheetMailboxView = SheetView['mailboxes'][number];

function SheetMailbox({ kept }: { kept: SheetMailboxView }) {
  const { t } = useTranslation();
  const names = keptNames(
    t,
    kept.versions.map((version) => wordsOf(t, version)),
  );
  const problem = kept.record ?? kept.journal;
  return (
    <Section title={kept.address ?? t('sheet.nameless')}>
      <div className="stack-small">
        {problem ? <FailureNotice failure={problem} tone="warn" /> : null}
        {kept.versions.length === 0 ? (
          <p className="muted">{t('sheet.noneOfThis')}</p>
        ) : (
          <Card flat>
            <ul className="rows">
              {kept.versions.map((version, index) => (
                <KeptRow
                  key={version.version}
                  {...wordsOf(t, version)}
                  name={names[index] ?? ''}
                  subject={{ what: 'version', mailbox: kept.mailbox, version: version.version }}
                />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </Section>
  );
}

function wordsOf(t: TFunction, { label, since, forgetAt, device }: SheetVersion): KeptWords {
  const about = [
    ...(since === null ? [] : [t('mailbox.keptSince', { day: dayOf(since) })]),
    ...(forgetAt === null ? [] : [t('mailbox.keptUntil', { day: dayOf(forgetAt) })]),
  ];
  return { label: t(`sheet.label.${label}`, { device: device ?? t('sheet.aDevice') }), about: about.join(', ') };
}
