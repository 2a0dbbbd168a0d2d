import type { ChangeAnswer } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createLdapProvider } from '../../../src/main/providers/ldap/adapter.ts';
import { failureTable } from '../../../src/shared/failures.ts';
import { type Reply, startScriptedDirectory } from '../../kits/scripted-directory.ts';
import { settled } from '../fuzz/settled.ts';
import { strangers } from '../fuzz/transcripts.ts';
import type { Cell } from './cells.ts';
import { expectedOfLdap } from './expected.ts';
import { hangs, providerLimits } from './limits.ts';
import { certificateOf, openWay, rightPassword, user, type World, wrongPassword } from './world.ts';

/** One change of a password at a right directory over a network that goes wrong; says what was wrong with what came of it. */
export async function runLdapCell(world: World, cell: Cell, place: number, seed: number): Promise<string[]> {
  let port = 0;
  let refused = 0;
  const way = await openWay(world, cell, place, seed, () => port);
  const answered = (right: Reply): Reply =>
    cell.fault === 'captive-portal' && way.wrong() && cell.phase !== 'capability'
      ? Buffer.from(strangers[1] ?? '')
      : right;
  const directory = await startScriptedDirectory(cell.security, certificateOf(world, cell), {
    search: () => {
      if (cell.security === 'tls') way.enter('greeting');
      way.enter('capability');
      return [{ dn: 'uid=anna,dc=test', attributes: {} }];
    },
    bind: (_, password) => {
      way.enter('sign-in');
      if (password !== rightPassword) refused += 1;
      return answered({ result: password === rightPassword ? 0 : 49 });
    },
    modify: () => {
      way.enter('after');
      return answered({ result: 0 });
    },
  });
  port = directory.port;
  try {
    const access = {
      address: user,
      user,
      settings: {
        host: way.host,
        port: String(way.port),
        security: cell.security,
        mode: 'self',
        searchBase: 'dc=test',
        searchFilter: '(mail={address})',
      },
      authorities: way.authorities,
      current: new Secret(cell.right ? rightPassword : wrongPassword),
      credential: null,
      signal: new AbortController().signal,
    };
    const call = createLdapProvider(providerLimits).changePassword(access, new Secret('Next-Ochre-Anvil-87'));
    const outcome = await settled(call, hangs + 3 * providerLimits.answer);
    if (outcome.kind !== 'done') return [`${outcome.kind} ${JSON.stringify(cell)}`];
    const counts = { refused, binds: directory.binds(), modifies: directory.modifies() };
    return judge(cell, outcome.value, counts).map(
      (what) => `${what}: ${JSON.stringify(cell)} ${JSON.stringify(outcome.value)}`,
    );
  } finally {
    await way.stop();
    await directory.stop();
  }
}

/** Measures an answer by what is right for the cell and by the directory's own counts. */
function judge(
  cell: Cell,
  answer: ChangeAnswer,
  counts: { readonly refused: number; readonly binds: number; readonly modifies: number },
): string[] {
  const seen = seenIn(cell, answer);
  const expected: readonly string[] = expectedOfLdap(cell);
  const wrong: string[] = [];
  if (!expected.includes(seen)) wrong.push(`${seen} instead of ${expected.join(' or ')}`);
  if (answer.kind === 'refused' && counts.modifies > 0) wrong.push('a refusal that nobody saw');
  if (answer.kind !== 'accepted') {
    const none = failureTable[answer.code].effect === 'none';
    if ((answer.kind === 'refused') !== none) wrong.push('kind and code differ');
  }
  if (counts.refused > 1 || counts.binds > 1 || counts.modifies > 1) wrong.push('more than one sign-in or change');
  return wrong;
}

function seenIn(cell: Cell, answer: ChangeAnswer): string {
  if (answer.kind === 'accepted') return cell.right ? 'answered' : 'accepted';
  return !cell.right && answer.code === 'provider.wrong-current' ? 'answered' : answer.code;
}
