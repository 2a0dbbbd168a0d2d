import type { Word } from './letters.ts';

/** The value that a variable was given last. */
export interface Assignment {
  readonly word: Word;
  /** The assignment whose value this one took over as it was, if it did. */
  readonly same: Assignment | null;
}

/** What is in force at one place: everything from the beginning of the settings, or what a hook or key adds to it. */
export interface Scope {
  readonly name: string;
  readonly parent: Scope | null;
  readonly set: Map<string, Assignment>;
  /** What `mailboxes` names. */
  readonly mailboxes: Word[];
  /** What the pattern of a hook says, where it is an address. */
  readonly address: Word | null;
  /** A program that was to print more settings. */
  program: string | null;
}

export const newScope = (name: string, parent: Scope | null, address: Word | null = null): Scope => ({
  ...{ name, parent, address, set: new Map(), mailboxes: [], program: null },
});

export function assigned(scope: Scope | null, name: string): Assignment | undefined {
  return scope ? (scope.set.get(name) ?? assigned(scope.parent, name)) : undefined;
}

const longestChain = 100;

/** From an assignment to the one at the beginning of a chain of variables; null where that is too far away. */
export function chainOf(assignment: Assignment): readonly Assignment[] | null {
  const before: Assignment[] = [];
  let last = assignment;
  for (; last.same; last = last.same) if (before.push(last) > longestChain) return null;
  return [...before, last];
}

export const programOf = (scope: Scope | null): string | null =>
  scope ? (scope.program ?? programOf(scope.parent)) : null;

/** All that was made of a muttrc and the files that it sources. */
export interface Scopes {
  readonly base: Scope;
  readonly branches: Scope[];
  /** How often each variable went into something, and how often it was the whole of another one's value. */
  readonly used: Map<string, number>;
  readonly usedWhole: Map<string, number>;
  readonly wants: string[];
  /** There was more than anybody's settings are, and not all of it was read. */
  tooMuch: boolean;
}

export const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
