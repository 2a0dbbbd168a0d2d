import { nothingShown } from '../../shared/findings.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import type { RotationFacts } from './facts.ts';

type FactOf<T extends JournalFact['type']> = Extract<JournalFact, { type: T }>;

/** The lines of a round about one client. */
export type ClientFact = FactOf<'client-checking' | 'client-checked' | 'client-marked' | 'client-shown'>;

/** What such a line says becomes part of the rotation's facts, and of nothing else. */
export function noteClient(rotation: RotationFacts, fact: ClientFact, at: number): void {
  switch (fact.type) {
    case 'client-checking':
      // Announces a sign-in and says nothing of its own: what was found comes with the next line, or never.
      return;
    case 'client-marked':
      rotation.marks.set(fact.client, { at, mark: fact.mark });
      return;
    case 'client-shown':
      noteShown(rotation, fact);
      return;
    case 'client-checked': {
      const { receiving, sending, foundAt = { receiving: at, sending: at } } = fact;
      rotation.checked.set(fact.client, { receiving, sending, foundAt });
      return;
    }
  }
}

/** Its settings are others now. */
export function forgetClient({ checked, marks, shown }: RotationFacts, client: ClientId): void {
  checked.delete(client);
  marks.delete(client);
  shown.delete(client);
}

/** A sign-in log is read again and again, and not in the order of its times: the newest sight counts. */
function noteShown({ shown }: RotationFacts, { client, side, shows, seenAt }: FactOf<'client-shown'>): void {
  const known = shown.get(client) ?? nothingShown;
  if (seenAt >= (known[side]?.at ?? seenAt)) shown.set(client, { ...known, [side]: { as: shows, at: seenAt } });
}
