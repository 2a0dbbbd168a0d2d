import { expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { failureTable } from '../../src/shared/failures.ts';
import { providerManifestSchema } from '../../src/shared/provider.ts';
import { expectHidden, expectRefusal } from './provider-answers.ts';
import { first, limits, second, type World, wrong } from './provider-world.ts';

/** A check that asks more often than this is none. */
const mostRequests = 10;

export function describesManifest(world: World): void {
  it('has a manifest that keeps to the schema', () => {
    expect(providerManifestSchema.parse(world.provider.manifest)).toEqual(world.provider.manifest);
    expect(world.modes.length).toBeGreaterThan(0);
  });

  it('claims to end no sessions: nothing in the port could ask for that', () => {
    expect(world.provider.manifest.capabilities.endsSessions).toBe(false);
  });
}

export function describesChanges(world: World): void {
  it.each(['self', 'admin'] as const)('changes the password with exactly one request (%s)', async (mode) => {
    const access = await world.access({ mode });
    const answer = await world.provider.changePassword(access, new Secret(second));
    if (!world.modes.includes(mode)) {
      expect(answer.kind).toBe('refused');
      expect(await world.backend.holds(first)).toBe(true);
      return;
    }
    expect(answer).toEqual({ kind: 'accepted' });
    expect(world.door.changes()).toBe(1);
    expect(await world.backend.holds(second)).toBe(true);
    expect(await world.backend.holds(first)).toBe(false);
  });

  it('carries a password that is not ASCII unharmed, or sends none that would be harmed', async () => {
    const odd = new Secret('L\u00f8vet\u00e4nn \u2603 Zw\u00f6lf-12 "\\<&');
    const { carries = odd.reveal() } = world.subject;
    if (carries !== null) {
      const next = new Secret(carries);
      expect(await world.provider.changePassword(await world.access(), next)).toEqual({ kind: 'accepted' });
      expect(await world.backend.holds(carries)).toBe(true);
      await world.door.stop();
    }
    if (carries === odd.reveal()) return;
    await world.backend.reset(first);
    expectRefusal(await world.provider.changePassword(await world.access(), odd), ['provider.policy']);
    expect(world.door.received()).toHaveLength(0);
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('does no harm when the same value is sent twice', async () => {
    await world.provider.changePassword(await world.access(), new Secret(second));
    await world.door.stop();
    const access = await world.access({ current: new Secret(second) });
    const again = await world.provider.changePassword(access, new Secret(second));
    expect(['accepted', 'refused']).toContain(again.kind);
    expect(await world.backend.holds(second)).toBe(true);
  });
}

export function describesRefusals(world: World): void {
  const { refusals, stranger } = world.subject;

  it('refuses a wrong credential, changes nothing and does not repeat it', async () => {
    for (const mode of world.modes) {
      const access = await world.access({ mode, current: new Secret(wrong), wrongCredential: true });
      const answer = await world.provider.changePassword(access, new Secret(second));
      expectRefusal(answer, [mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused']);
      await world.door.stop();
    }
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('refuses a mailbox that is not there', async () => {
    for (const mode of world.modes) {
      const access = await world.access({ mode, stranger: true });
      const answer = await world.provider.changePassword(access, new Secret(second));
      expectRefusal(answer, mode === 'self' ? [...stranger, 'provider.wrong-current'] : stranger);
      await world.door.stop();
    }
  });

  for (const refusal of ['policy', 'locked', 'too-soon'] as const) {
    const codes = refusals[refusal];
    if (codes === undefined) continue;
    it(`says in a code of its own why it was refused: ${refusal}`, async () => {
      const next = await world.backend.provoke(refusal);
      const answer = await world.provider.changePassword(await world.access(), next);
      expectRefusal(answer, codes);
      expectHidden(answer, [next.reveal(), first]);
      expect(await world.backend.holds(next.reveal())).toBe(false);
    });
  }

  it('refuses an empty new password without asking', async () => {
    expect((await world.provider.changePassword(await world.access(), new Secret(''))).kind).toBe('refused');
    expect(world.door.changes()).toBe(0);
  });
}

export function describesFaults(world: World): void {
  it('knows that nothing was sent when the connection ends before the request', async () => {
    const answer = await world.provider.changePassword(
      await world.access({ fault: 'hang-up-before' }),
      new Secret(second),
    );
    expectRefusal(answer, ['provider.unreachable']);
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('knows that nothing was sent where nothing listens', async () => {
    const access = await world.access();
    await world.door.stop();
    expectRefusal(await world.provider.changePassword(access, new Secret(second)), ['provider.unreachable']);
  });

  it.each([
    ['silence', 'provider.no-answer'],
    ['hang-up-after', 'provider.no-answer'],
    ['slow', 'provider.no-answer'],
    ['garbage', 'provider.odd-answer'],
    ['oversized', 'provider.odd-answer'],
    ['truncated', /^provider\.(no|odd)-answer$/],
  ] as const)('does not know after %s, although the server has changed it', async (fault, code) => {
    const started = performance.now();
    const answer = await world.provider.changePassword(await world.access({ fault }), new Secret(second));
    expect(answer).toMatchObject({ kind: 'unknown', code: expect.stringMatching(code) });
    expectHidden(answer, [first, second]);
    expect(world.door.changes()).toBe(1);
    expect(await world.backend.holds(second)).toBe(true);
    expect(performance.now() - started).toBeLessThan(limits.connect + 2 * limits.answer);
  });

  it('does not know when it is stopped after the request, and does when before', async () => {
    const before = new AbortController();
    before.abort();
    const refused = await world.provider.changePassword(
      await world.access({ signal: before.signal }),
      new Secret(second),
    );
    expectRefusal(refused, ['provider.unreachable']);
    await world.door.stop();
    const during = new AbortController();
    const access = await world.access({ fault: 'silence', signal: during.signal });
    const { door } = world;
    const timer = setInterval(() => {
      if (door.changes() > 0) during.abort();
    }, 10);
    const answer = await world.provider.changePassword(access, new Secret(second));
    clearInterval(timer);
    expect(answer).toMatchObject({ kind: 'unknown', code: 'provider.no-answer' });
  });

  it('sends not one byte to a server whose certificate is not trusted', async () => {
    const access = await world.access({ trusted: false });
    expectRefusal(await world.provider.changePassword(access, new Secret(second)), ['provider.certificate']);
    const check = await world.provider.check(access);
    expect(check).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.certificate' } });
    expect(world.door.received()).toHaveLength(0);
  });
}

export function describesChecks(world: World): void {
  it('finds all well without changing anything', async () => {
    for (const mode of world.modes) {
      const answer = await world.provider.check(await world.access({ mode }));
      expect(answer).toMatchObject({ kind: 'ready', warnings: [] });
      expect(world.door.changes()).toBe(0);
      if (answer.kind === 'ready' && world.provider.manifest.capabilities.readsRules) {
        expect(answer.rules).toMatchObject({ source: 'server' });
      } else {
        expect(answer).toMatchObject({ rules: null });
      }
      await world.door.stop();
    }
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('says that the credential is wrong before anything is changed', async () => {
    for (const mode of world.modes) {
      const access = await world.access({ mode, current: new Secret(wrong), wrongCredential: true });
      const answer = await world.provider.check(access);
      const code = mode === 'self' ? 'provider.wrong-current' : 'provider.credential-refused';
      expect(answer).toMatchObject({ kind: 'not-ready', failure: { code } });
      expect(JSON.stringify(answer)).not.toContain(wrong);
      await world.door.stop();
    }
  });

  it.each([
    ['silence', ''],
    ['hang-up-after', ''],
    ['truncated', ''],
    ['garbage', ''],
    ['answered-instead', '500 no'],
    ['answered-instead', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['answered-instead', 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}'],
  ] as const)('speaks of no change that was not sent, whatever its requests come to: %s %s', async (fault, words) => {
    const said = Buffer.from(words);
    for (const mode of world.modes) {
      let reached = true;
      for (let after = 0; reached; after += 1) {
        expect(after).toBeLessThan(mostRequests);
        const answer = await world.provider.check(await world.access({ mode, fault, said, after }));
        reached = world.door.changes() > 0;
        await world.door.stop();
        const effect = answer.kind === 'not-ready' ? failureTable[answer.failure.code].effect : 'none';
        expect({ answer, effect }).toMatchObject({ effect: 'none' });
      }
    }
    expect(await world.backend.holds(first)).toBe(true);
  });

  it('fails at no half of a character, wherever it stands', async () => {
    const half = 'Half-\ud800-Umber-27';
    for (const mode of world.modes) {
      const access = await world.access({ mode });
      const { address, settings } = access;
      // A host or a port like that would lead elsewhere.
      const names = Object.keys(settings).filter((key) => !['host', 'port'].includes(key));
      const strange = [
        { address: half + address },
        { address: address + half },
        { user: half },
        { current: new Secret(half), credential: new Secret(half) },
        ...names.map((key) => ({ settings: { ...settings, [key]: half } })),
      ];
      for (const more of strange) {
        expect(['ready', 'not-ready']).toContain((await world.provider.check({ ...access, ...more })).kind);
        expect((await world.provider.changePassword({ ...access, ...more }, new Secret(half))).kind).toBeDefined();
      }
      await world.provider.changePassword(access, new Secret(half));
      await world.tidy();
    }
  }, 60_000);

  it('asks for what is missing instead of failing', async () => {
    const access = await world.access();
    const answer = await world.provider.check({ ...access, settings: {}, current: null, credential: null });
    expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.settings-incomplete' } });
  });

  it('is not ready where nothing listens', async () => {
    const access = await world.access();
    await world.door.stop();
    const answer = await world.provider.check(access);
    expect(answer).toMatchObject({ kind: 'not-ready', failure: { code: 'provider.unreachable' } });
  });
}
