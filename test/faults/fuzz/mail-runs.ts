import { createMailProbe } from '../../../src/main/mail/probe.ts';
import { type Finding, findingSchema, isRefusal } from '../../../src/shared/findings.ts';
import type { Protocol, Security } from '../../../src/shared/model.ts';
import { type HostileServer, startHostileServer } from '../../kits/hostile-server.ts';
import type { KitCertificates } from '../../kits/kit-certificates.ts';
import { authorityFor, probeOnce } from '../../kits/probe-once.ts';
import { scriptedMail } from '../../kits/scripted-mail.ts';
import { canaryFor, leaksIn, user } from './canaries.ts';
import { type BendPlan, MailBender } from './mail-bender.ts';
import { MailTruth } from './mail-truth.ts';
import { Random } from './random.ts';
import { settled } from './settled.ts';
import { transcripts } from './transcripts.ts';

const long = { connect: 5_000, greeting: 1_500, answer: 1_500 };
const short = { connect: 5_000, greeting: 150, answer: 150 };
/** For a server that does nothing wrong: on a busy machine only the limits of the product itself are long enough. */
const patient = { connect: 10_000, greeting: 30_000, answer: 30_000 };
/** A client that has kept to its limits has given up by then, in milliseconds. */
const hangs = ({ connect, greeting }: typeof long): number => connect + 10 * Math.max(greeting, long.greeting);
/** What a client may take of an answer without end: its own megabyte and what the kernel holds on both sides. */
export const mostTaken = 16 * 1024 * 1024;

interface MailRun extends BendPlan {
  readonly security: Security;
  readonly read: boolean;
  /** Whether the right server would let this password in. */
  readonly accepts: boolean;
  readonly limits: typeof long;
}

function planRun(random: Random, protocol: Protocol): MailRun {
  const dice = random.below(100);
  const bend = dice < 6 ? 'nothing' : dice < 50 ? 'anything' : 'sign-in';
  const waits = bend !== 'nothing' && random.chance(0.04);
  return {
    protocol,
    bend,
    password: canaryFor(random, bend === 'nothing'),
    patience: bend === 'nothing' ? null : waits ? 2_500 : 40,
    limits: limitsFor(bend, waits),
    security: random.chance(0.3) ? 'starttls' : 'tls',
    read: protocol === 'imap' && random.chance(0.25),
    accepts: random.chance(0.5),
  };
}

function limitsFor(bend: MailRun['bend'], waits: boolean): typeof long {
  if (bend === 'nothing') return patient;
  return waits ? short : long;
}

/** One sign-in at a server that bends its answers; says what was wrong with what came of it. */
export async function fuzzMail(
  protocol: Protocol,
  run: number,
  seed: number,
  certificates: KitCertificates,
): Promise<string[]> {
  const random = new Random(seed, run);
  const plan = planRun(random, protocol);
  const truth = new MailTruth(protocol, user, plan.password);
  const bender = new MailBender(random, plan, truth);
  const { greetings, offers, yes, no } = transcripts[protocol];
  const script = scriptedMail(
    protocol,
    plan.security,
    { user, password: plan.password },
    {
      certificate: certificates.good,
      // Only a connection in clear refuses passwords.
      greeting: random.pick(greetings).replace(plan.security === 'tls' ? ' LOGINDISABLED' : '', ''),
      offers: random.pick(offers),
      greetingNames: random.chance(0.5),
      verdict: random.pick(plan.accepts ? yes : no),
    },
  );
  const server = await startHostileServer(bender.around(script));
  try {
    const endpoint = { protocol, host: '127.0.0.1', port: server.port, security: plan.security };
    const outcome = await settled(
      probeOnce(createMailProbe({ limits: plan.limits }), endpoint, {
        authorities: [authorityFor('127.0.0.1', certificates.authority)],
        read: plan.read,
        user,
        password: plan.password,
      }),
      hangs(plan.limits),
    );
    if (outcome.kind !== 'done')
      return [`${outcome.kind}: ${outcome.kind === 'threw' ? outcome.words : ''} ${truth.tail()}`];
    const { finding } = outcome.value;
    const wrong = [...(await leftovers(server, bender)), ...judge(finding, plan, truth, server)];
    return wrong.map(
      (what) => `${what} (${JSON.stringify(plan)}, ${JSON.stringify(finding)}, server said ${truth.tail()})`,
    );
  } finally {
    bender.stop();
    await server.close();
  }
}

function judge(finding: Finding, plan: MailRun, truth: MailTruth, server: HostileServer): string[] {
  const wrong: string[] = [];
  if (!findingSchema.safeParse(finding).success) wrong.push('not a finding');
  if (finding.ok && !truth.saidYes()) wrong.push('false proof');
  if (isRefusal(finding) && !truth.saidNo()) wrong.push('false refusal');
  if (!finding.ok && truth.heardPassword && !finding.passwordSent) wrong.push('the password left unnoticed');
  if (truth.heardInClear) wrong.push('the password left in clear');
  if (server.signInCommands() > 1) wrong.push('more than one sign-in');
  if (plan.bend === 'nothing' && finding.ok !== plan.accepts) wrong.push('a right server was misunderstood');
  wrong.push(...leaksIn('finding', finding, plan.password));
  if (!finding.ok) wrong.push(...leaksIn("server's words", finding.serverText, plan.password));
  return wrong;
}

async function leftovers(server: HostileServer, bender: MailBender): Promise<string[]> {
  const wrong: string[] = [];
  for (let tries = 0; server.open() > 0 && tries < 300; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (server.open() > 0) wrong.push('a connection was left open');
  if (bender.floods && server.flooded() > mostTaken) wrong.push(`${server.flooded()} bytes were taken in`);
  return wrong;
}
