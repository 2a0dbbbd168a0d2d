import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../store/store.ts';
import { DevicesDialog } from './devices-dialog.tsx';
import { SwitchesDialog } from './switches-dialog.tsx';
import { usePractice } from './use-practice.ts';

/** In the banner of the practice round: in an open round its devices, its switches, and the way out. */
export function PracticeActs() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'switches' | 'devices' | null>(null);
  const { busy, leave } = usePractice();
  const round = useApp(({ route, rotations }) => {
    const rotation = route.at === 'change' ? rotations[route.rotation]?.view : undefined;
    return rotation?.stage === 'round' ? rotation : null;
  });
  const close = (): void => setOpen(null);
  return (
    <span className="bar-acts">
      {round ? (
        <Button size="small" onPress={() => setOpen('devices')}>
          {t('practice.devices')}
        </Button>
      ) : null}
      <Button size="small" onPress={() => setOpen('switches')}>
        {t('practice.switches')}
      </Button>
      <Button size="small" busy={busy} onPress={() => void leave()}>
        {t('practice.leave')}
      </Button>
      {open === 'switches' ? <SwitchesDialog onClose={close} /> : null}
      {open === 'devices' && round ? <DevicesDialog view={round} onClose={close} /> : null}
    </span>
  );
}
