import type { Security } from '../../../src/shared/model.ts';

/** What goes wrong on the way. Times and rates are those of a day's network; the matrix runs them on a smaller scale. */
export const faults = [
  'delay-0.2-s',
  'delay-2-s',
  'delay-20-s',
  'one-byte-a-second',
  'stall',
  'reset',
  'half-close',
  'black-hole',
  'duplicate',
  'dns-failure',
  'ipv6-hole',
  'captive-portal',
  'mitm-certificate',
  'one-kilobyte-a-second',
] as const;
export type NetworkFault = (typeof faults)[number];

/** When it begins. `after`: the verdict on the sign-in is out; for LDAP it is the answer to the change. */
export const phases = ['connect', 'greeting', 'tls', 'capability', 'sign-in', 'after'] as const;
export type Phase = (typeof phases)[number];

export const services = ['imap', 'pop3', 'smtp', 'ldap'] as const;
export type Service = (typeof services)[number];

const repeats = 3;
export const cellCount = faults.length * phases.length * services.length * repeats;

export interface Cell {
  readonly fault: NetworkFault;
  readonly phase: Phase;
  readonly service: Service;
  readonly security: Security;
  /** Whether the password is the right one: with a wrong one, at most one refusal may be counted. */
  readonly right: boolean;
}

/** The cell at a place of the matrix: the repeats differ in security and password. */
export function cellAt(place: number): Cell {
  const repeat = place % repeats;
  const rest = Math.floor(place / repeats) % (cellCount / repeats);
  const of = <T>(list: readonly T[], index: number): T => {
    const found = list[index % list.length];
    if (found === undefined) throw new Error('an empty list');
    return found;
  };
  return {
    service: of(services, rest),
    phase: of(phases, Math.floor(rest / services.length)),
    fault: of(faults, Math.floor(rest / services.length / phases.length)),
    security: repeat === 0 || (repeat === 2 && rest % 2 === 0) ? 'starttls' : 'tls',
    right: repeat < 2,
  };
}

/** Every fault at every phase once, with services, securities and passwords taking turns: 84 places. */
export function sampledPlaces(): number[] {
  return Array.from({ length: faults.length * phases.length }, (_, cell) => {
    const service = (cell + Math.floor(cell / phases.length)) % services.length;
    return (cell * services.length + service) * repeats + (cell % repeats);
  });
}
