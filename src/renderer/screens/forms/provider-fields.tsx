import { useTranslation } from 'react-i18next';
import { fieldApplies } from '../../../shared/credential-place.ts';
import type { LoginField, ProviderManifest } from '../../../shared/provider.ts';
import { Choice } from '../../components/choice.tsx';
import { Field, PasswordField } from '../../components/field.tsx';
import { lookUp } from '../../texts/i18n.ts';
import type { Faults } from './form-faults.ts';
import { type Kept, secretHelp } from './kept-secret.ts';

interface ProviderFieldsProps {
  provider: ProviderManifest;
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
  faults: Faults;
  kept: Kept;
}

/** The fields that a provider's manifest asks for, with words from the catalogue. */
export function ProviderFields({ provider, values, onChange, faults, kept }: ProviderFieldsProps) {
  const fields = provider.fields.filter((field) => fieldApplies(provider, field.key, values));
  return (
    <div className="provider-fields">
      {fields.map((field) => (
        <div key={field.key} className={`field-${field.kind}`}>
          <OneField
            field={field}
            provider={provider.id}
            value={values[field.key] ?? ''}
            onChange={(value) => onChange({ ...values, [field.key]: value })}
            fault={faults[`settings.${field.key}`]}
            kept={kept}
          />
        </div>
      ))}
    </div>
  );
}

interface OneFieldProps {
  field: LoginField;
  provider: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
  kept: Kept;
}

function OneField({ field, provider, value, onChange, fault, kept }: OneFieldProps) {
  const { t } = useTranslation();
  const key = `provider.${provider}.${field.key}`;
  const label = lookUp(`${key}.label`, field.key);
  const help = lookUp(`${key}.help`, '') || undefined;
  if (field.kind === 'choice') {
    const options = field.choices.map((choice) => ({ value: choice, name: lookUp(`${key}.choice.${choice}`, choice) }));
    return <Choice label={label} options={options} value={value} onChange={onChange} help={help} error={fault} />;
  }
  const shared = { label, value, onChange, error: fault, optional: !field.required };
  if (field.kind === 'secret') {
    return <PasswordField {...shared} help={secretHelp(t, kept, help)} />;
  }
  return <Field {...shared} help={help} {...(field.kind === 'port' ? { inputMode: 'numeric' as const } : {})} />;
}
