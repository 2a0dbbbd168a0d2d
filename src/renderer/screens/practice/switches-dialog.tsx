import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PracticeSwitches } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Tick } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useApp } from '../../store/store.ts';

/** What the practice service should get wrong. Each switch acts at once. */
export function SwitchesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { switches, set } = useSwitches();
  return (
    <Dialog title={t('practice.switchesTitle')} open onClose={onClose}>
      <p className="muted">{t('practice.switchesLead')}</p>
      {switches ? <SwitchFields switches={switches} set={set} /> : null}
      <div className="dialog-acts">
        <Button look="primary" onPress={onClose}>
          {t('act.close')}
        </Button>
      </div>
    </Dialog>
  );
}

function useSwitches() {
  const [switches, setSwitches] = useState<PracticeSwitches | null>(null);
  const sayFailure = useApp((state) => state.sayFailure);
  useEffect(() => {
    void ask('practice.switches', {}).then((answer) =>
      answer.ok ? setSwitches(answer.value) : sayFailure(answer.failure),
    );
  }, [sayFailure]);
  const set = (part: Partial<PracticeSwitches>) => {
    if (!switches) return;
    const next = { ...switches, ...part };
    setSwitches(next);
    void ask('practice.setSwitches', next).then((answer) => {
      if (!answer.ok) sayFailure(answer.failure);
    });
  };
  return { switches, set };
}

interface SwitchFieldsProps {
  switches: PracticeSwitches;
  set: (part: Partial<PracticeSwitches>) => void;
}

function SwitchFields({ switches, set }: SwitchFieldsProps) {
  const { t } = useTranslation();
  const plain = ['slow', 'refuseByPolicy', 'acceptAndAnswerNothing'] as const;
  return (
    <div className="stack">
      {plain.map((key) => (
        <Tick
          key={key}
          label={t(`practice.${key}`)}
          help={t(`practice.${key}Help`)}
          checked={switches[key]}
          onChange={(on) => set({ [key]: on })}
        />
      ))}
      <NumberField
        label={t('practice.cacheOld')}
        help={t('practice.cacheOldHelp')}
        max={3_600}
        value={switches.cacheOldSeconds}
        onChange={(cacheOldSeconds) => set({ cacheOldSeconds })}
      />
      <NumberField
        label={t('practice.lockAfter')}
        help={t('practice.lockAfterHelp')}
        max={20}
        value={switches.lockAfterFailures}
        onChange={(lockAfterFailures) => set({ lockAfterFailures })}
      />
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  help: string;
  max: number;
  value: number;
  onChange: (value: number) => void;
}

function NumberField({ label, help, max, value, onChange }: NumberFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(value));
  const number = /^\d{1,4}$/.test(text) && Number(text) <= max ? Number(text) : null;
  const change = (next: string) => {
    setText(next);
    if (/^\d{1,4}$/.test(next) && Number(next) <= max) onChange(Number(next));
  };
  return (
    <Field
      label={label}
      help={help}
      value={text}
      onChange={change}
      inputMode="numeric"
      error={number === null ? t('practice.number', { max }) : null}
    />
  );
}
