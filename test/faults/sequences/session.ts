import type { Endpoint } from '../../../src/shared/model.ts';
import { Computer } from '../files/computer.ts';
import { Laws } from '../files/laws.ts';
import { anyOf, type Kept, onlySynced } from '../files/memory-files.ts';
import { firstPassword } from '../files/scenarios.ts';
import { asksBeforeQuitting, type Holds } from '../files/shown-laws.ts';
import { MailService, type ServiceMode, type ServicePlan } from '../model/mail-service.ts';
import type { Command, PersonAct } from './commands.ts';
import { createHeldClock } from './held-clock.ts';
import { Person, type Window } from './person.ts';

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
  private readonly person: Person;
  private bannedUntil = 0;
  /** When quitting is asked about. */
  holds: Holds = asksBeforeQuitting;

  private constructor(mode: ServiceMode) {
    const service = new MailService(
      {
        ...({ mode, truth: 'applied', answer: 'accepted', password: firstPassword } as const),
        fate: () => this.next,
        network: () => (this.clock.trueNow() < this.bannedUntil ? 'mail.nothing-listens' : null),
      },
      this.clock,
    );
    this.computer = new Computer(this.clock, service);
    this.laws = new Laws(this.computer);
    this.laws.holds = () => this.open.some((window) => this.asksBeforeQuitting(window));
    this.person = new Person(this.computer, this.laws, () => this.next.answer ?? 'accepted');
  }

  static async begin(mode: ServiceMode): Promise<Session> {
    const session = new Session(mode);
    await session.computer.setUp();
    return session;
  }

  /** Does one command, lets everything that follows from it happen, and looks at the laws. */
  async happen(command: Command): Promise<void> {
    await this.perform(command);
    await this.settle();
    this.laws.check();
    const [first, ...others] = this.open;
    // one that only looks on, beside the other or after its end, may show what is no longer so
    if (first?.run && others.length === 0 && !first.app.ports.writer.problem()) {
      const { id } = first.run;
      this.laws.checkQuitting(id, first.run.view().stage, this.asksBeforeQuitting(first));
    }
  }

  /** At last nothing can be reached any more but this computer's own disk and keychain: the emergency sheet is enough. */
  async lookAtSheet(): Promise<void> {
    const { keychain, disk } = this.computer;
    keychain.trouble = () => null;
    Object.assign(disk.trouble, { fullFrom: null, readOnly: false, syncFails: false });
    this.bannedUntil = Number.POSITIVE_INFINITY;
    this.start(0);
    await this.settle();
    const app = this.windows[0]?.app;
    if (app) await this.person.lookAtSheet(app);
    this.laws.check();
  }

  /** What was really come to. */
  get seen(): ReadonlySet<string> {
    return this.person.seen;
  }

  end(): void {
    this.computer.end();
  }

  private get open(): Window[] {
    return this.windows.filter((window) => window !== null).filter(({ app }) => !app.dead);
  }

  private asksBeforeQuitting({ run }: Window): boolean {
    return run !== null && !run.isOver && this.holds(run.view().stage);
  }

  private async perform(command: Command): Promise<void> {
    switch (command.do) {
      case 'start':
        return this.start(0);
      case 'second-instance':
        return this.start(1);
      case 'restart':
        this.die(null);
        return this.start(0);
      case 'kill':
        return this.die(keptBy(command.how));
      case 'doom': {
        const app = this.windows[0]?.app;
        if (app) app.doom = { at: app.acts + command.acts, when: command.when };
        return;
      }
      case 'person':
        // who wants something of an app that is gone starts it first
        if (command.who === 0 && command.act === 'sensible' && this.windows[0]?.app.dead !== false)
          return this.start(0);
        return this.act(this.windows[command.who], command.act);
      case 'pass':
        return await this.pass(command.ms);
      case 'quit':
        for (const { run } of this.open) void run?.stop();
        await this.settle();
        return this.die(null);
      case 'sleep': {
        const runs = this.open.flatMap(({ run }) => run ?? []);
        for (const run of runs) run.suspend();
        await this.pass(command.ms);
        for (const run of runs) run.awake();
        return;
      }
      default:
        return this.outside(command);
    }
  }

  /** What neither the app nor its person does. */
  private outside(
    command: Exclude<
      Command,
      { do: 'start' | 'second-instance' | 'restart' | 'quit' | 'kill' | 'doom' | 'person' | 'pass' | 'sleep' }
    >,
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
  private start(place: 0 | 1): void {
    const before = this.windows[place];
    if (before && !before.app.dead) return;
    const window: Window = { app: this.computer.boot(), run: null, takenUp: false };
    this.windows[place] = window;
    void this.person.takeUp(window);
  }

  private die(kept: Kept | null): void {
    this.computer.end(kept);
    this.windows[0] = null;
    this.windows[1] = null;
  }

  private act(window: Window | null, act: PersonAct): void {
    if (window && !window.app.dead) void this.person.act(window, act);
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
