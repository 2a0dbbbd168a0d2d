import { isChanging } from '../../../src/core/rotation/old.ts';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { ClientId, VersionId } from '../../../src/shared/ids.ts';
import type { JournalEntry, JournalFact } from '../../../src/shared/journal.ts';

/** A line that announces a sign-in, and the version that it announces. */
interface Announced {
  readonly seq: number;
  readonly version: VersionId | undefined;
  readonly kind: 'probing' | 'asking' | 'client-checking';
}

/**
 * I4: every sign-in is announced in the journal first, each line announces one, and "is the old one dead?" asks for an old
 * one alone. A round is announced by client, and each client may have two servers; its lines without an answer are void
 * once a line of another kind follows, because then that round was cut short.
 */
export class AskedLaw {
  /** By line: how many sign-ins it has been spent on. */
  private readonly spent = new Map<number, number>();

  /** `entries` are what is on the disk when this password leaves; answers what is wrong with that. */
  beforeSignIn(
    entries: readonly JournalEntry[],
    password: string,
    textOf: (version: string) => string | undefined,
  ): string[] {
    const current = reduce(entries).current?.version;
    const own = announced(entries, current).filter(({ version }) => version && textOf(version) === password);
    if (own.length === 0) return ['tried without its line on the disk (I4)'];
    const line = own.findLast(({ kind, seq }) => (this.spent.get(seq) ?? 0) < (kind === 'client-checking' ? 2 : 1));
    if (!line) return ['tried twice for one line (I4)'];
    this.spent.set(line.seq, (this.spent.get(line.seq) ?? 0) + 1);
    return line.kind === 'asking' ? deliberate(entries, line.seq, current && textOf(current) === password) : [];
  }
}

/** Lines whose answer has not been noted. Those of an earlier life stay without one. */
function announced(entries: readonly JournalEntry[], current: VersionId | undefined): Announced[] {
  return entries.flatMap(({ seq, fact }): Announced[] => {
    const later = entries.filter((one) => one.seq > seq).map((one) => one.fact);
    const { type } = fact;
    switch (type) {
      case 'probing': {
        const { rotation, attempt, version } = fact;
        const isAnswer = (one: (typeof later)[number]) =>
          one.type === 'probed' && one.rotation === rotation && one.attempt === attempt;
        return later.some(isAnswer) ? [] : [{ seq, version, kind: type }];
      }
      case 'asking': {
        const { attempt, version } = fact;
        const isAnswer = (one: (typeof later)[number]) =>
          one.type === 'asked' && one.version === version && one.attempt === attempt;
        return later.some(isAnswer) ? [] : [{ seq, version, kind: type }];
      }
      case 'client-checking':
        return later.some((one) => endsCheck(one, fact.client)) ? [] : [{ seq, version: current, kind: type }];
      default:
        return [];
    }
  });
}

/** Answered, announced anew, or followed by something that is no part of a round. */
function endsCheck(one: JournalFact, client: ClientId): boolean {
  if (one.type === 'client-checking' || one.type === 'client-checked') return one.client === client;
  return true;
}

function deliberate(entries: readonly JournalEntry[], seq: number, isNow: boolean | undefined): string[] {
  const question = entries.find((one) => one.seq === seq)?.fact;
  if (question?.type !== 'asking' || question.purpose !== 'is-it-dead') return [];
  const before = reduce(entries.filter((one) => one.seq < seq));
  return [
    ...(isNow ? ['asked whether the password of now is dead (I4)'] : []),
    ...(isChanging(before) ? ['asked for the old one while a change was open (I4)'] : []),
  ];
}
