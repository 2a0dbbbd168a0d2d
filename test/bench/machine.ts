import { cpus, loadavg, release, totalmem } from 'node:os';
import { runProgram } from '../servers/process.ts';

const firstLine = async (command: readonly [string, ...string[]]): Promise<string> => {
  const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
  const { output } = await runProgram(command, { environment });
  return output.split('\n')[0]?.trim() ?? '';
};

/** The processor, memory and programs of this machine, one line each, and how busy it is before anything was measured. */
export async function describeMachine(): Promise<string[]> {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(1);
  const curl = (await firstLine(['curl', '--version'])).split(' ').slice(0, 2).join(' ');
  const load = loadavg().map((one) => one.toFixed(1));
  return [
    `${cpus().length} x ${first?.model ?? 'unknown processor'}, ${memory} GiB, Linux ${release()}`,
    `Node ${process.version} with OpenSSL ${process.versions.openssl}; server and curl with ${await firstLine(['openssl', 'version'])}`,
    `Dovecot ${await firstLine(['dovecot', '--version'])}; ${curl}`,
    `load average before the run: ${load.join(', ')} (above ${cpus().length} something else was using the processors)`,
  ];
}

/** The commit that was measured, marked where files differ from it. */
export async function describeCommit(): Promise<string> {
  const commit = await firstLine(['git', 'rev-parse', '--short=12', 'HEAD']);
  const changes = await firstLine(['git', 'status', '--porcelain', '--untracked-files=no', 'src', 'test']);
  return changes === '' ? commit : `${commit} with uncommitted changes`;
}
