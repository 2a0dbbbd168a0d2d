import { type KitCertificates, makeKitCertificates } from '../../kits/kit-certificates.ts';
import type { FaultSuite } from '../campaign/fault-suite.ts';
import { fuzzApi } from './api-runs.ts';
import { fuzzHtml } from './html-runs.ts';
import { fuzzLdap } from './ldap-runs.ts';
import { fuzzMail } from './mail-runs.ts';
import { runAll, withoutStrays } from './settled.ts';
import { fuzzXml } from './xml-runs.ts';

/** Runs at the same time, and runs of each protocol in a campaign. */
const lanes = 16;
const size = 10_000;

type Fuzz = (run: number, seed: number, certificates: KitCertificates) => Promise<string[]>;

const protocols: Readonly<Record<string, Fuzz>> = {
  imap: (run, seed, certificates) => fuzzMail('imap', run, seed, certificates),
  pop3: (run, seed, certificates) => fuzzMail('pop3', run, seed, certificates),
  smtp: (run, seed, certificates) => fuzzMail('smtp', run, seed, certificates),
  ldap: fuzzLdap,
  api: fuzzApi,
  xml: fuzzXml,
  html: fuzzHtml,
};

/** Fuzzed answers, one suite for each protocol. */
export const fuzzSuites: readonly FaultSuite[] = Object.entries(protocols).map(([protocol, fuzz]) => ({
  name: `fuzz-${protocol}`,
  size,
  run: async ({ from, to }, seed) => {
    const certificates = await makeKitCertificates();
    const failures = await withoutStrays(
      async () => await runAll({ from, to, lanes }, (run) => fuzz(run, seed, certificates)),
    );
    return { run: to - from, failed: failures.length, failures: failures.slice(0, 10) };
  },
}));
