import type { Provider } from '../../../core/ports.ts';
import { notReady, refused, trouble } from '../outcome.ts';
import { byHandManifest } from './manifest.ts';
import { byHandPage } from './page.ts';

/** A provider that a person acts for. Nothing here reaches the network. */
export function createByHandProvider(): Provider {
  return {
    manifest: byHandManifest,
    check: (access) => {
      const page = byHandPage(access.settings, access.address);
      return Promise.resolve(
        page.ok
          ? { kind: 'ready', rules: null, warnings: [] }
          : notReady(trouble('provider.settings-incomplete', page.failure.technical)),
      );
    },
    // A rotation by hand waits for the person's answer and never comes here. If it did, it is true that nothing was
    // sent, and `refused` is the answer that says so.
    changePassword: () => Promise.resolve(refused(trouble('provider.not-allowed', 'this password is changed by hand'))),
  };
}
