import type { Plant } from '../child/bundle.ts';
import type { Cell } from './cells.ts';

/** A bug that somebody could write one day in what talks to servers. */
export interface PlantedBug {
  readonly name: string;
  readonly plant: Plant;
  /** Cells of the matrix that it shows in. */
  readonly shows: (cell: Cell) => boolean;
  /** What the suite says of it. */
  readonly says: RegExp;
}

const isCut = ({ fault }: Cell): boolean => fault === 'reset' || fault === 'half-close';

/** Each is put into the suite while it is bundled; the app's own code has no switch for any of them. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a cut after the request counts as refused',
    plant: {
      file: 'main/providers/ldap/adapter.ts',
      snippet: 'return answer.failure.sent ? unknown(answer.failure) : refused(beforehand(answer.failure));',
      instead: 'return refused(beforehand(answer.failure));',
    },
    shows: (cell) => cell.service === 'ldap' && cell.phase === 'after' && isCut(cell) && cell.right,
    says: /a refusal that nobody saw/,
  },
  {
    name: 'a cut sign-in counts as a wrong password',
    plant: {
      file: 'main/mail/attempt.ts',
      snippet: 'code: classify(seen), stage,',
      instead: "code: this.#sent && seen.from !== 'server' ? 'mail.wrong-password' : classify(seen), stage,",
    },
    shows: (cell) => cell.service !== 'ldap' && cell.phase === 'sign-in' && isCut(cell),
    says: /(mail\.wrong-password|answered) instead of mail\.connection-lost/,
  },
  {
    name: 'a refused sign-in tried again on another connection',
    plant: {
      file: 'main/mail/attempt.ts',
      snippet: 'return { open: true, connection: openConnection(session, record) };',
      instead: `const connection = openConnection(session, record);
    const signIn = async (user, secret) => {
      const first = await connection.signIn(user, secret);
      if (first.ok) return first;
      const again = await openSession(context).catch(() => null);
      return again === null ? first : await openConnection(again, record).signIn(user, secret);
    };
    return { open: true, connection: { ...connection, signIn } };`,
    },
    shows: ({ service, fault, phase, right }) =>
      service !== 'ldap' && fault === 'delay-0.2-s' && phase === 'sign-in' && !right,
    says: /more than one sign-in/,
  },
];
