import type { MailApp } from '../../core/apps/mail-app.ts';
import type { Unlock } from '../../core/apps/unlock.ts';
import type { AppUpdateView, UpdateAct } from '../../shared/apps.ts';
import { failure } from '../../shared/failures.ts';
import type { ClientId, RotationId } from '../../shared/ids.ts';
import type { ClientRecord } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { RotationView } from '../../shared/views.ts';
import { createQueue } from '../storage/one-at-a-time.ts';
import { createLiveDevice, type LiveDevice, type LiveDeviceParts } from './live-device.ts';

export interface LiveUpdatesParts extends Pick<LiveDeviceParts, 'workspace' | 'rotations' | 'apps'> {
  onChange(rotation: RotationId, updates: readonly AppUpdateView[]): void;
}

/**
 * The updates of apps on this computer in the open rounds of one space: one for each device that is linked to an app. Each
 * store is read once when its round begins or Keyround starts. One is worked on at a time, because several may share a file.
 */
export interface LiveUpdates {
  views(rotation: RotationId): Promise<Result<AppUpdateView[]>>;
  /** Reads and plans one anew. Resolves when that has begun; `request.busy` while something is done for this device. */
  start(rotation: RotationId, client: ClientId, given: Unlock | null): Promise<Result<void>>;
  /** Resolves when it has begun. `request.wrong-stage` for an act that does not belong to where the update stands. */
  act(rotation: RotationId, client: ClientId, act: UpdateAct): Promise<Result<void>>;
  /** A round has begun, its devices are others, or it is over. */
  rotationChanged(view: RotationView): void;
  /** Its mailbox is being removed, or is in doubt: nothing more is written for it. */
  rotationDropped(rotation: RotationId): void;
  /** Begins nothing more. Resolves when what was being written has been written and read back. */
  stopAll(): Promise<void>;
}

interface Round {
  devices: ReadonlyMap<ClientId, LiveDevice>;
  /** The devices as they were last looked at, and what was last told. */
  known: string;
  told: string;
}

export function createLiveUpdates(parts: LiveUpdatesParts): LiveUpdates {
  const { workspace, rotations, apps, onChange } = parts;
  const rounds = new Map<RotationId, Round>();
  const inTurn = createQueue();
  const arranging = createQueue();
  const ending = new Set<Promise<void>>();
  let stopped = false;

  const viewsOf = ({ devices }: Round): AppUpdateView[] => [...devices.values()].map((device) => device.view());
  const tell = (rotation: RotationId): void => {
    const round = rounds.get(rotation);
    const updates = round ? viewsOf(round) : [];
    const text = JSON.stringify(updates);
    if (!round || text === round.told) return;
    round.told = text;
    onChange(rotation, updates);
  };
  const retire = (devices: Iterable<LiveDevice>): void => {
    for (const device of devices) {
      const end = device.retire();
      ending.add(end);
      void end.then(() => ending.delete(end));
    }
  };
  const endRound = (rotation: RotationId): void => {
    const round = rounds.get(rotation);
    rounds.delete(rotation);
    if (round) retire(round.devices.values());
  };

  /** The device as it was before, if its settings are the same; else a new one, if its app is known here. */
  const deviceFor = (rotation: RotationId, client: ClientRecord, here: readonly MailApp[]): LiveDevice | null => {
    const had = rounds.get(rotation)?.devices.get(client.id);
    if (had && settingsOf(had.client) === settingsOf(client)) return had;
    const app = here.find(({ manifest }) => manifest.id === client.app?.app);
    if (!app) return null;
    const told = { onChange: () => tell(rotation), onTakenBack: () => lookAgain(rotation, client.id) };
    return createLiveDevice({ ...parts, ...told, rotation, client, app, inTurn });
  };
  /** What was put back for one device is old for all that share its entry. */
  const lookAgain = (rotation: RotationId, because: ClientId): void => {
    const round = rounds.get(rotation);
    for (const [client, device] of round?.devices ?? []) if (client !== because) device.lookAgain();
  };
  /** Brings the devices of a round into line with what its mailbox's record says. */
  const arrange = async ({ id, clients: all }: Pick<RotationView, 'id' | 'clients'>): Promise<void> => {
    const here = await apps.at(workspace.space);
    const clients = linked(all);
    const known = JSON.stringify(clients);
    const round = rounds.get(id) ?? { devices: new Map(), known: '', told: '' };
    if (stopped || !here || round.known === known) return;
    const before = new Set(round.devices.values());
    const after = new Set(clients.flatMap((client) => deviceFor(id, client, here) ?? []));
    const devices = new Map([...after].map((device) => [device.client.id, device]));
    rounds.set(id, Object.assign(round, { devices, known }));
    retire([...before].filter((device) => !after.has(device)));
    tell(id);
    for (const device of after) if (!before.has(device)) void device.lookFirst();
  };
  /** In the order in which it was heard of, so that what is over does not begin again. */
  const follow = (view: RotationView): Promise<void> =>
    arranging(async () => {
      if (view.stage !== 'round') endRound(view.id);
      else if ((rounds.get(view.id)?.known ?? '[]') !== JSON.stringify(linked(view.clients))) await arrange(view);
    });
  const opened = async (rotation: RotationId): Promise<Result<Round | null>> => {
    const run = await rotations.find(rotation);
    if (!run.ok) return run;
    await follow(run.value.view());
    return success(rounds.get(rotation) ?? null);
  };
  const withDevice = async (
    rotation: RotationId,
    client: ClientId,
    act: (device: LiveDevice) => Result<void>,
  ): Promise<Result<void>> => {
    const round = await opened(rotation);
    if (!round.ok) return round;
    const device = round.value?.devices.get(client);
    return device ? act(device) : failed(failure('request.not-found'));
  };

  return {
    async views(rotation) {
      const round = await opened(rotation);
      if (!round.ok) return round;
      return success(round.value ? viewsOf(round.value) : []);
    },
    start: (rotation, client, given) => withDevice(rotation, client, (device) => device.look(given)),
    act: (rotation, client, act) => withDevice(rotation, client, (device) => device.act(act)),
    rotationChanged: (view) => void follow(view),
    rotationDropped: (rotation) => void arranging(async () => endRound(rotation)),
    async stopAll() {
      stopped = true;
      for (const rotation of [...rounds.keys()]) endRound(rotation);
      await Promise.all(ending);
    },
  };
}

const linked = (clients: RotationView['clients']): ClientRecord[] =>
  clients.flatMap(({ client }) => (client.app && client.signIn.how === 'mailbox-password' ? [client] : []));

/** A device whose settings are others is another one; its name is not among them. */
const settingsOf = (client: ClientRecord): string => JSON.stringify({ ...client, name: '' });
