import type { KeyroundWay } from './ways.ts';

/** `fresh`: as `proven`, but the first sign-ins of a process, which parses the trusted roots on the way. */
export type Way = KeyroundWay | 'curl' | 'fresh';

/** What is measured side by side: so many accounts, two sign-ins each, over one line. */
export interface Cell {
  readonly accounts: number;
  /** `far`: through the delay proxy. `near`: straight to the server. */
  readonly line: 'far' | 'near';
  readonly ways: readonly { readonly way: Way; readonly rounds: number }[];
}

export const wayNames: Readonly<Record<Way, string>> = {
  curl: 'curl, 32 at once',
  proven: 'Keyround, proven passwords',
  unproven: 'Keyround, unproven passwords',
  'check-up': 'Keyround, check-up (unproven, counts the inbox)',
  fresh: 'Keyround, proven, first in its process',
  parked: "Keyround, rotation: from the provider's answer",
  'no-rules': "Keyround's probes without its rules, 32 at once",
};

/** The long runs that are only slow by rule take fewer rounds, to keep the whole under five minutes. */
const mostSlowRounds = 2;

export function cellsFor(rounds: number): Cell[] {
  const always = (...ways: Way[]) => ways.map((way) => ({ way, rounds }));
  const few = (way: Way) => ({ way, rounds: Math.min(rounds, mostSlowRounds) });
  return [
    { accounts: 1, line: 'far', ways: always('curl', 'proven', 'fresh', 'unproven', 'check-up', 'parked', 'no-rules') },
    { accounts: 10, line: 'far', ways: [...always('curl', 'proven', 'unproven', 'no-rules'), few('check-up')] },
    { accounts: 100, line: 'far', ways: [...always('curl', 'proven', 'no-rules'), few('unproven')] },
    { accounts: 1, line: 'near', ways: always('curl', 'proven', 'unproven', 'check-up', 'parked', 'no-rules') },
    { accounts: 10, line: 'near', ways: always('curl', 'proven', 'unproven', 'check-up', 'no-rules') },
    { accounts: 100, line: 'near', ways: [...always('curl', 'proven', 'no-rules'), few('unproven')] },
  ];
}

/** Round trips without which nobody can sign in politely: 4 for IMAP and 5 for SMTP over implicit TLS, 32 at once. */
export function fewestRoundTrips(accounts: number): number {
  return Math.max(5, (accounts * (4 + 5)) / 32);
}
