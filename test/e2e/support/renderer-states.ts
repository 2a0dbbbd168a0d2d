import { readdirSync, readFileSync } from 'node:fs';

/** What the system says about the renderers of an account: `seccomp` 2 is a filter of system calls in force. */
export function rendererStates(uid: number) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
        return [readFileSync(`/proc/${pid}/status`, 'utf8')];
      } catch {
        return [];
      }
    })
    .filter((status) => status.includes(`Uid:\t${uid}\t`))
    .map((status) => ({
      seccomp: /^Seccomp:\t(\d)/m.exec(status)?.[1],
      noNewPrivs: /^NoNewPrivs:\t(\d)/m.exec(status)?.[1],
      ownPids: (/^NSpid:\t(.*)$/m.exec(status)?.[1] ?? '').split('\t').length > 1,
    }));
}
