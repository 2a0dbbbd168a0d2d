import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SwitchesDialog } from './switches-dialog.tsx';
import { usePractice } from './use-practice.ts';

/** In the banner of the practice round: its switches, and the way out. */
export function PracticeActs() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { busy, leave } = usePractice();
  return (
    <span className="bar-acts">
      <Button size="small" onPress={() => setOpen(true)}>
        {t('practice.switches')}
      </Button>
      <Button size="small" busy={busy} onPress={() => void leave()}>
        {t('practice.leave')}
      </Button>
      {open ? <SwitchesDialog onClose={() => setOpen(false)} /> : null}
    </span>
  );
}
