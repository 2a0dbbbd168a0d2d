import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneTimeCodeForm } from '../../../shared/one-time-code.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { useAct } from '../../store/act.ts';
import type { PartProps } from './part.ts';

/** Asks for the code that the provider wants besides the password. What was typed leaves the page with the press. */
export function OneTimeCode({ view }: Pick<PartProps, 'view'>) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const code = typed.replaceAll(/\s/g, '');
    setWrong(!oneTimeCodeForm.test(code));
    if (busy || !oneTimeCodeForm.test(code)) return;
    setTyped('');
    void run('rotations.oneTimeCode', { rotation: view.id, code });
  };
  return (
    <Card title={t('oneTimeCode.title')}>
      <form className="stack-small" onSubmit={send} noValidate>
        <Field
          label={t('oneTimeCode.label')}
          value={typed}
          onChange={setTyped}
          help={t('oneTimeCode.help')}
          error={wrong ? t('oneTimeCode.wrong') : null}
          inputMode="numeric"
          autoComplete="one-time-code"
          mono
        />
        <p className="muted">
          <strong>{t('oneTimeCode.where')}</strong> {t('oneTimeCode.whereText')}
        </p>
        <p className="muted small">{t('oneTimeCode.cost')}</p>
        <div>
          <Button look="primary" type="submit" busy={busy}>
            {t('oneTimeCode.send')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
