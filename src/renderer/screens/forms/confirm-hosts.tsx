import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { hostNote } from './faults.ts';

interface ConfirmHostsProps {
  address: string;
  /** In full, as they are connected to. Nothing is asked while there are none. */
  hosts: readonly string[];
  onYes: () => void;
  onNo: () => void;
}

/** Asks, before a password could go there, whether these are the right hosts. */
export function ConfirmHosts({ address, hosts, onYes, onNo }: ConfirmHostsProps) {
  const { t } = useTranslation();
  const count = hosts.length;
  return (
    <Dialog title={t('confirmHosts.title', { count })} open={count > 0} onClose={onNo} question small>
      <p>{t('confirmHosts.text', { count, domain: domainOf(address) })}</p>
      <ul className="stack-small">
        {hosts.map((host) => (
          <li key={host}>
            <HostInFull host={host} />
          </li>
        ))}
      </ul>
      <div className="dialog-acts">
        <Button onPress={onNo}>{t('confirmHosts.no')}</Button>
        <Button look="primary" onPress={onYes}>
          {t('confirmHosts.yes', { count })}
        </Button>
      </div>
    </Dialog>
  );
}

/** A host's whole name, and what there is to say about how it is written. */
export function HostInFull({ host }: { host: string }) {
  const { t } = useTranslation();
  const note = hostNote(t, host);
  return (
    <div className="host-in-full">
      <span className="mono">{host}</span>
      {note ? <span className="small">{note}</span> : null}
    </div>
  );
}

export const domainOf = (address: string): string => address.trim().slice(address.trim().lastIndexOf('@') + 1);
