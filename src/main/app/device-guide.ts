import { fillGuide } from '../../core/clients/fill-guide.ts';
import type { DeviceGuide } from '../../shared/device-guide.ts';
import { failure } from '../../shared/failures.ts';
import type { ClientId, MailboxId } from '../../shared/ids.ts';
import type { ClientRecord, MailboxRecord, Sending } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';

/** One device of one mailbox, by ids. */
export interface DeviceOf {
  readonly mailbox: MailboxId;
  readonly client: ClientId;
}

export interface FoundDevice {
  readonly record: MailboxRecord;
  readonly client: ClientRecord;
}

/** The device and its mailbox, in the space on screen. `request.not-found` for one that is gone. */
export async function findDevice(app: App, { mailbox, client: id }: DeviceOf): Promise<Result<FoundDevice>> {
  const record = await app.spaces.active().workspace.world.records.load(mailbox);
  if (!record.ok) return record;
  const client = record.value.clients.find((one) => one.id === id);
  return client ? success({ record: record.value, client }) : failed(failure('request.not-found', 'client'));
}

/** The guide of this device, with its values. The guides are loaded with the first one that is asked for. */
export async function guideForDevice(app: App, { record, client }: FoundDevice): Promise<DeviceGuide> {
  const { guideOfKind, readDeviceGuides } = await import('./device-guides.ts');
  const securityName = (security: Sending['security']): string => app.say(`mailboxForm.${security}`);
  return fillGuide(guideOfKind(readDeviceGuides(), client.kind), 'en', record.address, client, securityName);
}
