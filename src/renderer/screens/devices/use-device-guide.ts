import { useEffect, useState } from 'react';
import type { DeviceGuide } from '../../../shared/device-guide.ts';
import type { ClientId, MailboxId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';

/** The guide to one device of a mailbox; null if it could not be had, undefined until it is known. */
export function useDeviceGuide(mailbox: MailboxId, client: ClientId): DeviceGuide | null | undefined {
  const [guide, setGuide] = useState<DeviceGuide | null | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void ask('devices.guide', { mailbox, client }).then((answer) => {
      if (current) setGuide(answer.ok ? answer.value.guide : null);
    });
    return () => {
      current = false;
    };
  }, [mailbox, client]);
  return guide;
}
