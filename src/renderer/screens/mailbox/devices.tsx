import { MonitorSmartphone, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView, MailboxView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ClientDialog } from '../client-form/client-dialog.tsx';
import { DeviceRow } from './device-row.tsx';

type Open = { what: 'add' } | { what: 'edit'; client: ClientView['client'] } | null;

/** The devices and apps of a mailbox. */
export function Devices({ view, clients }: { view: MailboxView; clients: readonly ClientView[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>(null);
  const add = (
    <Button look="quiet" icon={Plus} onPress={() => setOpen({ what: 'add' })}>
      {t('mailbox.addDevice')}
    </Button>
  );
  return (
    <Section title={t('mailbox.devices')} acts={clients.length > 0 ? add : null}>
      <Card flat>
        {clients.length === 0 ? (
          <EmptyState icon={MonitorSmartphone} title={t('mailbox.noDevices')} text={t('mailbox.noDevicesText')}>
            {add}
          </EmptyState>
        ) : (
          <ul className="rows">
            {clients.map((client) => (
              <DeviceRow
                key={client.client.id}
                view={client}
                onEdit={() => setOpen({ what: 'edit', client: client.client })}
              />
            ))}
          </ul>
        )}
      </Card>
      {open ? (
        <ClientDialog mailbox={view} client={open.what === 'edit' ? open.client : null} onClose={() => setOpen(null)} />
      ) : null}
    </Section>
  );
}
