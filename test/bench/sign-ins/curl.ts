import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Account, Ports, Run } from './ways.ts';

/**
 * One curl for each sign-in, 32 at once: so many workers, each with its share of the list. (Starting the next one after
 * `wait -n` would be simpler, but bash then misses ends that come together, and ever fewer run.) Addresses and passwords
 * come in on standard input and go on to curl on its own, never on a command line. `NOOP` and `sasl-ir` are curl's
 * shortest way: without them it also lists folders or asks for help, and takes one more round trip to sign in.
 */
const pool = `
mapfile -t lines
for ((worker = 0; worker < 32 && worker < \${#lines[@]}; worker += 1)); do
  for ((at = worker; at < \${#lines[@]}; at += 32)); do
    line=\${lines[at]}
    curl -q -K - <<<"url = \\"\${line%% *}\\"
user = \\"\${line#* }\\"
cacert = \\"$AUTHORITY\\"
request = NOOP
sasl-ir
silent
output = /dev/null
write-out = \\"%{exitcode}\\n\\""
  done &
done
wait
`;

export interface CurlAsk {
  readonly host: string;
  readonly ports: Ports;
  readonly authorityFile: string;
  readonly accounts: readonly Account[];
}

/** Measures from the start of the first process to the end of the last. */
export async function runCurl({ host, ports, authorityFile, accounts }: CurlAsk): Promise<Run> {
  const lines = accounts.flatMap(({ user, password }) => [
    `imaps://${host}:${ports.imaps}/ ${user}:${password}\n`,
    `smtps://${host}:${ports.submissions}/ ${user}:${password}\n`,
  ]);
  const begin = performance.now();
  const shell = spawn('bash', ['--norc', '-c', pool], {
    // Without --norc bash reads the person's own ~/.bashrc here, since its input looks like a network connection.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] ?? '', AUTHORITY: authorityFile },
  });
  let printed = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  shell.stdin.end(lines.join(''));
  await once(shell, 'close');
  const milliseconds = performance.now() - begin;
  const codes = printed.split('\n').filter((line) => line !== '');
  const otherwise = codes.filter((code) => code !== '0').map((code) => `curl ${code}`);
  return { milliseconds, signedIn: codes.length - otherwise.length, otherwise };
}
