import type { JournalEntry, JournalFact } from '../../../src/shared/journal.ts';
import type { SimulatedClock } from '../model/clock.ts';
import type { KeychainAct } from '../model/keychain.ts';
import type { MailService } from '../model/mail-service.ts';
import { openClaims } from './notes.ts';
import { ids, type RunPlan } from './plan.ts';

type FactOf<T extends JournalFact['type']> = Extract<JournalFact, { type: T }>;

/** What is looked at, and where it is noted. */
export interface Watched {
  readonly plan: RunPlan;
  readonly folder: string;
  readonly clock: SimulatedClock;
  readonly service: MailService;
  readonly journal: readonly JournalEntry[];
  readonly secrets: ReadonlyMap<string, string>;
  textOf(version: string): string | undefined;
  /** Laws that were seen broken, in words. */
  readonly broken: string[];
  /** What was sent, with the rotation that its intent names. */
  readonly sent: { readonly rotation: string; readonly text: string }[];
  /** How many intents to send were on the disk at each sign-in, by its place among them. */
  readonly intents: Map<number, number>;
}

/** What must be so at the very moment of a call, judged by what lies on the disk and in the keychain then. */

/** I1: what is sent is in the keychain and noted as stored, and the intent to send it is on the disk. */
export function changeLaws(world: Watched, text: string): void {
  const { journal } = world;
  const intent = lastOf(journal, 'submitting');
  if (!intent) {
    world.broken.push('I1: something was sent without an intent on the disk');
    return;
  }
  const { version, rotation } = intent;
  const staged = journal.some(({ fact }) => fact.type === 'staged' && fact.version === version);
  if (!staged || world.textOf(version) !== text) world.broken.push('I1: something was sent that was not stored');
  const other = world.sent.some((one) => one.rotation === rotation && one.text !== text);
  if (other) world.broken.push('I5: unknown was answered with another new password');
  world.sent.push({ rotation, text });
}

/** The same for a page that a person is sent to. */
export function pageLaws(world: Watched, text: string | undefined): void {
  if (text === undefined) world.broken.push('I1: a page was opened for a password that is not stored');
  else changeLaws(world, text);
}

/** I4: a sign-in is on the disk before it is tried, and a new password is never tried before its change was intended. */
export function signInLaws(world: Watched, text: string): void {
  if (openClaims(world.folder) === 0) world.broken.push('I4: a sign-in was tried that is not counted on the disk');
  const { journal, service } = world;
  world.intents.set(service.truth.signIns.length, journal.filter(({ fact }) => fact.type === 'submitting').length);
  const { fresh, other } = world.plan.passwords;
  if (text !== fresh && text !== other) return;
  const intended = journal.some(({ fact }) => fact.type === 'submitting' && world.textOf(fact.version) === text);
  if (!intended) world.broken.push('a new password was tried before it was sent');
}

/** I2: nothing is removed without another version having signed in just now, and never the one that is right. */
export function keychainLaws(world: Watched, act: KeychainAct, account: string): void {
  if (act === 'clear') world.broken.push('I2: secrets were removed as a whole');
  if (act !== 'remove' || !account.startsWith(`mailbox/${ids.mailbox}/`)) return;
  const text = world.secrets.get(account);
  // somebody may take the same password twice: then it is kept under another name too
  if (text === undefined || [...world.secrets].some(([other, kept]) => other !== account && kept === text)) return;
  const now = world.clock.trueNow();
  const { truth } = world.service;
  if (truth.rightNowAndLater(now).includes(text)) world.broken.push('I2: the right password was removed');
  const proof = truth.signIns.findLast((one) => one.outcome === 'signed-in');
  if (!proof || proof.password === text || proof.at < now - 60_000) {
    world.broken.push('I2: a version was removed without another having signed in');
  }
}

function lastOf<T extends JournalFact['type']>(journal: readonly JournalEntry[], type: T): FactOf<T> | null {
  const isOfType = (fact: JournalFact): fact is FactOf<T> => fact.type === type;
  for (const { fact } of [...journal].reverse()) if (isOfType(fact)) return fact;
  return null;
}
