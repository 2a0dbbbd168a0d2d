import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxListing } from '../../../shared/at-provider.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { practiceAdministrator } from '../../../shared/practice.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Tick } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { useApp } from '../../store/store.ts';
import { ConfirmHosts, domainOf } from '../forms/confirm-hosts.tsx';
import { adminChanges } from './draft.ts';
import type { useMailboxForm } from './use-mailbox-form.ts';
import { type Adding, useMoreMailboxes } from './use-more-mailboxes.ts';
import './more-mailboxes.css';

interface MoreMailboxesProps {
  form: ReturnType<typeof useMailboxForm>;
  onDone: (mailbox: MailboxId) => void;
}

/** For an office: where an administrator may list the mailboxes of the domain, several are added in one go. */
export function MoreMailboxes(props: MoreMailboxesProps) {
  const { text, provider } = props.form;
  const helpdesk = useApp((state) => state.status?.space === 'helpdesk');
  const can = provider?.capabilities.listsMailboxes === true && adminChanges(text, provider);
  // a helpdesk session is about one caller
  return can && !helpdesk ? <Offer {...props} /> : null;
}

function Offer({ form, onDone }: MoreMailboxesProps) {
  const { t } = useTranslation();
  const practice = useApp((state) => state.status?.space === 'practice');
  const more = useMoreMailboxes(form, onDone);
  return (
    <Card title={t('atProvider.mailboxes.title')}>
      <div className="stack-small">
        <p className="muted">{t('atProvider.mailboxes.help')}</p>
        {practice ? <p className="muted small">{t('atProvider.mailboxes.practice', practiceAdministrator)}</p> : null}
        <div className="row">
          <Button busy={more.busy} onPress={() => void more.choose()}>
            {t('atProvider.mailboxes.choose')}
          </Button>
        </div>
        {more.unready ? <Notice tone="warn" title={t('atProvider.mailboxes.first')} urgent /> : null}
        {more.failure ? <FailureNotice failure={more.failure} urgent /> : null}
      </div>
      <ConfirmHosts address={form.text.address} hosts={more.asking} onYes={() => void more.yes()} onNo={more.no} />
      {more.listing ? (
        <ListDialog
          address={form.text.address.trim()}
          listing={more.listing}
          adding={more.adding}
          onAdd={(addresses) => void more.add(addresses)}
          onClose={more.close}
        />
      ) : null}
    </Card>
  );
}

interface ListDialogProps {
  address: string;
  listing: MailboxListing;
  adding: Adding | null;
  onAdd: (addresses: readonly string[]) => void;
  onClose: () => void;
}

function ListDialog({ address, listing, adding, onAdd, onClose }: ListDialogProps) {
  const { t } = useTranslation();
  const mailboxes = useApp((state) => state.mailboxes);
  const known = new Set(mailboxes.map((one) => one.address.toLowerCase()));
  const free = listing.addresses.filter((each) => !known.has(each.toLowerCase()));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(free.filter((each) => each === address)));
  const picked = free.filter((each) => chosen.has(each));
  const working = adding !== null && adding.stopped === null;
  const set = (each: string, on: boolean) =>
    setChosen((before) => new Set([...before].filter((one) => one !== each).concat(on ? [each] : [])));
  return (
    <Dialog
      title={t('atProvider.mailboxes.dialogTitle', { domain: domainOf(address) })}
      open
      onClose={() => (working ? undefined : onClose())}
    >
      <p className="muted">{t('atProvider.mailboxes.dialogText')}</p>
      {listing.addresses.length === 0 ? <p>{t('atProvider.mailboxes.none')}</p> : null}
      {free.length > 1 ? (
        <Tick
          label={t('atProvider.mailboxes.all')}
          checked={picked.length === free.length}
          onChange={(on) => setChosen(new Set(on ? free : []))}
        />
      ) : null}
      <ul className="mailbox-picks">
        {listing.addresses.map((each) => (
          <li key={each}>
            {known.has(each.toLowerCase()) ? (
              <span className="muted">
                {each} · {t('atProvider.mailboxes.there')}
              </span>
            ) : (
              <Tick label={each} checked={chosen.has(each)} onChange={(on) => set(each, on)} />
            )}
          </li>
        ))}
      </ul>
      {listing.complete ? null : <p className="muted small">{t('atProvider.mailboxes.cut')}</p>}
      {adding ? <HowFar adding={adding} /> : null}
      <div className="dialog-acts">
        <Button isDisabled={working} onPress={onClose}>
          {t('act.cancel')}
        </Button>
        <Button look="primary" busy={working} isDisabled={picked.length === 0} onPress={() => onAdd(picked)}>
          {t('atProvider.mailboxes.add', { count: picked.length })}
        </Button>
      </div>
    </Dialog>
  );
}

function HowFar({ adding: { done, all, stopped } }: { adding: Adding }) {
  const { t } = useTranslation();
  const words = t('atProvider.mailboxes.progress', { done, all });
  if (stopped === null) return <Progress label={words} value={done} max={all} text={words} />;
  return (
    <div className="stack-small">
      <p>
        {words}. {t('atProvider.mailboxes.stopped', { address: stopped.address })}
      </p>
      <FailureNotice failure={stopped.failure} urgent />
    </div>
  );
}
