import { LoaderCircle } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxId } from '../../../shared/ids.ts';
import { practiceNewcomer } from '../../../shared/practice.ts';
import { Button } from '../../components/button.tsx';
import { Folded } from '../../components/folded.tsx';
import { useApp } from '../../store/store.ts';
import { useFocusOnFault } from '../forms/form-faults.ts';
import { isComplete, isFor, likelyOf } from './found.ts';
import { FoundCard, NothingFound, Strangers } from './found-parts.tsx';
import { AddressPart, KindPart, PasswordPart, ProviderPart, ServersPart } from './mailbox-fields.tsx';
import { FormEnd } from './mailbox-form.tsx';
import { MoreMailboxes } from './more-mailboxes.tsx';
import { useMailboxForm } from './use-mailbox-form.ts';
import { useSave } from './use-save.ts';
import { type Search, useSearch } from './use-search.ts';

type Form = ReturnType<typeof useMailboxForm>;

interface AddMailboxFormProps {
  onDone: (mailbox: MailboxId) => void;
  onCancel: () => void;
}

/** Adds a mailbox from its address: one field, a short search that can be skipped, and then what is left to say. */
export function AddMailboxForm({ onDone, onCancel }: AddMailboxFormProps) {
  const { t } = useTranslation();
  const form = useMailboxForm(null);
  const search = useSearch(form);
  const saving = useSave(null, form, onDone);
  const element = useFocusOnFault(form.tries + search.tries);
  const revealed = search.shown > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!revealed) search.start();
    else if (!saving.busy) void saving.save();
  };
  const faults = search.addressFault === null ? form.faults : { ...form.faults, address: search.addressFault };
  return (
    <form ref={element} className="form" onSubmit={submit} noValidate>
      <AddressPart text={form.text} onChange={form.change} faults={faults} judgedAtPress={!revealed}>
        <BelowAddress form={form} search={search} />
      </AddressPart>
      {revealed ? (
        <Rest form={form} search={search}>
          <MoreMailboxes form={form} onDone={onDone} />
          <FormEnd form={form} saving={saving}>
            <Button look="primary" type="submit" busy={saving.busy}>
              {t('mailboxForm.add')}
            </Button>
            <Button onPress={onCancel}>{t('act.cancel')}</Button>
          </FormEnd>
        </Rest>
      ) : (
        <div className="row">
          <Button look="primary" type="submit" busy={search.running}>
            {t('found.search')}
          </Button>
          <Button onPress={search.skip}>{t('found.byHand')}</Button>
          <Button look="quiet" onPress={onCancel}>
            {t('act.cancel')}
          </Button>
        </div>
      )}
    </form>
  );
}

/** The one calm line of the search, or what there is to know before it. */
function BelowAddress({ form, search }: { form: Form; search: Search }) {
  const { t } = useTranslation();
  const practice = useApp((state) => state.status?.space === 'practice');
  const { address } = form.text;
  if (search.running) {
    return (
      <p className="search-line">
        <LoaderCircle size={18} className="spin" aria-hidden />
        <span>{t('found.searching', { address: address.trim() })}</span>
      </p>
    );
  }
  if (search.shown === 0) {
    return <p className="muted small">{practice ? t('found.practice', practiceNewcomer) : t('found.private')}</p>;
  }
  const { detection } = search;
  if (address.trim() === '' || (detection && isFor(form.text, detection))) return null;
  return (
    <div className="row">
      {detection ? <span className="muted">{t('found.other', { address: detection.address })}</span> : null}
      <Button size="small" onPress={search.start}>
        {t('found.again', { address: address.trim() })}
      </Button>
    </div>
  );
}

/** Everything but the address: what was found, the password, and whatever nobody could find out. */
function Rest({ form, search, children }: { form: Form; search: Search; children: React.ReactNode }) {
  const { t } = useTranslation();
  const start = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when there is something new, not otherwise
  useEffect(() => start.current?.focus({ preventScroll: true }), [search.shown]);
  const { detection } = search;
  const parts = { text: form.text, onChange: form.change, faults: form.faults, providers: form.providers };
  const found = detection?.outcome === 'found' ? detection : null;
  const folded = found !== null && isComplete(found);
  const hidden = ['user', 'sending', 'receiving.host', 'receiving.port', 'sending.host', 'sending.port'];
  const provider = <ProviderPart {...parts} kept={form.kept} likely={likelyOf(detection, form.providers)} />;
  return (
    <div ref={start} className="form-rest" tabIndex={-1}>
      {found ? (
        <>
          <FoundCard form={form} detection={found} />
          <Strangers form={form} detection={found} onAnswered={() => start.current?.focus({ preventScroll: true })} />
        </>
      ) : (
        <NothingFound search={search} />
      )}
      <PasswordPart
        {...parts}
        password={form.password}
        fault={form.passwordFault}
        unknown={form.unknown}
        onUnknown={form.setUnknown}
      />
      {folded && found.kind !== null ? null : <KindPart {...parts} />}
      {provider}
      {folded ? (
        <Folded
          title={t('found.settings')}
          summary={t('found.settingsSummary')}
          open={hidden.some((field) => form.faults[field] !== undefined)}
        >
          <div className="form-rest">
            {found.kind === null ? null : <KindPart {...parts} />}
            <ServersPart {...parts} />
          </div>
        </Folded>
      ) : (
        <ServersPart {...parts} />
      )}
      {children}
    </div>
  );
}
