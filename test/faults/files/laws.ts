import type { AttemptAsk } from '../../../src/core/ports.ts';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { parseAttemptLines } from '../../../src/main/storage/attempt-lines.ts';
import type { JournalEntry, JournalFact } from '../../../src/shared/journal.ts';
import type { RotationStage } from '../../../src/shared/views.ts';
import { here } from '../model/mail-service.ts';
import type { SeenSignIn } from '../model/truth.ts';
import { AskedLaw } from './asked-law.ts';
import { attemptsFolder, type Computer, journalPath } from './computer.ts';
import { quittingLaws, type ShownSheet, sheetLaws } from './shown-laws.ts';

const minute = 60_000;
const day = 86_400_000;
/** Other people's devices behind the same address sign in here, so that they can be told from the app. */
export const devicePort = 143;
type Prompted = AttemptAsk['prompted'];

/**
 * Watches a computer for broken laws, on its own: what is really on the disk, really in the keychain and was really seen
 * by the server, whatever the app believes. The laws are I1 to I7. Of I7, that quitting, sleep and log-off need never be
 * held back is judged by all the others, because nothing here ever holds back a death.
 */
export class Laws {
  /** In words, each once. */
  readonly broken = new Set<string>();
  private readonly computer: Computer;
  private readonly prompts: Prompted[] = [];
  private readonly claims = new Set<string>();
  private readonly sentBy = new Map<string, string>();
  /**
   * Refusals before this are not judged by the budget: a life that began after the wall clock was put forward cannot know
   * how long ago they really were.
   */
  private budgetFrom = Number.NEGATIVE_INFINITY;
  private putForward = false;
  /** Passwords that need not be on this computer: somebody else's, or lost with the keychain. */
  private readonly excused = new Set<string>();
  private readonly lost = new Set<string>();
  /** Passwords that a person thought of on the provider's page, until they are told to the app. */
  private readonly inTheHead = new Set<string>();
  private readonly asked = new AskedLaw();
  /** By rotation: how many sign-ins the server had seen when its first request was noted. */
  private readonly seenBefore = new Map<string, number>();
  /** True if quitting is asked about just now; null where nobody looks. */
  holds: () => boolean | null = () => null;

  constructor(computer: Computer) {
    this.computer = computer;
    computer.watch = {
      boots: () => {
        if (this.putForward) this.budgetFrom = computer.clock.trueNow();
        this.putForward = false;
      },
      signsIn: (password, prompted) => this.beforeSignIn(password, prompted),
      changes: (password) => this.beforeSending(password),
    };
    computer.disk.onWrite = (path, bytes) => {
      if (path === journalPath) for (const { fact } of entriesIn(Buffer.from(bytes))) this.beforeNoting(fact);
    };
    computer.keychain.onRemove = (account, text) => this.beforeRemoving(account, text);
  }

  /** Somebody else has set this password: it cannot be on this computer. */
  foreign(password: string): void {
    if (![...this.computer.keychain.texts().values()].includes(password)) this.excused.add(password);
  }

  /** The person has put this password of their own into the provider's page, and only then tells the app. */
  thoughtOf(password: string): void {
    this.inTheHead.add(password);
    this.excused.add(password);
    // it is the person who answers one password with another
    this.sentBy.clear();
  }

  /**
   * I1 for a page that a person is given: what it is opened for is stored, and that it is the person's turn is on the disk.
   * That line may name another version, if the app died while it took down what the person had thought of.
   */
  pageOpened(password: string): void {
    const { rotation } = reduce(this.onDisk());
    if (!rotation || rotation.submissions.at(-1)?.outcome !== null)
      this.note('a page without an intent on the disk (I1)');
    const pending = rotation?.pending?.version;
    if (!pending || this.textOf(pending) !== password) this.note('a page for what is not stored (I1)');
    if (rotation) this.sendsFor(rotation.id, password);
  }

  /** The keychain is about to be emptied: what is in it now is gone, and nothing of ours did it. */
  keychainEmptied(): void {
    for (const [account, text] of this.computer.keychain.texts()) {
      this.excused.add(text);
      this.lost.add(account);
    }
  }

  /** The wall clock was put forward. The life under way must not be fooled by it; the next one may be. */
  clockPutForward(): void {
    this.putForward = true;
  }

  /** Refused sign-ins of the app that nobody clicked for. */
  get refusedUnprompted(): number {
    return this.own().filter((one, index) => one.outcome === 'refused' && this.prompts[index] !== 'person').length;
  }

  /** The laws that hold at any moment, whatever is under way. */
  check(): void {
    const { service, clock, keychain } = this.computer;
    const kept = new Set(keychain.texts().values());
    for (const password of this.inTheHead) {
      if (kept.has(password) && this.inTheHead.delete(password)) this.excused.delete(password);
    }
    const real = service.truth.rightNowAndLater(clock.trueNow()).filter((password) => !this.excused.has(password));
    if (real.some((password) => !kept.has(password))) this.note('the real password is nowhere (I2)');
    this.checkSheet(real);
    this.checkBudget();
  }

  /** What a person has on the emergency sheet, in a moment when the keychain answers. */
  checkShown(sheet: ShownSheet): void {
    const { service, clock, keychain } = this.computer;
    const start = `mailbox/${mailbox}/`;
    const kept = [...keychain.texts()].filter(([name]) => name.startsWith(start));
    const versions = new Map(kept.map(([name, text]) => [name.slice(start.length), text]));
    const real = service.truth.rightNowAndLater(clock.trueNow()).filter((password) => !this.excused.has(password));
    const current = reduce(this.seen() ?? []).current?.version;
    for (const law of sheetLaws(sheet, versions, real, current)) this.note(law);
  }

  /** What the one open window says of its rotation, and whether quitting is asked about because of it. */
  checkQuitting(rotation: string, stage: RotationStage, holds: boolean): void {
    for (const law of quittingLaws(this.seen() ?? [], rotation, stage, holds)) this.note(law);
  }

  private note(law: string): void {
    this.broken.add(law);
  }

  /** I1: what is sent is in the keychain, read back, and the intent to send it is on the disk and not just on its way. */
  private beforeSending(password: string): void {
    const entries = this.onDisk();
    const intent = entries.findLast(({ fact }) => fact.type === 'submitting')?.fact;
    if (intent?.type !== 'submitting') {
      this.note('sent without an intent on the disk (I1)');
      return;
    }
    const { version, rotation } = intent;
    if (this.textOf(version) !== password) this.note('sent what is not in the keychain (I1)');
    const staged = entries.some(({ fact }) => fact.type === 'staged' && fact.version === version);
    if (!staged) this.note('sent what is not noted as stored (I1)');
    const answered = entries.some(({ fact }) => isAnswer(fact, rotation, intent.attempt));
    if (answered) this.note('sent again without an intent of its own (I1)');
    this.sendsFor(rotation, password);
  }

  /** I5: whatever came of it, a rotation sends one password alone. I7: from then on quitting is asked about. */
  private sendsFor(rotation: string, password: string): void {
    if ((this.sentBy.get(rotation) ?? password) !== password) this.note('unknown was answered with another one (I5)');
    this.sentBy.set(rotation, password);
    if (this.holds() === false) this.note('sent while quitting is not asked about (I7)');
  }

  /** I2: a version goes only if another one has just signed in, and never one that the server takes or will take. */
  private beforeRemoving(account: string, text: string): void {
    if (!account.startsWith(`mailbox/${mailbox}/`)) return;
    const { truth } = this.computer.service;
    const now = this.computer.clock.trueNow();
    const others = [...this.computer.keychain.texts()].flatMap(([name, other]) => (name === account ? [] : [other]));
    const fresh = truth.signIns.some(
      (one) =>
        one.outcome === 'signed-in' &&
        one.from === here &&
        others.includes(one.password) &&
        one.at >= now - 10 * minute,
    );
    if (!fresh) this.note('removed a version without another having signed in (I2)');
    const real = truth.rightNowAndLater(now).includes(text) && !this.excused.has(text);
    if (real && !others.includes(text)) this.note('removed the real password (I2)');
  }

  /**
   * I3: current moves on proof alone, over every protocol of the mailbox, and by a sign-in since this change was sent. A
   * person who stops ends the waiting for the rest: the one sign-in there has been shows whose password it is.
   */
  private beforeNoting(fact: JournalFact): void {
    const { signIns } = this.computer.service.truth;
    if (fact.type === 'submitting' && !this.seenBefore.has(fact.rotation)) {
      this.seenBefore.set(fact.rotation, signIns.length);
    }
    if (fact.type !== 'promoted') return;
    const since = signIns.slice(this.seenBefore.get(fact.rotation));
    const text = this.textOf(fact.current);
    const { receiving, sending } = this.computer.record;
    const protocols = [receiving?.protocol, sending ? 'smtp' : undefined].filter((one) => one !== undefined);
    const unproved = protocols.filter(
      (protocol) => !since.some((one) => one.protocol === protocol && isProof(one, text)),
    );
    if (this.isStopped(fact.rotation) && unproved.length < protocols.length) return;
    for (const protocol of unproved) this.note(`current moved without proof over ${protocol} (I3)`);
  }

  /** I4: the right to try is on the disk before the password leaves. */
  private beforeSignIn(password: string, prompted: Prompted): void {
    const { disk } = this.computer;
    for (const name of disk.syncedNames(attemptsFolder)) {
      const text = String(disk.synced(`${attemptsFolder}/${name}`) ?? '');
      for (const line of parseAttemptLines(text)) if ('claim' in line) this.claims.add(line.claim);
    }
    this.prompts.push(prompted);
    if (this.claims.size < this.prompts.length) this.note('tried without the right to on the disk (I4)');
    const wrong = this.asked.beforeSignIn(this.onDisk(), password, (version) => this.textOf(version));
    for (const law of wrong) this.note(law);
  }

  /** I4: what the server saw refused from here, whatever the app's own books say. */
  private checkBudget(): void {
    const refused = this.own().flatMap((one, index) =>
      one.outcome === 'refused' && one.at > this.budgetFrom ? [{ at: one.at, prompted: this.prompts[index] }] : [],
    );
    for (const [index, one] of refused.entries()) {
      const before = refused.slice(0, index);
      const within = (window: number) => before.filter((earlier) => earlier.at > one.at - window).length;
      if (within(10 * minute) >= 3) this.note('more than 3 refused in 10 minutes (I4)');
      if (one.prompted === 'person') continue;
      if (within(10 * minute) >= 2) this.note('more than 2 refused in 10 minutes without a click (I4)');
      if (within(7 * day) >= 4) this.note('more than 4 refused in 7 days without a click (I4)');
    }
  }

  private own(): readonly SeenSignIn[] {
    return this.computer.service.truth.signIns.filter((one) => one.from === here && one.port !== devicePort);
  }

  /** I5 and I6: at most one is pending, and everything that is kept, the real password with it, is there to be shown. */
  private checkSheet(real: readonly string[]): void {
    const entries = this.seen();
    if (entries === null) return;
    const { current, pending, previous, abandoned, rotation, forgetting } = reduce(entries);
    const unsure = rotation?.staging?.version;
    const kept = [current, pending, ...previous, ...abandoned].flatMap((one) => (one ? [one.version] : []));
    const sure = kept.filter(
      (version) => version !== unsure && !forgetting.includes(version) && this.wasStored(version),
    );
    const missing = sure.some((version) => this.textOf(version) === undefined && !this.lost.has(accountOf(version)));
    if (missing) this.note('a kept version cannot be shown (I6)');
    const texts = kept.map((version) => this.textOf(version));
    if (real.some((password) => !texts.includes(password))) this.note('the real password is on no list (I6)');
    if (pending && current?.version === pending.version) this.note('one version is current and pending (I5)');
  }

  private isStopped(rotation: string): boolean {
    const helped = this.onDisk().findLast(({ fact }) => fact.type === 'helped' && fact.rotation === rotation)?.fact;
    return helped?.type === 'helped' && helped.act === 'stop';
  }

  private wasStored(version: string): boolean {
    const was = (fact: JournalFact) => (fact.type === 'staged' || fact.type === 'adopted') && fact.version === version;
    return (this.seen() ?? []).some(({ fact }) => was(fact));
  }

  private textOf(version: string): string | undefined {
    return this.computer.keychain.texts().get(accountOf(version));
  }

  /** The journal as it would be after a loss of power. */
  private onDisk(): JournalEntry[] {
    return entriesIn(this.computer.disk.synced(journalPath) ?? Buffer.alloc(0));
  }

  private seen(): JournalEntry[] | null {
    const content = this.computer.disk.peek(journalPath);
    return content && entriesIn(content);
  }
}

const accountOf = (version: string): string => `mailbox/${mailbox}/${version}`;

const isProof = (one: SeenSignIn, text: string | undefined): boolean =>
  one.password === text && one.outcome === 'signed-in';

const isAnswer = (fact: JournalFact, rotation: string, attempt: number): boolean =>
  (fact.type === 'provider-accepted' || fact.type === 'provider-refused' || fact.type === 'provider-unknown') &&
  fact.rotation === rotation &&
  fact.attempt === attempt;

/** The whole lines, without asking whether they are genuine; a torn one is left out. */
function entriesIn(content: Buffer): JournalEntry[] {
  const lines = content.toString('utf8').split('\n').slice(0, -1);
  return lines.flatMap((line): JournalEntry[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
