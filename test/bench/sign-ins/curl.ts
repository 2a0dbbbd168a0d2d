import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Account, Ports, Run } from './ways.ts';

/**
 * One curl for each sign-in, at most 32 at once. Addresses and passwords come in on standard input and go on to curl on
 * its own, never on a command line. `NOOP` and `sasl-ir` are curl's shortest way: without them it also lists folders or
 * asks for help, and takes one more round trip to sign in.
 */
const pool = `
in_flight=0
while read -r url user; do
  if ((in_flight == 32)); then wait -n; ((in_flight -= 1)); fi
  curl -q -K - <<<"url = \\"$url\\"
user = \\"$user\\"
cacert = \\"$AUTHORITY\\"
request = NOOP
sasl-ir
silent
output = /dev/null
write-out = \\"%{exitcode}\\n\\"" &
  ((in_flight += 1))
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
