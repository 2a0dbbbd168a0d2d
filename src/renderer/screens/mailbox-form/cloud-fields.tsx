import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { Notice } from '../../components/notice.tsx';
import { lookUp } from '../../texts/i18n.ts';
import { type CloudFieldsProps, Credential } from './cloud-credential.tsx';
import './cloud-fields.css';

/** Which of the text fields a way needs. */
const asked: Readonly<Record<string, readonly string[]>> = {
  'google-workspace signIn': ['clientId'],
  'google-workspace serviceAccount': ['actAs'],
};

/** The fields of a suite that an administrator signs in to, with a short guide to making what it needs. */
export function CloudFields(props: CloudFieldsProps) {
  const { provider, values, onChange, faults } = props;
  const { t } = useTranslation();
  const text = (key: string, otherwise = '') => lookUp(`provider.${provider.id}.${key}`, otherwise);
  const way = values['way'] ?? '';
  const name = text('name', provider.id);
  // A consent belongs to the very application and the very way that it was given to.
  const set = (key: string, value: string) => onChange({ ...values, [key]: value, credential: '' });
  const ways = provider.fields.find(({ key }) => key === 'way')?.choices ?? [];
  const texts = provider.fields.filter(({ kind }) => kind === 'text').map(({ key }) => key);
  return (
    <div className="stack">
      {provider.mailSignIns === 'oauth' ? (
        <Notice tone="info" title={t('cloudForm.cannotCheck', { name })}>
          <p>{t('cloudForm.cannotCheckMore', { name })}</p>
          <p>{t('cloudForm.notKeptHere')}</p>
        </Notice>
      ) : null}
      <Choice
        label={text('way.label')}
        options={ways.map((value) => ({ value, name: text(`way.choice.${value}`, value) }))}
        value={way}
        onChange={(value) => set('way', value)}
        error={faults['settings.way']}
      />
      <Guide provider={provider.id} name={name} way={way} />
      {(asked[`${provider.id} ${way}`] ?? texts).map((key) => (
        <Field
          key={key}
          label={text(`${key}.label`, key)}
          help={text(`${key}.help`) || undefined}
          value={values[key] ?? ''}
          onChange={(value) => set(key, value)}
          error={faults[`settings.${key}`]}
        />
      ))}
      <Credential key={way} {...props} way={way} />
    </div>
  );
}

function Guide({ provider, name, way }: { provider: string; name: string; way: string }) {
  const { t } = useTranslation();
  const steps = [1, 2, 3, 4].map((step) => lookUp(`provider.${provider}.guide.${way}.${step}`, ''));
  return (
    <Folded title={t('cloudForm.guide', { name })} summary={t('cloudForm.guideSummary')} open={false}>
      <ol className="setup-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Folded>
  );
}
