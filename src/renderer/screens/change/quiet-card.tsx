import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { useApp } from '../../store/store.ts';
import { useDeviceGuide } from '../devices/use-device-guide.ts';
import { Steps } from './guide-steps.tsx';
import { keepsKnocking } from './steps.ts';

/** Before the change: who would keep knocking with the old password, and how each is kept quiet. Nobody has to. */
export function QuietCard({ view }: { view: RotationView }) {
  const { t } = useTranslation();
  const catalogue = useApp((state) => state.catalogue);
  const loud = view.clients.filter((client) => keepsKnocking(client, catalogue));
  if (loud.length === 0) return null;
  return (
    <Card title={t('quiet.title')}>
      <p className="muted">
        {t('quiet.why')} {t('quiet.free')}
      </p>
      <ul className="quiet-list">
        {loud.map((client) => (
          <QuietRow key={client.client.id} rotation={view} view={client} />
        ))}
      </ul>
    </Card>
  );
}

function QuietRow({ rotation, view }: { rotation: RotationView; view: ClientView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { name, app } = view.client;
  return (
    <li className="stack-small">
      <div className="quiet-line">
        <div>
          <p className="device-name">{name}</p>
          {app ? <p className="device-about">{t('quiet.here')}</p> : null}
        </div>
        <Button
          size="small"
          aria-expanded={open}
          aria-label={t('quiet.howFor', { name })}
          onPress={() => setOpen(!open)}
        >
          {t('quiet.how')}
        </Button>
      </div>
      {open ? <Pause rotation={rotation} view={view} /> : null}
    </li>
  );
}

function Pause({ rotation, view }: { rotation: RotationView; view: ClientView }) {
  const { t } = useTranslation();
  const guide = useDeviceGuide(rotation.mailbox, view.client.id);
  if (guide) return <Steps steps={guide.pause} />;
  return <p className="muted">{t(guide === null ? 'quiet.anyway' : 'guide.loading')}</p>;
}
