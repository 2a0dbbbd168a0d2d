import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { Card } from '../../components/card.tsx';
import { Choice, Tick } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useApp } from '../../store/store.ts';
import { lookUp } from '../../texts/i18n.ts';
import { addressFault } from '../forms/faults.ts';
import type { Faults } from '../forms/form-faults.ts';
import { ProviderFields } from '../forms/provider-fields.tsx';
import { ServerFields } from '../forms/server-fields.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import type { TypedState } from '../secrets/use-typed.ts';
import { adminChanges, initialValues, type MailboxText } from './draft.ts';

interface FieldsProps {
  text: MailboxText;
  onChange: (text: MailboxText) => void;
  faults: Faults;
  providers: readonly ProviderManifest[];
  kept: boolean;
}

interface PasswordProps {
  /** Null where the password is not asked for, because the mailbox is already there. */
  password: TypedState | null;
  passwordFault: string | null;
  unknown: boolean;
  onUnknown: (unknown: boolean) => void;
}

/** The address and the password. The address is judged when its field is left, not at every letter. */
export function MailboxPart({ text, onChange, faults, providers, ...rest }: FieldsProps & PasswordProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(false);
  const helpdesk = useApp((state) => state.status?.space === 'helpdesk');
  const provider = providers.find((each) => each.id === text.provider);
  const mayBeUnknown = adminChanges(text, provider);
  const early = left && text.address.trim() !== '' ? addressFault(t, text.address) : null;
  const { password, unknown, onUnknown, passwordFault } = rest;
  return (
    <Card title={t('mailboxForm.sectionMailbox')}>
      <div className="stack">
        <Field
          label={t('mailboxForm.address')}
          help={t('mailboxForm.addressHelp')}
          value={text.address}
          onChange={(address) => onChange({ ...text, address, user: text.userTouched ? text.user : address })}
          onBlur={() => setLeft(true)}
          error={faults['address'] ?? early}
          inputMode="email"
          autoComplete="off"
        />
        {password && !(mayBeUnknown && unknown) ? (
          <TypedPassword
            label={t('mailboxForm.password')}
            help={t(helpdesk ? 'mailboxForm.passwordHelpHelpdesk' : 'mailboxForm.passwordHelp')}
            state={password}
            error={passwordFault}
          />
        ) : null}
        {password && mayBeUnknown ? (
          <Tick label={t('mailboxForm.unknownPassword')} checked={unknown} onChange={onUnknown} />
        ) : null}
      </div>
    </Card>
  );
}

/** Ordinary, cloud, hosted Exchange or run by an administrator. */
export function KindPart({ text, onChange }: Pick<FieldsProps, 'text' | 'onChange'>) {
  const { t } = useTranslation();
  const kinds = ['ordinary', 'cloud', 'exchange', 'administered'] as const;
  return (
    <Card title={t('mailboxForm.sectionKind')}>
      <div className="stack kind-choice">
        <Choice<MailboxDraft['kind']>
          label={t('mailboxForm.sectionKind')}
          quietLabel
          value={text.kind}
          onChange={(kind) => onChange({ ...text, kind })}
          options={kinds.map((value) => ({
            value,
            name: t(`mailboxForm.kind.${value}`),
            about: t(`mailboxForm.kind.${value}Help`),
          }))}
        />
        {text.kind === 'cloud' || text.kind === 'exchange' ? (
          <Notice tone="info" title={t('mailboxForm.elsewhereOnly')} />
        ) : null}
      </div>
    </Card>
  );
}

/** Which provider changes the password, and what it needs to know. */
export function ProviderPart({ text, onChange, faults, providers, kept }: FieldsProps) {
  const { t } = useTranslation();
  const provider = providers.find((each) => each.id === text.provider);
  const choose = (id: string) =>
    onChange({ ...text, provider: id, values: initialValues(providers.find((each) => each.id === id)) });
  return (
    <Card title={t('mailboxForm.sectionProvider')}>
      <div className="stack kind-choice">
        <Choice
          label={t('mailboxForm.sectionProvider')}
          quietLabel
          value={text.provider}
          onChange={choose}
          error={faults['provider']}
          options={providers.map(({ id }) => ({
            value: id,
            name: lookUp(`provider.${id}.name`, id),
            about: lookUp(`provider.${id}.about`, '') || undefined,
          }))}
        />
        {provider ? (
          <ProviderFields
            provider={provider}
            values={text.values}
            onChange={(values) => onChange({ ...text, values })}
            faults={faults}
            kept={kept}
          />
        ) : null}
      </div>
    </Card>
  );
}

/** The mail servers and the name they know. */
export function ServersPart({ text, onChange, faults }: Pick<FieldsProps, 'text' | 'onChange' | 'faults'>) {
  const { t } = useTranslation();
  return (
    <Card title={t('mailboxForm.sectionServers')}>
      <div className="stack">
        <p className="muted">{t('mailboxForm.serversHelp')}</p>
        <ServerFields servers={text.servers} onChange={(servers) => onChange({ ...text, servers })} faults={faults} />
        <Field
          label={t('mailboxForm.user')}
          help={t('mailboxForm.userHelp')}
          value={text.user}
          onChange={(user) => onChange({ ...text, user, userTouched: true })}
          error={faults['user']}
        />
      </div>
    </Card>
  );
}
