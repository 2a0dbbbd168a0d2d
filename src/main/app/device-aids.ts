import { randomUUID } from 'node:crypto';
import { appleProfile } from '../../core/aids/apple-profile.ts';
import { mobileCode } from '../../core/aids/mobile-code.ts';
import { slipHtml } from '../../core/aids/slip.ts';
import { takesCode, takesProfile } from '../../shared/device-aids.ts';
import type { NoCode } from '../../shared/device-code.ts';
import { failure } from '../../shared/failures.ts';
import type { MailboxId } from '../../shared/ids.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';
import { type DeviceOf, findDevice, guideForDevice } from './device-guide.ts';
import { formatTime } from './reports.ts';
import type { Workspace } from './workspace.ts';

/** Aids for one device: a code or a profile to set it up anew with, and a slip for whoever is at it. None holds a password. */

/** The square code with which Thunderbird for Android adds the account, or why there is none. */
export async function deviceCode(
  app: App,
  device: DeviceOf,
): Promise<Result<{ readonly rows: string[] | null; readonly why: NoCode | null }>> {
  const found = await findDevice(app, device);
  if (!found.ok) return found;
  const { record, client } = found.value;
  if (!takesCode(client)) return failed(failure('request.invalid', 'client'));
  const text = mobileCode({ address: record.address, client });
  if (!text.ok) return success({ rows: null, why: text.failure });
  return success({ rows: await squareCode(text.value), why: null });
}

/** A QR code with the lowest level of correction: a screen has no scratches, and fewer squares are easier to scan. */
export async function squareCode(text: string): Promise<string[]> {
  // loaded with the first code: the first picture does not wait for it
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'L' }).modules;
  return Array.from({ length: size }, (_, row) =>
    Array.from(data.subarray(row * size, (row + 1) * size), (dark) => (dark ? '1' : '0')).join(''),
  );
}

/** Asks where, and saves an Apple profile there. `request.invalid` for a device that does not read one. */
export async function saveProfile(app: App, device: DeviceOf): Promise<Result<{ readonly saved: boolean }>> {
  const open = app.spaces.active();
  const found = await findDevice(app, device);
  if (!found.ok) return found;
  const { record, client } = found.value;
  if (!takesProfile(client) || client.receiving === null || client.sending === null) {
    return failed(failure('request.invalid', 'client'));
  }
  const name = app.say('native.profile.file', { address: fileName(record.address) });
  const path = await app.native.chooseWhereToSave(`${name}.mobileconfig`, 'mobileconfig');
  if (!path) return success({ saved: false });
  const profileId = await open.editing(async () =>
    // a space that was left while the dialog stood open keeps nothing
    app.spaces.active() === open
      ? await keptProfileId(open.workspace, device.mailbox)
      : failed(failure('request.wrong-stage')),
  );
  if (!profileId.ok) return profileId;
  const uuid = (): string => randomUUID().toUpperCase();
  const profile = appleProfile({ address: record.address, client, profileId: profileId.value, uuid, t: app.say });
  if (!profile.ok) return failed(failure('request.invalid', 'client'));
  const saved = await app.native.saveFile(path, profile.value);
  return saved ? success({ saved: true }) : failed(failure('request.file-not-saved'));
}

/** The same one for every profile of this mailbox, so that a later one takes the place of an earlier. */
async function keptProfileId(space: Workspace, mailbox: MailboxId): Promise<Result<string>> {
  const { records, newId } = space.world;
  // loaded again: a dialog may have stood open for long
  const record = await records.load(mailbox);
  if (!record.ok) return record;
  if (record.value.profileId !== undefined) return success(record.value.profileId);
  const profileId = newId();
  const saved = await records.save({ ...record.value, profileId });
  return saved.ok ? success(profileId) : saved;
}

/** Prints the slip of one device. */
export async function printSlip(app: App, device: DeviceOf): Promise<Result<void>> {
  const { workspace } = app.spaces.active();
  const found = await findDevice(app, device);
  if (!found.ok) return found;
  const { record, client } = found.value;
  const writtenAt = workspace.world.clock.now();
  const slip = { address: record.address, client, guide: await guideForDevice(app, found.value), writtenAt };
  await app.native.print(slipHtml(slip, app.say, formatTime, 'en'));
  return success(undefined);
}

/** An address as a part of a file's name. */
export const fileName = (address: string): string => address.replaceAll(/[^\p{L}\p{N}@._-]/gu, '_');
