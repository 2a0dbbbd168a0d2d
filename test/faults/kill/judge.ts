import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { JournalEntry } from '../../../src/shared/journal.ts';
import { findSecret, type Trace } from '../../kits/secret-forms.ts';
import type { RunWorld } from './run-world.ts';
import { quittingLaw, shownLaw } from './shown-laws.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What has to hold at every moment: what is or will be the mailbox's password is in the keychain, and can be shown. */
export function keptLaw(world: RunWorld): string[] {
  const { service, keychain, plan, clock } = world;
  const texts = keychain.texts();
  const right = service.truth.rightNowAndLater(clock.trueNow());
  const lost = right.filter((text) => !texts.includes(text) && (plan.currentKnown || text !== plan.passwords.old));
  return [...lost.map(() => 'the real password is nowhere in the keychain'), ...shownLaw(world)];
}

/** Everything that a run may have broken, once it has come to its end; empty is the only right answer. */
export function judge(world: RunWorld): string[] {
  const { journal } = world;
  return [
    ...world.broken,
    ...keptLaw(world),
    ...promotedWithoutProof(world, journal),
    ...overBudget(world),
    ...wrongVerdict(world, journal),
  ];
}

/** I3: before current moves, pending has signed in on a receiving protocol and for sending. */
function promotedWithoutProof(world: RunWorld, journal: readonly JournalEntry[]): string[] {
  return journal.flatMap(({ at, fact }) => {
    if (fact.type !== 'promoted') return [];
    const proofs = world.service.truth.signIns.filter((one) => one.outcome === 'signed-in' && one.at <= at);
    const text = world.onceKept(fact.current);
    const on = new Set(proofs.filter(({ password }) => password === text).map(({ protocol }) => protocol));
    return on.has('imap') && on.has('smtp') ? [] : ['I3: current was replaced before pending had signed in'];
  });
}

/** I4: what the mail server saw, whatever the app's own books say. A click allows one refusal more of each password. */
function overBudget({ service, clicks, intents }: RunWorld): string[] {
  const { signIns } = service.truth;
  const broken = service.bans.shut.map(() => 'the app itself got this computer banned');
  /** Since the refusal it may have been sent once more, or has signed in elsewhere. */
  const isNews = (from: number, to: number, password: string): boolean =>
    intents.get(from) !== intents.get(to) ||
    signIns.slice(from, to).some((one) => one.password === password && one.outcome === 'signed-in');
  const refused: { readonly at: number; readonly place: number; readonly password: string }[] = [];
  for (const [place, { at, outcome, password }] of signIns.entries()) {
    if (outcome !== 'refused') continue;
    const within = (window: number) => refused.filter((earlier) => earlier.at > at - window).length;
    const before = refused.findLast((earlier) => earlier.password === password);
    const clicked = clicks.some((click) => click <= place && click > (before?.place ?? -1));
    refused.push({ at, place, password });
    if (within(10 * minute) > 3) broken.push('I4: more than 3 refused in 10 minutes');
    if (clicked) continue;
    if (within(10 * minute) > 2) broken.push('I4: more than 2 refused in 10 minutes without a click');
    if (within(7 * day) > 4) broken.push('I4: more than 4 refused in 7 days without a click');
    if (before && at - before.at < minute && !isNews(before.place, place, password))
      broken.push('D6: a refused password was tried again at once');
  }
  return broken;
}

/** What the app says at the end must be what the mail server does. */
function wrongVerdict(world: RunWorld, journal: readonly JournalEntry[]): string[] {
  const facts = reduce(journal);
  const { truth, plan } = world.service;
  const real = truth.passwordAt(world.clock.trueNow());
  const current = world.textOf(facts.current?.version);
  const ended = facts.rotation?.ended?.as ?? null;
  const broken: string[] = [];
  // what the person had given up on may be applied hours after the next one was proved: nobody can know that in time
  const undone = journal.some(({ at, fact }) => fact.type === 'finished' && truth.passwordAt(at) === current);
  if (ended === 'finished' && current !== real && !undone) broken.push('finished, but current does not sign in');
  const slowest = Math.max(0, ...Object.values(plan.lag));
  const late = journal.some(({ at, fact }) => fact.type === 'reverted' && truth.passwordAt(at, slowest) !== real);
  if (ended === 'reverted' && facts.current && !late && current !== real) {
    broken.push('reverted, but current does not sign in');
  }
  const plain = plan.answer === 'accepted' && (world.plan.truth === 'applied' || world.plan.truth === 'late');
  if (plain && ended !== 'finished') broken.push(`changed, but the app ends with ${ended ?? 'a call for help'}`);
  return broken;
}

/** The canary: no password of this run in anything that was written, printed or sent. The messages show quitting too. */
export function leaks(world: RunWorld, traces: readonly Trace[]): string[] {
  const { old, fresh, other, credential } = world.plan.passwords;
  const found = [old, fresh, other, credential].flatMap((secret) =>
    findSecret(traces, secret, ['anna@example.test']).map((where) => `a secret is in ${where}`),
  );
  return [...found, ...quittingLaw(traces)];
}
