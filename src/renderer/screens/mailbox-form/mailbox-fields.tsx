import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailboxDraft } from '../../../shared/model.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { Card } from '../../components/card.tsx';
import { Choice, Tick } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { Notice } from '../../components/notice.tsx';
import { useApp } from '../../store/store.ts';
import { lookUp } from '../../texts/i18n.ts';
import { addressFault } from '../forms/faults.ts';
import type { Faults } from '../forms/form-faults.ts';
import type { Kept } from '../forms/kept-secret.ts';
import { ProviderFields } from '../forms/provider-fields.tsx';
import { ServerFields } from '../forms/server-fields.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import type { TypedState } from '../secrets/use-typed.ts';
import { ByHandFields } from './by-hand-fields.tsx';
import { CloudFields } from './cloud-fields.tsx';
import { adminChanges, initialValues, type MailboxText } from './draft.ts';
import { OtherWays } from './other-ways.tsx';
import { PanelFields } from './panel-fields.tsx';
import { useInView } from './use-in-view.ts';

interface FieldsProps {
  text: MailboxText;
  onChange: (text: MailboxText) => void;
  faults: Faults;
  providers: readonly ProviderManifest[];
}

interface AddressProps extends Pick<FieldsProps, 'text' | 'onChange' | 'faults'> {
  /** While the buttons stand right below, nothing may push them away under the pointer: then it is judged at the press. */
  judgedAtPress?: boolean;
  children?: ReactNode;
}

/** The address. It is judged when its field is left, not at every letter. */
export function AddressPart({ text, onChange, faults, judgedAtPress = false, children }: AddressProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(false);
  const early = left && !judgedAtPress && text.address.trim() !== '' ? addressFault(t, text.address) : null;
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
        {children}
      </div>
    </Card>
  );
}

interface PasswordProps extends Pick<FieldsProps, 'text' | 'providers'> {
  password: TypedState;
  fault: string | null;
  unknown: boolean;
  onUnknown: (unknown: boolean) => void;
}

/** The current password, or that nobody knows it where an administrator makes it unnecessary. */
export function PasswordPart({ text, providers, password, fault, unknown, onUnknown }: PasswordProps) {
  const { t } = useTranslation();
  const helpdesk = useApp((state) => state.status?.space === 'helpdesk');
  const provider = providers.find((each) => each.id === text.provider);
  const mayBeUnknown = adminChanges(text, provider);
  return (
    <Card>
      <div className="stack">
        {mayBeUnknown && unknown ? null : (
          <TypedPassword
            label={t('mailboxForm.password')}
            help={t(helpdesk ? 'mailboxForm.passwordHelpHelpdesk' : 'mailboxForm.passwordHelp')}
            state={password}
            error={fault}
          />
        )}
        {mayBeUnknown ? <Tick label={t('mailboxForm.unknownPassword')} checked={unknown} onChange={onUnknown} /> : null}
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
          onChange={(kind) => onChange({ ...text, kind, touched: { ...text.touched, kind: true } })}
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

const nameOf = ({ id }: Pick<ProviderManifest, 'id'>): string => lookUp(`provider.${id}.name`, id);

interface ProviderProps extends FieldsProps {
  kept: Kept;
  /** The ids to show; all others are folded away behind them. */
  likely: readonly string[];
}

/** Which provider changes the password, and what it needs to know. What never met a live server says so. */
export function ProviderPart({ text, onChange, faults, providers, kept, likely }: ProviderProps) {
  const { t } = useTranslation();
  const provider = providers.find((each) => each.id === text.provider);
  const touched = { ...text.touched, provider: true };
  const { element: fields, bring } = useInView();
  const choose = (id: string) => {
    onChange({ ...text, provider: id, values: initialValues(providers.find((each) => each.id === id)), touched });
    bring();
  };
  const optionOf = ({ id, checked }: ProviderManifest) => ({
    value: id,
    name: nameOf({ id }),
    about: lookUp(`provider.${id}.about`, '') || undefined,
    reserve: checked.how === 'documentation' ? t('mailboxForm.untried') : undefined,
  });
  const first = likely.flatMap((id) => providers.find((each) => each.id === id) ?? []);
  const others = providers.filter((each) => !first.includes(each));
  const shared = { value: text.provider, onChange: choose, error: faults['provider'] };
  return (
    <Card title={t('mailboxForm.sectionProvider')}>
      <div className="stack kind-choice">
        <Choice label={t('mailboxForm.sectionProvider')} quietLabel options={first.map(optionOf)} {...shared} />
        {others.length > 0 ? (
          <Folded
            title={t('found.otherWays')}
            summary={t('found.otherWaysSummary', { names: others.slice(0, 3).map(nameOf).join(', ') })}
            open={others.some(({ id }) => id === text.provider)}
          >
            <OtherWays options={others.map(optionOf)} {...shared} />
          </Folded>
        ) : null}
        {provider ? (
          <section ref={fields} className="stack" aria-label={nameOf(provider)}>
            {first.includes(provider) ? null : <h3>{nameOf(provider)}</h3>}
            <FieldsOf
              provider={provider}
              text={text}
              onValues={(values) => onChange({ ...text, values, touched })}
              faults={faults}
              kept={kept}
            />
          </section>
        ) : null}
      </div>
    </Card>
  );
}

interface FieldsOfProps {
  provider: ProviderManifest;
  text: MailboxText;
  onValues: (values: MailboxText['values']) => void;
  faults: Faults;
  kept: Kept;
}

/** What the provider needs to know; some of them ask in a way of their own. */
function FieldsOf({ provider, text, onValues, faults, kept }: FieldsOfProps) {
  const { address, kind, values } = text;
  const shared = { values, onChange: onValues, faults };
  switch (provider.id) {
    case 'by-hand':
      return <ByHandFields {...shared} address={address} kind={kind} />;
    case 'http-panel':
      return <PanelFields {...shared} address={address} kept={kept} />;
    case 'google-workspace':
    case 'microsoft-365':
      return <CloudFields {...shared} provider={provider} kept={kept} />;
    default:
      return <ProviderFields {...shared} provider={provider} kept={kept} />;
  }
}

/** The mail servers and the name they know; nothing where no server takes the password. */
export function ServersPart({ text, onChange, faults, providers }: FieldsProps) {
  const { t } = useTranslation();
  if (providers.find(({ id }) => id === text.provider)?.mailSignIns === 'oauth') return null;
  return (
    <Card title={t('mailboxForm.sectionServers')}>
      <div className="stack">
        <p className="muted">{t('mailboxForm.serversHelp')}</p>
        <ServerFields
          servers={text.servers}
          onChange={(servers) => onChange({ ...text, servers, touched: { ...text.touched, servers: true } })}
          faults={faults}
        />
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
