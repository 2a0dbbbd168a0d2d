import type { ProviderBackend } from '../../../test/kits/provider-kit.ts';
import type { CheckAnswer, Provider, ProviderAccess } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { Authority } from '../../shared/model.ts';
import { type FakeAnswer, type FakeRequest, fakeHost, startFakeServer } from './fake-server.test-kit.ts';
import type { Limits } from './outcome.ts';

interface HostedFakeParts {
  readonly settings: Readonly<Record<string, string>>;
  /** What the administrator of the one domain there signs in with. */
  readonly credential: string;
  readonly wrongCredential?: string;
  /** Answers in the host's name; `held` is what it knows of the one mailbox. */
  answerTo(request: FakeRequest, held: { password: string }): FakeAnswer;
}

export interface HostedFake extends ProviderBackend {
  readonly parts: HostedFakeParts;
  readonly authorities: readonly Authority[];
  /** In the order in which they came. */
  readonly requests: readonly FakeRequest[];
}

/** A mail host with the one mailbox anna@example.test, which only administrators may change. */
export async function startHostedFake(parts: HostedFakeParts): Promise<HostedFake> {
  const held = { password: '' };
  const { port, authorities, requests, stop } = await startFakeServer((request) => parts.answerTo(request, held));
  const { credential, wrongCredential = 'Wrong-Umber-Latch-08', settings } = parts;
  return {
    ...{ parts, host: fakeHost, port, authorities, requests, stop },
    access: (door, given) => ({
      address: given.stranger === true ? 'nobody@example.test' : 'anna@example.test',
      user: 'anna@example.test',
      settings,
      authorities: door.authorities,
      current: given.current,
      // Who asks as the mailbox's owner brings nothing that the host would take.
      credential: given.mode === 'self' ? null : new Secret(given.wrongCredential ? wrongCredential : credential),
      signal: given.signal,
    }),
    holds: (text) => Promise.resolve(held.password === text),
    reset: (text) => {
      held.password = text;
      return Promise.resolve();
    },
    provoke: () => Promise.resolve(new Secret('Ab1-')),
  };
}

/** The right access to the fake itself, with nothing in between; what is given replaces its part. */
export function hostedAccess(fake: HostedFake, given: Partial<ProviderAccess> = {}): ProviderAccess {
  const signal = new AbortController().signal;
  return { ...fake.access(fake, { mode: 'admin', current: null, signal }), ...given };
}

/** For answers that come at once or not at all. */
export const briefly: Limits = { connect: 2_000, answer: 900 };

/** What a check says of the fake, which is stopped then; its requests are still to be looked at. */
export async function checkOnce(
  provider: Provider,
  fake: HostedFake,
  given: Partial<ProviderAccess> = {},
): Promise<CheckAnswer> {
  try {
    return await provider.check(hostedAccess(fake, given));
  } finally {
    await fake.stop();
  }
}

export const notReady = (code: string) => ({ kind: 'not-ready', failure: { code } });
