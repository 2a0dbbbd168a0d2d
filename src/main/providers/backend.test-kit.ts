import type { ProviderBackend } from '../../../test/kits/provider-kit.ts';
import { Secret } from '../../core/secret.ts';
import { type FakeServer, fakeHost } from './fake-server.test-kit.ts';

type Given = Parameters<ProviderBackend['access']>[1];

interface BackendParts {
  /** Of the form, besides host and port. */
  settings(given: Given): Readonly<Record<string, string>>;
  /** What an administrator signs in with; null where only the owner of a mailbox can change its password. */
  readonly credential: string | null;
  /** Puts everything back that a case may have changed, but the password. */
  tidy?(): void;
  /** Brings a refusal about, other than that of a weak password. */
  provoke?(refusal: Parameters<ProviderBackend['provoke']>[0]): void;
}

/** A fake that has the one mailbox anna@example.test, as the contract of every provider asks for it. */
export function backendOf(
  fake: { password: string },
  server: Pick<FakeServer, 'port' | 'stop'>,
  { settings, credential, tidy, provoke }: BackendParts,
): ProviderBackend {
  return {
    host: fakeHost,
    port: server.port,
    access: (door, given) => {
      const who = given.stranger === true ? 'nobody@example.test' : 'anna@example.test';
      // Each asker brings what is their own, and nothing else.
      const asAdmin = given.mode === 'admin' && credential !== null;
      return {
        address: credential === null ? 'anna@example.test' : who,
        // Where the owner is asked for, the name that signs in is the stranger's.
        user: credential === null ? who : 'anna@example.test',
        settings: { host: door.host, port: String(door.port), ...settings(given) },
        authorities: door.authorities,
        current: given.mode === 'self' ? given.current : null,
        credential: asAdmin ? new Secret(given.wrongCredential === true ? 'Wrong-Umber-08' : credential) : null,
        signal: given.signal,
      };
    },
    holds: (text) => Promise.resolve(fake.password === text),
    reset: (text) => {
      tidy?.();
      fake.password = text;
      return Promise.resolve();
    },
    provoke: (refusal) => {
      provoke?.(refusal);
      return Promise.resolve(new Secret(refusal === 'policy' ? 'Ab1-' : 'Another-Plum-Signal-52'));
    },
    stop: () => server.stop(),
  };
}
