import { forgetOld } from '../../../src/core/rotation/forget.ts';
import { openRotation, planRotation } from '../../../src/core/rotation/open.ts';
import type { RotationRun } from '../../../src/core/rotation/run.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Endpoint } from '../../../src/shared/model.ts';
import { type App, Computer } from '../files/computer.ts';
import { Laws } from '../files/laws.ts';
import { anyOf, type Kept, onlySynced } from '../files/memory-files.ts';
import { firstPassword } from '../files/scenarios.ts';
import { MailService, type ServicePlan } from '../model/mail-service.ts';
import type { Command, PersonAct } from './commands.ts';
import { createHeldClock } from './held-clock.ts';

interface Window {
  readonly app: App;
  run: RotationRun | null;
}

const elsewhere = '198.51.100.7';
const imap: Endpoint = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One computer to which a sequence of commands happens. */
export class Session {
  readonly clock = createHeldClock();
  readonly computer: Computer;
  readonly laws: Laws;
  private readonly windows: [Window | null, Window | null] = [null, null];
  private next: Partial<Pick<ServicePlan, 'truth' | 'answer'>> = {};
  private bannedUntil = 0;
  private passwords = 0;

  private constructor() {
    const service = new MailService(
      {
        ...({ mode: 'self', truth: 'applied', answer: 'accepted', password: firstPassword } as const),
        fate: () => this.next,
        network: () => (this.clock.trueNow() < this.bannedUntil ? 'mail.nothing-listens' : null),
      },
      this.clock,
    );
    this.computer = new Computer(this.clock, service);
    this.laws = new Laws(this.computer);
  }

  static async begin(): Promise<Session> {
    const session = new Session();
    await session.computer.setUp();
    return session;
  }

  /** Does one command, lets everything that follows from it happen, and looks at the laws. */
  async happen(command: Command): Promise<void> {
    await this.perform(command);
    await this.settle();
    this.laws.check();
  }

  end(): void {
    this.computer.end();
  }

  private async perform(command: Command): Promise<void> {
    switch (command.do) {
      case 'start':
        return this.open(0);
      case 'second-instance':
        return this.open(1);
      case 'restart':
        this.die(null);
        return this.open(0);
      case 'kill':
        return this.die(keptBy(command.how));
      case 'doom': {
        const app = this.windows[0]?.app;
        if (app) app.doom = { at: app.acts + command.acts, when: command.when };
        return;
      }
      case 'person':
        // who wants something of an app that is gone starts it first
        if (command.who === 0 && command.act === 'sensible' && this.windows[0]?.app.dead !== false) return this.open(0);
        return this.act(this.windows[command.who], command.act);
      case 'pass':
        return await this.pass(command.ms);
      default:
        return this.outside(command);
    }
  }

  /** What neither the app nor its person does. */
  private outside(
    command: Exclude<Command, { do: 'start' | 'second-instance' | 'restart' | 'kill' | 'doom' | 'person' | 'pass' }>,
  ): void {
    const { service, keychain, disk } = this.computer;
    switch (command.do) {
      case 'clock-jump':
        if (command.ms > 0) this.laws.clockPutForward();
        this.clock.jump(command.ms);
        return;
      case 'ban':
        this.bannedUntil = this.clock.trueNow() + command.ms;
        return;
      case 'fate':
        this.next = { truth: command.truth, answer: command.answer };
        return;
      case 'cache':
        service.remember(command.positive, command.negative);
        return;
      case 'device-knocks':
        for (let times = 0; times < command.times; times += 1) service.signIn(imap, firstPassword, elsewhere);
        return;
      case 'third-party': {
        const password = `set by somebody else ${this.clock.trueNow()}`;
        this.laws.foreign(password);
        service.thirdPartyChanges(password);
        return;
      }
      case 'keychain-emptied':
        this.laws.keychainEmptied();
        keychain.entries.clear();
        return;
      case 'keychain': {
        const { trouble, acts } = command;
        const until = keychain.acts.length + acts;
        keychain.trouble = (_act, number) => (number < until ? trouble : null);
        return;
      }
      case 'disk':
        disk.trouble.fullFrom = command.trouble === 'full' ? disk.written.length : null;
        disk.trouble.readOnly = command.trouble === 'read-only';
        disk.trouble.syncFails = command.trouble === 'sync-fails';
        return;
    }
  }

  /** Opens a window unless it is open: what is unfinished goes on by itself. */
  private open(place: 0 | 1): void {
    const before = this.windows[place];
    if (before && !before.app.dead) return;
    const window: Window = { app: this.computer.boot(), run: null };
    this.windows[place] = window;
    void openRotation(window.app.ports, mailbox).then(async (opened) => {
      if (!opened.ok || !opened.value) return;
      window.run = opened.value;
      if (!opened.value.isOver) await opened.value.resume();
    });
  }

  private die(kept: Kept | null): void {
    this.computer.end(kept);
    this.windows[0] = null;
    this.windows[1] = null;
  }

  private act(window: Window | null, act: PersonAct): void {
    if (!window || window.app.dead) return;
    const { run, app } = window;
    switch (act) {
      case 'sensible':
        this.follow(window);
        return;
      case 'change':
        this.change(run);
        return;
      case 'go-on':
        void run?.resume();
        return;
      case 'finish':
        void run?.finish();
        return;
      case 'leave':
        void run?.leave();
        return;
      case 'tidy':
        void forgetOld(app.ports, mailbox, new AbortController().signal);
        return;
      default:
        void run?.help(act);
    }
  }

  /** What the screen asks for. */
  private follow(window: Window): void {
    const { run } = window;
    if (!run || run.isOver) {
      this.plan(window);
      return;
    }
    const { stage } = run.view();
    if (stage === 'new-password') this.change(run);
    else if (stage === 'round') void run.finish();
    else if (stage === 'not-ready') void run.getReady();
    else if (stage === 'needs-help') void run.help('try-again');
  }

  private plan(window: Window): void {
    void planRotation(window.app.ports, mailbox).then(async (planned) => {
      if (!planned.ok) return;
      window.run = planned.value;
      await planned.value.getReady();
    });
  }

  private change(run: RotationRun | null): void {
    this.passwords += 1;
    void run?.change(new Secret(`New password ${this.passwords}!`), { endSessions: false });
  }

  /** Time goes by, and stops wherever somebody wakes. */
  private async pass(ms: number): Promise<void> {
    const until = this.clock.trueNow() + ms;
    for (let stops = 0; stops < 60; stops += 1) {
      const due = this.clock.nextDue();
      if (due === null || due > until) break;
      this.clock.advance(due - this.clock.trueNow());
      await this.settle();
    }
    this.clock.advance(until - this.clock.trueNow());
  }

  /** Until nobody does anything any more but sleep. */
  private async settle(): Promise<void> {
    for (let still = 0, before = -1; still < 3; ) {
      this.clock.wakeDue();
      await turn();
      const now = this.windows.reduce((sum, window) => sum + (window?.app.acts ?? 0), 0);
      still = now === before ? still + 1 : 0;
      before = now;
    }
  }
}

function keptBy(how: 'process' | 'power' | number): Kept | null {
  if (how === 'process') return null;
  if (how === 'power') return onlySynced;
  let state = how + 1;
  return anyOf((limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1;
    return state % limit;
  });
}
