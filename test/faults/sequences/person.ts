import { forgetOld } from '../../../src/core/rotation/forget.ts';
import { checkOld } from '../../../src/core/rotation/old.ts';
import { openRotation, planRotation } from '../../../src/core/rotation/open.ts';
import { reduce } from '../../../src/core/rotation/reduce.ts';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import { previousPassword } from '../../../src/main/app/new-passwords.ts';
import type { VersionId } from '../../../src/shared/ids.ts';
import type { ByHandAnswer } from '../../../src/shared/journal.ts';
import type { App, Computer } from '../files/computer.ts';
import type { Laws } from '../files/laws.ts';
import { showSheet } from '../files/shown-laws.ts';
import type { ServicePlan } from '../model/mail-service.ts';
import type { PersonAct } from './commands.ts';

/** The app as it is open before somebody. */
export interface Window {
  readonly app: App;
  run: RotationRun | null;
  /** What was unfinished at the start has been looked for, and found or not. */
  takenUp: boolean;
}

/** Whoever clicks, and goes to the provider's page. */
export class Person {
  private readonly computer: Computer;
  private readonly laws: Laws;
  /** What the provider says next. */
  private readonly answer: () => ServicePlan['answer'];
  private passwords = 0;
  /** What was really come to, so that a test can show that its commands do something. */
  readonly seen = new Set<string>();

  constructor(computer: Computer, laws: Laws, answer: () => ServicePlan['answer']) {
    this.computer = computer;
    this.laws = laws;
    this.answer = answer;
  }

  /** Nobody waits for what is answered: a dead app never answers. */
  act(window: Window, act: PersonAct): unknown {
    const { run, app } = window;
    switch (act) {
      case 'sensible':
        return this.follow(window);
      case 'change':
        return this.change(run);
      case 'go-on':
        return run?.resume();
      case 'finish':
        return run?.finish();
      case 'leave':
        return run?.leave();
      case 'tidy':
        return forgetOld(app.ports, mailbox, new AbortController().signal);
      case 'put-back':
        return this.putBack(window);
      case 'check-old':
        return this.checkOld(window);
      case 'sheet':
        return this.lookAtSheet(app);
      case 'say-changed':
      case 'say-refused':
      case 'say-gave-up':
      case 'say-different':
      case 'only-page':
        return this.atThePage(window, act);
      default:
        return run?.help(act);
    }
  }

  /** At a start what is unfinished goes on by itself, but for a second instance or where the disk takes no claim. */
  async takeUp(window: Window): Promise<void> {
    const { ports } = window.app;
    const right = await ports.writer.claim();
    const opened = await openRotation(ports, mailbox);
    if (!opened.ok) return;
    window.run = opened.value;
    window.takenUp = right.ok;
    if (right.ok && opened.value && !opened.value.isOver) await opened.value.resume();
  }

  /** The emergency sheet, judged unless the keychain itself gives no answer just now. */
  async lookAtSheet(app: App): Promise<void> {
    const { keychain } = this.computer;
    const wrong = (): boolean => ![null, 'slow'].includes(keychain.trouble('find', keychain.acts.length));
    const before = wrong();
    const shown = await showSheet(app);
    if (before || wrong() || app.dead) return;
    this.laws.checkShown(shown);
    this.seen.add('sheet');
  }

  /** What the screen asks for. */
  private follow(window: Window): unknown {
    const { run } = window;
    if (!window.takenUp) return this.takeUp(window);
    if (!run || run.isOver) return this.plan(window);
    switch (run.view().stage) {
      case 'new-password':
        return this.change(run);
      case 'your-turn':
        return this.atThePage(window, 'sensible');
      case 'round':
        return run.finish();
      case 'not-ready':
        return run.getReady();
      case 'needs-help':
        return run.help('try-again');
      default:
        return null;
    }
  }

  private async plan(window: Window): Promise<void> {
    const planned = await planRotation(window.app.ports, mailbox);
    if (!planned.ok) return;
    window.run = planned.value;
    await planned.value.getReady();
  }

  private change(run: RotationRun | null): unknown {
    this.passwords += 1;
    return run?.change(new Secret(`New password ${this.passwords}!`), { endSessions: false });
  }

  /** A change of its own, to what was the password before. */
  private async putBack(window: Window): Promise<void> {
    if (!window.run || window.run.isOver) await this.plan(window);
    const { run, app } = window;
    const version = run?.view().stage === 'new-password' ? await this.formerOne(app, false) : undefined;
    if (!run || !version) return;
    const secret = await previousPassword(app.ports, mailbox, version);
    if (!secret.ok) return;
    const changed = await run.change(secret.value, { endSessions: false });
    if (changed.ok) this.seen.add('put back');
  }

  /** As the app does it: not while a rotation signs in. */
  private async checkOld({ app, run }: Window): Promise<void> {
    const version = run?.isWorking ? undefined : await this.formerOne(app, true);
    if (!version) return;
    const before = this.computer.service.truth.signIns.length;
    const checked = await checkOld(app.ports, mailbox, version, new AbortController().signal);
    const tried = this.computer.service.truth.signIns.length - before;
    if (checked.ok && tried > 0) this.seen.add(`old one ${checked.value.verdict}`);
    else if (!checked.ok) this.seen.add(`old one not asked: ${checked.failure.code}`);
  }

  /** The newest former version; with `any` whatever else is there, so that the app has something to refuse. */
  private async formerOne({ ports }: App, any: boolean): Promise<VersionId | undefined> {
    const read = await ports.journal.read(mailbox);
    if (!read.ok) return undefined;
    const { previous, abandoned, pending, current } = reduce(read.value);
    const others = any ? [abandoned.at(-1), pending, current] : [];
    return [previous.at(-1), ...others].find((one) => one)?.version;
  }

  /** By hand: the person takes the new password from the app, changes it on the page, and tells the app of it. */
  private async atThePage({ app, run }: Window, how: PersonAct): Promise<void> {
    const view = run?.view();
    // an instance that only looks on opens no page
    if (!run || app.ports.writer.problem()) return;
    if (view?.stage !== 'your-turn' || view.pending === null) return;
    const shown = await app.ports.secrets.get(mailbox, view.pending);
    if (!shown.ok || app.dead) return;
    this.laws.pageOpened(shown.value.reveal());
    if (how === 'say-different') {
      this.passwords += 1;
      const own = `Thought of at the page ${this.passwords}!`;
      this.laws.thoughtOf(own);
      this.onThePage(own);
      await run.answer('different', new Secret(own));
    } else {
      if (how === 'sensible' || how === 'only-page') this.onThePage(shown.value.reveal());
      const says = this.saying(how);
      if (says) await run.answer(says, null);
    }
    this.seen.add(how);
  }

  private onThePage(password: string): void {
    if (typeof this.answer() !== 'object') this.computer.service.changeOnPage(password);
  }

  private saying(how: PersonAct): Exclude<ByHandAnswer, 'different'> | null {
    switch (how) {
      case 'say-changed':
        return 'changed';
      case 'say-refused':
        return 'refused';
      case 'say-gave-up':
        return 'gave-up';
      case 'sensible': {
        const answer = this.answer();
        return typeof answer === 'object' ? 'refused' : answer === 'accepted' ? 'changed' : 'gave-up';
      }
      default:
        return null;
    }
  }
}
