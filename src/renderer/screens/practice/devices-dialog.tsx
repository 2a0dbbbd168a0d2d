import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientRecord } from '../../../shared/model.ts';
import type { RotationView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useApp } from '../../store/store.ts';
import './devices-dialog.css';

/** Stands in for the devices that a real round waits for: each signs in at the practice service when it is told to. */
export function DevicesDialog({ view, onClose }: { view: RotationView; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('practice.devicesTitle')} open onClose={onClose}>
      <p className="muted">{t('practice.devicesLead')}</p>
      <ul className="practice-devices">
        {devicesOf(view).map((client) => (
          <Device key={client.id} rotation={view.id} client={client} />
        ))}
      </ul>
      <div className="dialog-acts">
        <Button look="primary" onPress={onClose}>
          {t('act.close')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Apps on this computer are not pretended: their settings are there to be changed. */
export const devicesOf = ({ clients }: Pick<RotationView, 'clients'>): readonly ClientRecord[] =>
  clients
    .filter(({ client, grade }) => client.signIn.how === 'mailbox-password' && !client.app && grade !== 'gone')
    .map(({ client }) => client);

function Device({ rotation, client }: { rotation: RotationView['id']; client: ClientRecord }) {
  const { t } = useTranslation();
  const [trying, setTrying] = useState<'old' | 'new' | null>(null);
  const sayDone = useApp((state) => state.sayDone);
  const sayFailure = useApp((state) => state.sayFailure);
  const { name } = client;
  const signIn = async (password: 'old' | 'new'): Promise<void> => {
    setTrying(password);
    const answer = await ask('practice.deviceSignsIn', { rotation, client: client.id, password });
    setTrying(null);
    if (answer.ok) sayDone(t('practice.device.tried', { name }));
    else sayFailure(answer.failure);
  };
  return (
    <li>
      <span className="grow">{name}</span>
      {(['new', 'old'] as const).map((which) => (
        <Button
          key={which}
          size="small"
          busy={trying === which}
          waiting={trying !== null && trying !== which}
          aria-label={t(`practice.device.${which}For`, { name })}
          onPress={() => void signIn(which)}
        >
          {t(`practice.device.${which}`)}
        </Button>
      ))}
    </li>
  );
}
