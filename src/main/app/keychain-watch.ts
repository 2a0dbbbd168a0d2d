import type { SecretStore } from '../../core/ports.ts';
import type { Failure } from '../../shared/failures.ts';
import type { Result } from '../../shared/result.ts';

/** What is known of this computer's keychain, without asking it for every page. */
export interface KeychainWatch {
  /** Why it could not be used when it was last tried; null while it works or has not been tried. */
  problem(): Failure | null;
  check(): Promise<Result<void>>;
}

export function createKeychainWatch(secrets: () => SecretStore, onChange: () => void): KeychainWatch {
  let problem: Failure | null = null;
  return {
    problem: () => problem,
    async check() {
      const tried = await secrets().tryOut();
      const before = problem;
      problem = tried.ok ? null : tried.failure;
      if (before?.code !== problem?.code) onChange();
      return tried;
    },
  };
}
