import type { Finding, NotProved } from '../../shared/findings.ts';
import type { Endpoint } from '../../shared/model.ts';
import { serverOf } from './attempt.ts';
import type { VerifyDeps } from './types.ts';

/** How a packet filter that keeps an address out is met: refused, or never answered. */
const shut: readonly string[] = ['mail.nothing-listens', 'mail.timed-out'];
/** Without a network the answer comes at once; a filter that drops packets takes its time, in ms. */
const dropped = 3_000;
/** Never more connections than this to find out. */
const mostOpenings = 6;

/**
 * Does it look as if the mail server keeps this computer's address out? Either it says so itself in its greeting, or
 * all of these hold: refused sign-ins were counted there within the week; the name was resolved but every mail port that
 * is known there is shut; and another host answers, or, where no other is known, the network shows that it is there.
 * Connections are opened to find out, and no user name or password is sent. Never claimed without a refusal or a word of
 * the server, so that a server that is down for everybody is not called a block.
 */
export async function looksBlocked(deps: VerifyDeps, known: readonly Endpoint[], finding: Finding): Promise<boolean> {
  if (finding.ok || finding.passwordSent) return false;
  if (finding.stage === 'greeting') return finding.code === 'mail.too-many-attempts';
  if (!isShut(finding)) return false;
  const counted = await deps.ledger.standing(serverOf(finding));
  if (!counted || counted.inSevenDays === 0) return false;
  const here = serverOf(finding);
  const others = distinct(known.filter((one) => serverOf(one) !== here || one.port !== finding.port));
  const shutHere = [finding];
  for (const endpoint of others.filter((one) => serverOf(one) === here).slice(0, mostOpenings)) {
    const answer = await knock(deps, endpoint);
    if (answer === 'answers' || !isShut(answer)) return false;
    shutHere.push(answer);
  }
  const elsewhere = others.filter((one) => serverOf(one) !== here).slice(0, mostOpenings);
  if (elsewhere.length === 0) return shutHere.every(showsNetwork);
  for (const endpoint of elsewhere) {
    const answer = await knock(deps, endpoint);
    if (answer === 'answers' || isPastConnecting(answer)) return true;
  }
  return false;
}

/** Tells a shut door from an address that is kept out, in the findings of one run; each server is looked at once. */
export function blockNamer(deps: VerifyDeps, known: readonly Endpoint[]): (finding: Finding) => Promise<Finding> {
  const answers = new Map<string, Promise<boolean>>();
  return async (finding) => {
    if (finding.ok || finding.passwordSent || !(isShut(finding) || finding.stage === 'greeting')) return finding;
    const key = `${serverOf(finding)} ${finding.code}`;
    const answer = answers.get(key) ?? looksBlocked(deps, known, finding);
    answers.set(key, answer);
    return (await answer) ? { ...finding, code: 'mail.address-blocked' } : finding;
  };
}

const isShut = (finding: NotProved): boolean => finding.stage === 'connecting' && shut.includes(finding.code);

const showsNetwork = ({ code, took }: NotProved): boolean => code === 'mail.nothing-listens' || took >= dropped;

const isPastConnecting = ({ stage, code }: NotProved): boolean =>
  stage === 'encrypting' || stage === 'greeting' || code === 'mail.nothing-listens';

function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((one) => [`${serverOf(one)}:${one.port}`, one])).values()];
}

async function knock({ probe, authorities, signal }: VerifyDeps, endpoint: Endpoint): Promise<NotProved | 'answers'> {
  const opened = await probe.open(endpoint, { authorities, signal, onStage: () => undefined, read: false });
  if (opened.open) opened.connection.close();
  return opened.open || opened.finding.ok ? 'answers' : opened.finding;
}
