import { reduce } from '../../core/rotation/reduce.ts';
import { failure } from '../../shared/failures.ts';
import type { ClientId, MailboxId } from '../../shared/ids.ts';
import { failed, type Result } from '../../shared/result.ts';
import type { World } from './workspace.ts';

/** Which device of the practice space signs in, with which of the mailbox's passwords, and as what. */
export interface DeviceSignsIn {
  readonly client: ClientId;
  readonly password: 'old' | 'new';
  /** What it calls itself over IMAP; null: nothing. */
  readonly name: string | null;
}

/** `request.not-found` for a device or a password that is not there; `host` is the practice service's. */
export async function practiceDeviceSignsIn(
  world: World,
  host: string,
  mailbox: MailboxId,
  { client: id, password: which, name }: DeviceSignsIn,
): Promise<Result<void>> {
  const [record, journal] = [await world.records.load(mailbox), await world.journal.read(mailbox)];
  if (!record.ok) return record;
  if (!journal.ok) return journal;
  const { current, previous } = reduce(journal.value);
  const kept = which === 'new' ? current : previous.at(-1);
  const client = record.value.clients.find((one) => one.id === id);
  if (!client || !kept) return failed(failure('request.not-found', '', client ? 'password' : 'client'));
  const password = await world.secrets.get(mailbox, kept.version);
  if (!password.ok) return password;
  const { deviceSignsIn } = await import('../practice/device.ts');
  const { authorities } = record.value;
  return await deviceSignsIn(host, { client, name, password: password.value, authorities }, world.clock);
}
