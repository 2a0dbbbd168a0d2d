import { forgetOld } from '../../../src/core/rotation/forget.ts';
import { mailbox } from '../../../src/core/rotation/world.test-kit.ts';
import { createSimulatedClock } from '../model/clock.ts';
import { MailService, type ServicePlan } from '../model/mail-service.ts';
import { type App, Computer, type Death } from './computer.ts';
import { Laws } from './laws.ts';
import { type Ending, live, unlessDead } from './person.ts';

const minute = 60_000;
const day = 86_400_000;
export const firstPassword = 'the old password';
export const newPassword = 'A new password 1!';
export const otherPassword = 'Another password 2!';

type Plan = Pick<ServicePlan, 'mode' | 'truth' | 'answer'> & Partial<ServicePlan>;

/** The ways that a whole rotation can go. */
export const scenarios: readonly (readonly [string, Plan])[] = [
  ['applied and accepted', { mode: 'self', truth: 'applied', answer: 'accepted' }],
  ['applied and no answer', { mode: 'self', truth: 'applied', answer: 'unknown' }],
  ['not applied and no answer', { mode: 'self', truth: 'not-applied', answer: 'unknown' }],
  ['late and no answer', { mode: 'self', truth: { late: 20 * minute }, answer: 'unknown' }],
  ['refused', { mode: 'self', truth: 'applied', answer: { refused: 'provider.too-short' } }],
  ['by an administrator, late', { mode: 'admin', truth: { late: 3 * minute }, answer: 'accepted' }],
];

export interface Stage {
  readonly computer: Computer;
  readonly laws: Laws;
}

/** A computer with one mailbox at such a service, with nothing broken yet. */
export async function stageFor(plan: Plan): Promise<Stage> {
  const clock = createSimulatedClock();
  const computer = new Computer(clock, new MailService({ ...plan, password: firstPassword }, clock));
  await computer.setUp();
  return { computer, laws: new Laws(computer) };
}

/** One life of the app from its start to its end, and fifteen days later the tidying up. */
export async function wholeLife({ computer, laws }: Stage, death: Death | null, password: string): Promise<Ending> {
  const app = computer.boot(death);
  const ending = await live(computer, app, password);
  laws.check();
  if (ending !== 'died') await tidyLater(computer, app);
  laws.check();
  const died = app.dead;
  computer.end();
  return died ? 'died' : ending;
}

async function tidyLater(computer: Computer, app: App): Promise<void> {
  computer.clock.advance(15 * day);
  await unlessDead(app, forgetOld(app.ports, mailbox, new AbortController().signal));
}
