import { FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/failures.ts';
import type { PanelView } from '../../../shared/panel.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Field, PasswordField } from '../../components/field.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { addressFault } from '../forms/faults.ts';
import type { Faults } from '../forms/form-faults.ts';
import { type Kept, secretHelp } from '../forms/kept-secret.ts';
import './panel-fields.css';

interface PanelFieldsProps {
  address: string;
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
  faults: Faults;
  kept: Kept;
}

/** The fields of a control panel that a file describes: first the file, then what it asks for. */
export function PanelFields(props: PanelFieldsProps) {
  const { address, values, onChange } = props;
  const { panel, failure, busy, choose } = usePanel(address, values, onChange);
  return (
    <div className="stack">
      <PanelFile panel={panel} busy={busy} address={address} onChoose={choose} fault={props.faults['settings.panel']} />
      {failure ? <FailureNotice failure={failure} urgent /> : null}
      {panel ? <AskedFields panel={panel} {...props} /> : null}
    </div>
  );
}

/** The panel that the values name, as main knows it, and the way to another one. */
function usePanel(
  address: string,
  values: PanelFieldsProps['values'],
  onChange: PanelFieldsProps['onChange'],
): { panel: PanelView | null; failure: Failure | null; busy: boolean; choose: () => Promise<void> } {
  const [known, setKnown] = useState<PanelView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const hash = values['panel'] ?? '';
  const panel = known?.hash === hash ? known : null;
  useEffect(() => {
    if (hash === '' || panel) return;
    let current = true;
    void ask('panels.get', { panel: hash }).then((answer) => {
      if (!current) return;
      if (answer.ok) setKnown(answer.value);
      else setFailure(answer.failure);
    });
    return () => {
      current = false;
    };
  }, [hash, panel]);
  const choose = async () => {
    setBusy(true);
    const answer = await ask('panels.import', { address });
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    const chosen = answer.ok ? answer.value.panel : null;
    if (!chosen) return;
    setKnown(chosen);
    // What was typed for another panel is not handed to this one.
    onChange({ panel: chosen.hash, host: chosen.host, mode: chosen.self ? 'self' : 'admin' });
  };
  return { panel, failure, busy, choose };
}

interface PanelFileProps {
  panel: PanelView | null;
  busy: boolean;
  address: string;
  onChoose: () => Promise<void>;
  fault: string | undefined;
}

function PanelFile({ panel, busy, address, onChoose, fault }: PanelFileProps) {
  const { t } = useTranslation();
  const early = addressFault(t, address) !== null;
  return (
    <fieldset className="panel-file" aria-label={t('panelForm.file')}>
      <FileText size={22} aria-hidden />
      <div className="stack-small grow">
        <p className="panel-name">{panel?.name ?? t('panelForm.file')}</p>
        {panel ? (
          <>
            <p className="mono panel-origin">{panel.origin}</p>
            <p className="muted small">{t('panelForm.sendsOnly')}</p>
            <p className="muted small">
              {t('panelForm.fingerprint')}: <span className="mono">{panel.hash}</span>
            </p>
          </>
        ) : (
          <p className="muted small">{t('panelForm.help')}</p>
        )}
        {fault && !panel ? (
          <p className="field-error" role="alert">
            {t('panelForm.missing')}
          </p>
        ) : null}
        {early ? <p className="muted small">{t('panelForm.addressFirst')}</p> : null}
        <div>
          <Button busy={busy} isDisabled={early} onPress={() => void onChoose()}>
            {t(panel ? 'panelForm.chooseOther' : 'panelForm.choose')}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}

/** What the file asks for. */
export function AskedFields({ panel, values, onChange, faults, kept }: PanelFieldsProps & { panel: PanelView }) {
  const { t } = useTranslation();
  const admin = values['mode'] === 'admin' ? panel.admin : null;
  const of = (key: string) => ({
    value: values[key] ?? '',
    onChange: (value: string) => onChange({ ...values, [key]: value }),
    error: faults[`settings.${key}`],
  });
  // the words come from the file: they must not talk anybody into typing a secret where it is shown and kept openly
  const openHelp = (help: string) => [help, t('panelForm.openField')].filter(Boolean).join(' ');
  return (
    <>
      {panel.self && panel.admin ? (
        <Choice
          label={t('panelForm.mode')}
          options={(['self', 'admin'] as const).map((value) => ({ value, name: t(`panelForm.${value}`) }))}
          {...of('mode')}
        />
      ) : null}
      {panel.fields.map(({ key, label, help }) => (
        <Field key={key} label={label} help={openHelp(help)} {...of(key)} />
      ))}
      {admin?.name ? <Field label={admin.name.label} help={openHelp(admin.name.help)} {...of('signInName')} /> : null}
      {admin ? (
        <PasswordField
          label={admin.secret.label}
          help={secretHelp(t, kept, admin.secret.help || undefined)}
          {...of('adminSecret')}
        />
      ) : null}
    </>
  );
}
