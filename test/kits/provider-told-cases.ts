import { describe, expect, it } from 'vitest';
import type { ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { mailboxListingSchema } from '../../src/shared/at-provider.ts';
import { failureTable } from '../../src/shared/failures.ts';
import type { Result } from '../../src/shared/result.ts';
import { httpAnswer } from './provider-http-cases.ts';
import { askFor, claimsOf, methodsOf, type Told, toldKinds } from './provider-told.ts';
import { first, limits, type ProviderMode, type World, wrong } from './provider-world.ts';

/** What a provider tells beside the change: what it claims it does, and it claims what it does. */
export function describesTold(world: World): void {
  const claims = claimsOf(world.subject);

  it('has a method for what it claims to tell, and none for what it does not claim', () => {
    expect(methodsOf(world.provider)).toEqual(claims);
  });

  for (const told of claims) describesOne(world, told);
}

const page = '<!DOCTYPE html><title>Sign in</title><form method="post"><input type="password" name="p"></form>';
const others = [
  ['a login page with 200', httpAnswer('200 OK', ['content-type: text/html'], page)],
  ['200 with an empty object of JSON', httpAnswer('200 OK', ['content-type: application/json'], '{}')],
  ['200 with a number', httpAnswer('200 OK', ['content-type: application/json'], '7')],
  ['a redirect to another host', httpAnswer('302 Elsewhere', ['location: https://elsewhere.example/'])],
  ['500', httpAnswer('500 Internal Server Error', ['content-type: text/html'], '<h1>Trouble</h1>')],
] as const;

function describesOne(world: World, told: Told): void {
  const ask = async (given: Parameters<World['access']>[0] = {}) => {
    const access = await world.access(given);
    return { access, answer: await askFor(world.provider, told, access) };
  };
  /** Those in whose name it can be told; in the name of the others that is said without asking. */
  const tellingModes = async (): Promise<ProviderMode[]> => {
    const telling: ProviderMode[] = [];
    for (const mode of world.modes) {
      const { answer } = await ask({ mode });
      if (answer.ok) telling.push(mode);
      else expectFailure(answer, ['provider.settings-incomplete']);
      if (!answer.ok) expect(world.door.received()).toHaveLength(0);
      await world.door.stop();
    }
    return telling;
  };

  describe(`told beside the change: ${told}`, () => {
    it('is told, in its form and with something in it, by reading alone', async () => {
      const telling = await tellingModes();
      expect(telling.length).toBeGreaterThan(0);
      for (const mode of telling) {
        const { access, answer } = await ask({ mode });
        expectTold(told, access, answer);
        expect(world.door.changes()).toBe(0);
        await world.door.stop();
      }
      expect(await world.backend.holds(first)).toBe(true);
    });

    it('is told to nobody with a wrong credential', async () => {
      for (const mode of await tellingModes()) {
        const { answer } = await ask({ mode, current: new Secret(wrong), wrongCredential: true });
        expectFailure(answer, [mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused']);
        expect(JSON.stringify(answer)).not.toContain(wrong);
        await world.door.stop();
      }
    });

    it('needs its settings, and says so without asking', async () => {
      const access = await world.access();
      const bare = { ...access, settings: {}, current: null, credential: null };
      expectFailure(await askFor(world.provider, told, bare), ['provider.settings-incomplete']);
      expect(world.door.received()).toHaveLength(0);
    });

    it('fails in time and in words where nothing listens, or nobody vouches for who does', async () => {
      const [mode] = await tellingModes();
      const given = mode === undefined ? {} : { mode };
      const access = await world.access(given);
      await world.door.stop();
      expectFailure(await askFor(world.provider, told, access), ['provider.unreachable']);
      const { answer } = await ask({ ...given, trusted: false });
      expectFailure(answer, ['provider.certificate']);
      expect(world.door.received()).toHaveLength(0);
    });

    it.each(['silence', 'hang-up-after', 'slow', 'garbage', 'oversized', 'truncated'] as const)(
      'is not told by %s',
      async (fault) => {
        const [mode] = await tellingModes();
        const started = performance.now();
        const { answer } = await ask({ ...(mode === undefined ? {} : { mode }), fault, after: 0 });
        expectFailure(answer, ['provider.unreachable']);
        expect(performance.now() - started).toBeLessThan(limits.connect + 2 * limits.answer);
        for (const secret of [first, wrong]) expect(JSON.stringify(answer)).not.toContain(secret);
      },
    );

    it.each(others)('takes no other answer for it: %s', async (_, said) => {
      const [mode] = await tellingModes();
      const { answer } = await ask({
        ...(mode === undefined ? {} : { mode }),
        fault: 'answered-instead',
        said,
        after: 0,
      });
      if (answer.ok) expect(JSON.stringify(answer.value)).not.toMatch(/@|"name"|"at"/);
      else expectFailure(answer, ['provider.unreachable', 'provider.no-such-mailbox']);
    });
  });
}

function expectTold(told: Told, access: ProviderAccess, answer: Result<unknown>): void {
  if (!answer.ok) throw new Error('it was told a moment ago');
  expect(toldKinds[told].schema.parse(answer.value)).toEqual(answer.value);
  const text = JSON.stringify(answer.value);
  expect(text).toMatch(/@|"name"|"at"/);
  for (const secret of [first, access.credential?.reveal() ?? first]) expect(text).not.toContain(secret);
  if (told !== 'listsMailboxes') return;
  expect(mailboxListingSchema.parse(answer.value).addresses).toContain(access.address);
}

function expectFailure(answer: Result<unknown>, codes: readonly string[]): void {
  expect(answer).toMatchObject({ ok: false });
  if (answer.ok) return;
  expect(codes).toContain(answer.failure.code);
  // Whoever only asks has changed nothing, and is not to be told that something may have been.
  expect(failureTable[answer.failure.code].effect).not.toBe('unknown');
}
