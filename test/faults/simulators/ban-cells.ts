import { planRotation } from '../../../src/core/rotation/open.ts';
import { clientTwo, mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Endpoint } from '../../../src/shared/model.ts';
import { type App, Computer, firstVersion } from '../files/computer.ts';
import { devicePort, Laws } from '../files/laws.ts';
import { drive, live } from '../files/person.ts';
import { firstPassword, newPassword } from '../files/scenarios.ts';
import { createSimulatedClock, type SimulatedClock } from '../model/clock.ts';
import { Defence, knownLimits, type Limit } from '../model/defences.ts';
import { here, MailService, type ServicePlan } from '../model/mail-service.ts';
import type { SeenSignIn } from '../model/truth.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const products = Object.keys(knownLimits) as (keyof typeof knownLimits)[];
export const banScenarios = ['clean', 'typo', 'propagation', 'three stale devices'] as const;
export type BanScenario = (typeof banScenarios)[number];

export interface BanResult {
  readonly failures: string[];
  /** Refusals that the app itself caused. */
  readonly refused: number;
  /** How often the service shut, whoever it was. */
  readonly shut: number;
}

/** One scenario at one product. Directories shut the account; the others shut the address, for everyone behind it. */
export async function runBanCell(product: keyof typeof knownLimits, scenario: BanScenario): Promise<BanResult> {
  const limit: Limit = knownLimits[product];
  const shuts: Partial<ServicePlan> =
    product === 'activeDirectory' ? { lockOut: { ...limit, says: 'mail.wrong-password' } } : { ban: limit };
  const truth = scenario === 'propagation' ? ({ late: 40 * minute } as const) : 'applied';
  const plan = { mode: 'self', truth, answer: 'accepted', password: firstPassword, ...shuts } as const;
  const ticking = createTickingClock(2 * minute);
  const service = new MailService(plan, ticking);
  const computer = new Computer(ticking, service);
  await computer.setUp();
  const laws = new Laws(computer);
  if (scenario === 'typo') mistype(computer, laws);
  if (scenario === 'three stale devices') ticking.onTick = staleDevices(service, ticking.trueNow() + hour);
  const app = computer.boot();
  const ending = await goes[scenario](computer, app);
  laws.check();
  computer.end();
  const expected = scenario === 'typo' ? 'not-ready' : 'finished';
  const wrong = ending === expected ? [] : [`it ends as ${String(ending)}`];
  return judge(service, limit, scenario, [...wrong, ...laws.broken]);
}

function judge(service: MailService, limit: Limit, scenario: BanScenario, wrong: string[]): BanResult {
  const refused = service.truth.signIns.filter((one) => one.outcome === 'refused');
  const own = refused.filter(isOwn);
  const shut = service.bans.shut.length + service.lockOuts.shut.length;
  if (timesShut(own, limit) > 0) wrong.push('the app alone would have been banned');
  if (scenario === 'three stale devices') {
    const byDevices = timesShut(
      refused.filter((one) => !isOwn(one)),
      limit,
    );
    if (shut > byDevices) wrong.push(`shut ${shut} times, and ${byDevices} times without the app`);
  } else if (shut > 0) wrong.push('the service has shut');
  return { failures: wrong, refused: own.length, shut };
}

const isOwn = (one: SeenSignIn): boolean => one.from === here && one.port !== devicePort;

function timesShut(refused: readonly SeenSignIn[], limit: Limit): number {
  const defence = new Defence(limit);
  for (const { at } of refused) if (!defence.isShut('it', at)) defence.note('it', at);
  return defence.shut.length;
}

/** The person has given a wrong current password. */
function mistype(computer: Computer, laws: Laws): void {
  const name = [...computer.keychain.entries.keys()].find((one) => one.endsWith(firstVersion)) ?? '';
  computer.keychain.entries.set(name, 'the odl password');
  laws.foreign(firstPassword);
}

/** Clicks on "check again" every half minute. */
async function impatient(computer: Computer, app: App): Promise<string> {
  const planned = await planRotation(app.ports, mailbox);
  if (!planned.ok) return planned.failure.code;
  for (let clicks = 0; clicks < 15; clicks += 1) {
    await planned.value.getReady();
    await drive(app, planned.value);
    computer.clock.advance(minute / 2);
  }
  return planned.value.view().stage;
}

/** Changes the password, looks after one device every five minutes for two hours, and once more when every ban is over. */
async function visiting(computer: Computer, app: App): Promise<string> {
  const planned = await planRotation(app.ports, mailbox);
  if (!planned.ok) return planned.failure.code;
  const run = planned.value;
  await run.getReady();
  await run.change(new Secret(newPassword), { endSessions: false });
  await drive(app, run);
  for (let visits = 0; visits < 24; visits += 1) {
    computer.clock.advance(5 * minute);
    await run.checkClient(clientTwo);
  }
  computer.clock.advance(8 * day);
  await run.checkClient(clientTwo);
  if (run.view().clients.some((one) => one.grade !== 'settings-proved')) return 'a client is not proved';
  await run.finish();
  return run.view().stage;
}

const goes: Record<BanScenario, (computer: Computer, app: App) => Promise<unknown>> = {
  clean: (computer, app) => live(computer, app, newPassword),
  typo: impatient,
  propagation: (computer, app) => live(computer, app, newPassword),
  'three stale devices': visiting,
};

/** Three phones behind the same address that go on with the old password once it is dead, until somebody sees to them. */
function staleDevices(service: MailService, until: number): () => void {
  const device: Endpoint = { protocol: 'imap', host: 'mail.example.test', port: devicePort, security: 'starttls' };
  return () => {
    if (service.clock.trueNow() > until) return;
    for (let phone = 0; phone < 3; phone += 1) service.signIn(device, firstPassword);
  };
}

/** A clock at whose ticks something else happens, however far it is put on at once. */
function createTickingClock(every: number): SimulatedClock & { onTick: () => void } {
  const clock = createSimulatedClock();
  let next = clock.trueNow() + every;
  const advance = (ms: number): void => {
    const until = clock.trueNow() + Math.max(ms, 0);
    while (next <= until) {
      clock.advance(next - clock.trueNow());
      next += every;
      ticking.onTick();
    }
    clock.advance(until - clock.trueNow());
  };
  const ticking = {
    ...clock,
    advance,
    onTick: (): void => undefined,
    async sleep(ms: number, signal: AbortSignal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) advance(ms);
    },
  };
  return ticking;
}
