import { FileKey, LogIn } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { Button } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { lookUp } from '../../texts/i18n.ts';
import type { Faults } from '../forms/form-faults.ts';
import { type Kept, secretHelp } from '../forms/kept-secret.ts';
import { openSettings, useAdministrator, type Values } from './use-administrator.ts';

export interface CloudFieldsProps {
  provider: ProviderManifest;
  values: Values;
  onChange: (values: Values) => void;
  faults: Faults;
  kept: Kept;
}

/** What lets Keyround in, for each way of a suite: a consent, a key file or a secret. */
export function Credential({ way, ...props }: CloudFieldsProps & { way: string }) {
  switch (way) {
    case 'signIn':
      return <BySignIn {...props} />;
    case 'serviceAccount':
      return <ByKeyFile {...props} />;
    default:
      return <BySecret {...props} />;
  }
}

/** Whether every text that the application is known by is filled in. */
function hasIds(provider: ProviderManifest, settings: Values): boolean {
  const ids = provider.fields.filter(({ key }) => key === 'clientId' || key === 'tenant');
  return ids.every(({ key }) => settings[key] !== undefined);
}

/** Signs an administrator in. Google's applications have a secret, which goes with the sign-in and is kept with the consent. */
function BySignIn({ provider, values, onChange, faults, kept }: CloudFieldsProps) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState('');
  const { waiting, failure, signIn, stop } = useAdministrator(provider, (credential) => {
    setSecret('');
    onChange({ ...values, credential });
  });
  const hasSecret = provider.id === 'google-workspace';
  const settings = openSettings(provider, values);
  const ready = hasIds(provider, settings) && (!hasSecret || secret.trim() !== '');
  const done = isThere(values);
  const state = done ? t('cloudForm.signedIn') : kept === 'kept' ? t('cloudForm.consentKept') : null;
  return (
    <div className="stack">
      {hasSecret && !done ? <ClientSecret value={secret} onChange={setSecret} /> : null}
      <Outcome
        state={waiting ? t('cloudForm.waiting') : state}
        fault={isMissing(faults, values) ? t('cloudForm.consentMissing') : null}
      >
        {waiting ? (
          <Button onPress={stop}>{t('cloudForm.stop')}</Button>
        ) : (
          <Button icon={LogIn} isDisabled={!ready} onPress={() => void signIn(settings, hasSecret ? secret : null)}>
            {t(state === null ? 'cloudForm.signIn' : 'cloudForm.signInAgain')}
          </Button>
        )}
        {ready || done ? null : <span className="muted small">{t('cloudForm.idsFirst')}</span>}
      </Outcome>
      {failure ? <FailureNotice failure={failure} urgent /> : null}
    </div>
  );
}

const isThere = (values: Values): boolean => (values['credential'] ?? '') !== '';
const isMissing = (faults: Faults, values: Values): boolean =>
  Boolean(faults['settings.credential']) && !isThere(values);

function ClientSecret(props: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  return (
    <PasswordField
      label={t('provider.google-workspace.clientSecret.label')}
      help={t('provider.google-workspace.clientSecret.help')}
      {...props}
    />
  );
}

/** Takes a service account's key from its file, which is read by main. */
function ByKeyFile({ provider, values, onChange, faults, kept }: CloudFieldsProps) {
  const { t } = useTranslation();
  const take = (credential: string) => onChange({ ...values, credential });
  const { account, failure, chooseKey } = useAdministrator(provider, take);
  const keptWords = kept === 'kept' ? t('cloudForm.keyKept') : null;
  return (
    <div className="stack">
      <p className="field-label">{t('cloudForm.keyFile')}</p>
      <Outcome
        state={isThere(values) ? t('cloudForm.keyRead', { account }) : keptWords}
        fault={isMissing(faults, values) ? t('cloudForm.keyMissing') : null}
      >
        <Button icon={FileKey} onPress={() => void chooseKey()}>
          {t('cloudForm.chooseKey')}
        </Button>
      </Outcome>
      {failure ? <FailureNotice failure={failure} urgent /> : null}
    </div>
  );
}

function BySecret({ provider, values, onChange, faults, kept }: CloudFieldsProps) {
  const { t } = useTranslation();
  const key = `provider.${provider.id}.credential`;
  return (
    <PasswordField
      label={lookUp(`${key}.label`, 'credential')}
      help={secretHelp(t, kept, lookUp(`${key}.help`, '') || undefined)}
      value={values['credential'] ?? ''}
      onChange={(credential) => onChange({ ...values, credential })}
      error={faults['settings.credential']}
    />
  );
}

/** How it stands, said to screen readers when it changes, and the buttons. */
function Outcome({ state, fault, children }: { state: string | null; fault: string | null; children: ReactNode }) {
  return (
    <div className="stack-small">
      <p role="status">{state}</p>
      {fault ? (
        <p className="field-error" role="alert">
          {fault}
        </p>
      ) : null}
      <div className="row">{children}</div>
    </div>
  );
}
