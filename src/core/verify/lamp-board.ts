import { type Finding, findingSchema, type Grade, nothingShown } from '../../shared/findings.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { ClientRecord } from '../../shared/model.ts';
import type { ClientView, Lamp } from '../../shared/views.ts';
import type { Clock } from '../ports.ts';
import { stoppedFinding } from './attempt.ts';
import type { Check, Side, VerifyEvent } from './types.ts';

/** The two lamps of every client of one mailbox, fed by the events of a visit. */
export interface LampBoard {
  /** Shows an event on every client that shares the sign-in. */
  apply(check: Check, event: VerifyEvent): void;
  lamp(client: ClientRecord, side: Side): Lamp;
  /** The finding behind a lamp, or null while it has none. */
  finding(client: ClientId, side: Side): Finding | null;
}

const slot = (client: ClientId, side: Side): string => `${client} ${side}`;

export function createLampBoard(clock: Clock): LampBoard {
  const lamps = new Map<string, Lamp>();
  return {
    apply(check, event) {
      for (const { client, side } of check.targets) lamps.set(slot(client, side), lampOf(check, event, clock));
    },
    lamp: (client, side) => restingLamp(client, side) ?? lamps.get(slot(client.id, side)) ?? { state: 'unchecked' },
    finding(client, side) {
      const lamp = lamps.get(slot(client, side));
      return lamp?.state === 'known' ? lamp.finding : null;
    },
  };
}

/** What a lamp shows when there is nothing to try, or null where a sign-in can be tried. */
export function restingLamp(client: ClientRecord, side: Side): Lamp | null {
  if (client[side] === null) return { state: 'unused' };
  if (client.signIn.how === 'elsewhere') return { state: 'cannot-check' };
  if (client.signIn.how === 'app-password' && client.signIn.version === null) return { state: 'left-alone' };
  return null;
}

function lampOf(check: Check, event: VerifyEvent, clock: Clock): Lamp {
  switch (event.type) {
    case 'stage':
      return { state: 'checking', stage: event.stage };
    case 'finding':
      return { state: 'known', finding: event.finding };
    case 'held-back': {
      const finding = { ...stoppedFinding(clock, check.endpoint), code: 'mail.budget-spent' };
      return { state: 'known', finding: findingSchema.parse(finding) };
    }
    case 'no-secret':
      return { state: 'unchecked' };
  }
}

/** True if everything this client uses was seen to sign in, and it uses something. */
export function allSidesProved(client: ClientRecord, board: LampBoard): boolean {
  const sides = (['receiving', 'sending'] as const).filter((side) => client[side] !== null);
  return sides.length > 0 && sides.every((side) => board.finding(client.id, side)?.ok === true);
}

/**
 * The grade that our own sign-in earns: these settings work. It never says that the device has the password.
 * Clients with a password of their own are left alone by a change; those that sign in elsewhere cannot be checked.
 */
export function gradeFromBoard(client: ClientRecord, board: LampBoard): Grade {
  if (client.signIn.how === 'elsewhere') return 'cannot-check';
  if (client.signIn.how === 'app-password') return 'left-alone';
  return allSidesProved(client, board) ? 'settings-proved' : 'waiting';
}

/** One client as the face shows it after a visit. */
export function viewFromBoard(client: ClientRecord, board: LampBoard): ClientView {
  const times = (['receiving', 'sending'] as const).map((side) => board.finding(client.id, side)?.at ?? 0);
  const grade = gradeFromBoard(client, board);
  const gradedAt = grade === 'settings-proved' ? Math.max(...times) : null;
  return {
    client,
    receiving: board.lamp(client, 'receiving'),
    sending: board.lamp(client, 'sending'),
    grade,
    gradedAt,
    shown: nothingShown,
  };
}
