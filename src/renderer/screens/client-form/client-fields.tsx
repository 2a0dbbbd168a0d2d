import { useTranslation } from 'react-i18next';
import type { ClientDraft } from '../../../shared/model.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { ServerFields } from '../forms/server-fields.tsx';
import { TypedPassword } from '../secrets/typed-password.tsx';
import type { ClientText, Does } from './client-text.ts';
import { KindChoice } from './kind-choice.tsx';
import type { ClientForm } from './use-client-form.ts';
import '../forms/forms.css';

/** What it is, what it is called, how it signs in, and which servers it uses. */
export function ClientFields({ form, mailbox, adding }: { form: ClientForm; mailbox: MailboxView; adding: boolean }) {
  const { t } = useTranslation();
  const { text, change } = form;
  const usual = text !== null && !text.own && text.signIn === 'mailbox-password';
  return (
    <div className="stack">
      {adding ? <KindChoice catalogue={form.catalogue} value={form.text?.kind ?? null} onChange={form.choose} /> : null}
      {text ? (
        <>
          <Field
            label={t('clientForm.name')}
            help={t('clientForm.nameHelp')}
            value={text.name}
            onChange={(name) => change({ ...text, name, nameTouched: true })}
            error={form.faults['name']}
          />
          {text.own ? null : <DoesChoice text={text} mailbox={mailbox} change={change} />}
          <Folded
            title={t('clientForm.more')}
            summary={t(usual ? 'clientForm.moreSame' : 'clientForm.moreOwn')}
            open={!usual}
          >
            <div className="stack folded-inner">
              <SignInChoice text={text} form={form} />
              {text.signIn === 'elsewhere' ? null : <Servers form={form} text={text} />}
            </div>
          </Folded>
        </>
      ) : null}
    </div>
  );
}

interface TextProps {
  text: ClientText;
  change: (text: ClientText) => void;
}

function DoesChoice({ text, mailbox, change }: TextProps & { mailbox: MailboxView }) {
  const { t } = useTranslation();
  const { receiving, sending } = mailbox.settings;
  if (receiving === null || sending === null) return null;
  return (
    <Choice<Does>
      label={t('clientForm.does')}
      value={text.does}
      onChange={(does) => change({ ...text, does })}
      options={[
        { value: 'both', name: t('clientForm.doesBoth') },
        { value: 'receives', name: t('clientForm.doesReceive') },
        { value: 'sends', name: t('clientForm.doesSend') },
      ]}
    />
  );
}

function SignInChoice({ text, form }: { text: ClientText; form: ClientForm }) {
  const { t } = useTranslation();
  return (
    <div className="stack one-column">
      <Choice<ClientDraft['signIn']>
        label={t('clientForm.signIn')}
        value={text.signIn}
        onChange={(signIn) => form.change({ ...text, signIn })}
        options={[
          { value: 'mailbox-password', name: t('clientForm.signInMailbox'), about: t('clientForm.signInMailboxHelp') },
          { value: 'app-password', name: t('clientForm.signInApp'), about: t('clientForm.signInAppHelp') },
          { value: 'elsewhere', name: t('clientForm.signInElsewhere'), about: t('clientForm.signInElsewhereHelp') },
        ]}
      />
      {text.signIn === 'app-password' ? (
        <TypedPassword
          label={t('clientForm.appPassword')}
          help={t(form.editing ? 'clientForm.appPasswordKept' : 'clientForm.appPasswordHelp')}
          state={form.appPassword}
          error={form.tries > 0 ? form.appPassword.fault : null}
          optional
        />
      ) : null}
    </div>
  );
}

function Servers({ form, text }: { form: ClientForm; text: ClientText }) {
  const { t } = useTranslation();
  return (
    <>
      <Choice<'same' | 'own'>
        label={t('clientForm.servers')}
        value={text.own ? 'own' : 'same'}
        onChange={(which) => form.change({ ...text, own: which === 'own' })}
        options={[
          { value: 'same', name: t('clientForm.serversSame') },
          { value: 'own', name: t('clientForm.serversOwn'), about: t('clientForm.serversOwnHelp') },
        ]}
      />
      {text.own ? (
        <>
          <ServerFields
            servers={text.servers}
            onChange={(servers) => form.change({ ...text, servers })}
            faults={form.faults}
          />
          <Field
            label={t('mailboxForm.user')}
            help={t('mailboxForm.userHelp')}
            value={text.user}
            onChange={(user) => form.change({ ...text, user })}
            error={form.faults['user']}
          />
        </>
      ) : null}
    </>
  );
}
