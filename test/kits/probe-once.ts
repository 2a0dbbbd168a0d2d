import type { MailProbe } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Finding, ProbeStage } from '../../src/shared/findings.ts';
import type { Authority, Endpoint } from '../../src/shared/model.ts';

/** Who signs in where nothing else is said. */
export const kitUser = 'anna@example.test';
export const kitPassword = 'Mark3r_P4ss+w0rd/=?';

interface Outcome {
  readonly finding: Finding;
  readonly stages: readonly ProbeStage[];
}

/** Runs `probe` once against `endpoint`. */
export async function probeOnce(
  probe: MailProbe,
  endpoint: Endpoint,
  options: {
    readonly authorities?: readonly Authority[];
    readonly read?: boolean;
    readonly user?: string;
    readonly password?: string;
    readonly signal?: AbortSignal;
  },
): Promise<Outcome> {
  const stages: ProbeStage[] = [];
  const opened = await probe.open(endpoint, {
    authorities: options.authorities ?? [],
    signal: options.signal ?? new AbortController().signal,
    onStage: (stage) => stages.push(stage),
    read: options.read ?? false,
  });
  if (!opened.open) return { finding: opened.finding, stages };
  const secret = new Secret(options.password ?? kitPassword);
  return { finding: await opened.connection.signIn(options.user ?? kitUser, secret), stages };
}

/** An authority as a person would have added it for `host`. */
export function authorityFor(host: string, pem: string): Authority {
  return { host, pem, subject: 'Kit authority', fingerprint: Array(32).fill('00').join(':') };
}
