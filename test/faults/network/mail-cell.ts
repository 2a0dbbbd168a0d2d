import { createMailProbe } from '../../../src/main/mail/probe.ts';
import type { Protocol } from '../../../src/shared/model.ts';
import { type Script, startHostileServer, type Talk } from '../../kits/hostile-server.ts';
import { probeOnce } from '../../kits/probe-once.ts';
import { scriptedMail } from '../../kits/scripted-mail.ts';
import { settled } from '../fuzz/settled.ts';
import { strangers } from '../fuzz/transcripts.ts';
import type { Cell } from './cells.ts';
import { expectedOfMail } from './expected.ts';
import { hangs, mailLimits } from './limits.ts';
import { certificateOf, openWay, rightPassword, user, type Way, type World, wrongPassword } from './world.ts';

/** One sign-in at a right server over a network that goes wrong; says what was wrong with what came of it. */
export async function runMailCell(
  world: World,
  cell: Cell,
  protocol: Protocol,
  place: number,
  seed: number,
): Promise<string[]> {
  const password = cell.right ? rightPassword : wrongPassword;
  const script = scriptedMail(
    protocol,
    cell.security,
    { user, password: rightPassword },
    {
      certificate: certificateOf(world, cell),
      greetingNames: false,
    },
  );
  let port = 0;
  const way = await openWay(world, cell, place, seed, () => port);
  const server = await startHostileServer(around(script, cell, way));
  port = server.port;
  try {
    const endpoint = { protocol, host: way.host, port: way.port, security: cell.security };
    const call = probeOnce(createMailProbe({ limits: mailLimits }), endpoint, {
      authorities: way.authorities,
      user,
      password,
    });
    const outcome = await settled(call, hangs);
    if (outcome.kind !== 'done') return [`${outcome.kind} ${JSON.stringify(cell)}`];
    const { finding } = outcome.value;
    const answer = cell.right ? finding.ok : !finding.ok && finding.code === 'mail.wrong-password';
    const seen = answer ? 'answered' : finding.ok ? 'proved' : finding.code;
    const expected: readonly string[] = expectedOfMail(cell);
    const refused = script.seen.filter((tried) => tried.password !== rightPassword).length;
    const wrong: string[] = [];
    if (!expected.includes(seen)) wrong.push(`${seen} instead of ${expected.join(' or ')}`);
    if (refused > 1 || script.seen.length > 1) wrong.push('more than one sign-in');
    if (!finding.ok && script.seen.length > 0 && !finding.passwordSent) wrong.push('the password left unnoticed');
    if (server.clear().includes(password)) wrong.push('the password left in clear');
    return wrong.map((what) => `${what}: ${JSON.stringify(cell)} ${JSON.stringify(finding)}`);
  } finally {
    await way.stop();
    await server.close();
  }
}

/** Tells the network of the phases that only the server sees, and does what no network can do inside TLS. */
function around(script: Script, cell: Cell, way: Way): Script {
  const plain = (password: string) => Buffer.from(`\0${user}\0${password}`).toString('base64');
  const signIns = [plain(rightPassword), plain(wrongPassword)];
  const phaseOf = (line: string, secure: boolean) => {
    if (signIns.some((form) => line.includes(form))) return 'sign-in';
    if (/^(\S+ )?(LOGOUT|QUIT)$/i.test(line)) return 'after';
    return secure && /^(\S+ )?(CAPABILITY|CAPA|EHLO)\b/i.test(line) ? 'capability' : null;
  };
  const inside =
    cell.phase !== 'connect' && cell.phase !== 'tls' && (cell.phase !== 'greeting' || cell.security === 'tls');
  const twice = inside && cell.fault === 'duplicate';
  const portal = inside && cell.phase !== 'greeting' && cell.fault === 'captive-portal';
  const bent = (talk: Talk): Talk => ({
    ...talk,
    get secure() {
      return talk.secure;
    },
    send: (text) => {
      if (portal && way.wrong()) talk.send(strangers[1] ?? '');
      else talk.send(twice && way.wrong() ? Buffer.concat([Buffer.from(text), Buffer.from(text)]) : text);
    },
  });
  return {
    ...script,
    onOpen: (talk) => {
      way.enter('greeting');
      script.onOpen(bent(talk));
    },
    onLine: (line, talk) => {
      const phase = phaseOf(line, talk.secure);
      if (phase !== null) way.enter(phase);
      script.onLine(line, bent(talk));
    },
  };
}
