import type * as z from 'zod';
import type { Provider, ProviderAccess } from '../../src/core/ports.ts';
import { appPasswordsSchema, mailboxListingSchema, signInLogSchema } from '../../src/shared/at-provider.ts';
import type { ProviderManifest } from '../../src/shared/provider.ts';
import type { Result } from '../../src/shared/result.ts';
import { limits, type ProviderSubject } from './provider-world.ts';

/** What a provider may tell beside the change, by the capability that claims it. */
export type Told = 'signInLog' | 'appPasswords' | 'listsMailboxes';
type Ask = (access: ProviderAccess) => Promise<Result<unknown>>;

interface ToldKind {
  /** The method that tells it; null where the provider has none. */
  readonly ask: (provider: Provider) => Ask | null;
  readonly schema: z.ZodType;
}

export const toldKinds: Readonly<Record<Told, ToldKind>> = {
  signInLog: {
    ask: ({ signIns }) => (signIns ? (access) => signIns(access, 0) : null),
    schema: signInLogSchema,
  },
  appPasswords: { ask: ({ appPasswords }) => appPasswords ?? null, schema: appPasswordsSchema },
  listsMailboxes: { ask: ({ listMailboxes }) => listMailboxes ?? null, schema: mailboxListingSchema },
};

/** What the manifest of a subject claims, before anything of it runs. */
export function claimsOf(subject: ProviderSubject): readonly Told[] {
  const { manifest } = subject.create(limits, { host: '127.0.0.1', port: 1, authorities: [] });
  return claimed(manifest);
}

const claimed = ({ capabilities }: ProviderManifest): Told[] =>
  (['signInLog', 'appPasswords', 'listsMailboxes'] as const).filter((told) => capabilities[told]);

/** What a provider has a method for. */
export const methodsOf = (provider: Provider): Told[] =>
  (['signInLog', 'appPasswords', 'listsMailboxes'] as const).filter((told) => toldKinds[told].ask(provider) !== null);

/** Asks for one kind; whoever calls this knows that it is claimed. */
export function askFor(provider: Provider, told: Told, access: ProviderAccess): Promise<Result<unknown>> {
  const ask = toldKinds[told].ask(provider);
  if (ask === null) throw new Error(`${provider.manifest.id} claims ${told} and has no method for it`);
  return ask(access);
}
