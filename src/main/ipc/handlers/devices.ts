import { clientValue, fillGuide } from '../../../core/clients/fill-guide.ts';
import { failure } from '../../../shared/failures.ts';
import type { ClientId, MailboxId } from '../../../shared/ids.ts';
import type { ClientRecord } from '../../../shared/model.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import type { App } from '../../app/app.ts';
import type { Handlers } from '../bind.ts';

/** The guide to one device, and the values that are typed into it. */
export function deviceHandlers(app: App): Pick<Handlers, 'devices.guide' | 'devices.copyValue'> {
  const find = async (
    mailbox: MailboxId,
    id: ClientId,
  ): Promise<Result<{ readonly address: string; readonly client: ClientRecord }>> => {
    const record = await app.spaces.active().workspace.world.records.load(mailbox);
    if (!record.ok) return record;
    const { address, clients } = record.value;
    const client = clients.find((each) => each.id === id);
    return client ? success({ address, client }) : failed(failure('request.not-found'));
  };
  return {
    'devices.guide': async ({ mailbox, client }) => {
      const found = await find(mailbox, client);
      if (!found.ok) return found;
      const { guideOfKind, readDeviceGuides } = await import('../../app/device-guides.ts');
      const guide = guideOfKind(readDeviceGuides(), found.value.client.kind);
      const securityName = (security: 'tls' | 'starttls') => app.say(`mailboxForm.${security}`);
      return success({ guide: fillGuide(guide, 'en', found.value.address, found.value.client, securityName) });
    },
    'devices.copyValue': async ({ mailbox, client, value }) => {
      const found = await find(mailbox, client);
      if (!found.ok) return found;
      const text = clientValue(found.value.client, value);
      if (text === null) return failed(failure('request.not-found'));
      await app.native.copyText(text);
      return success({});
    },
  };
}
