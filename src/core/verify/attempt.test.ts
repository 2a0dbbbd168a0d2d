import { describe, expect, it } from 'vitest';
import { attemptSignIn } from './attempt.ts';
import { endpointAt, mailboxOne, mailWorld, versionNamed, versionOne } from './mail-world.test-kit.ts';
import type { SignInAsk } from './types.ts';

const endpoint = endpointAt('imap', 993);
const ask: SignInAsk = {
  mailbox: mailboxOne,
  endpoint,
  user: 'anna@example.test',
  version: versionOne,
  standing: 'unproven',
  prompted: 'person',
  read: false,
};
const never = (): Promise<void> => new Promise(() => undefined);

describe('attemptSignIn', () => {
  it('asks the ledger under the server name, signs in and settles', async () => {
    const world = mailWorld();
    const stages: string[] = [];
    const shouting = { ...endpoint, host: 'Mail.Example.Test' };
    const attempt = await attemptSignIn(world.deps, {
      ...ask,
      endpoint: shouting,
      onStage: (stage) => stages.push(stage),
    });
    expect(attempt).toMatchObject({ kind: 'finding', finding: { ok: true } });
    expect(world.asked).toEqual([
      {
        server: 'mail.example.test',
        mailbox: mailboxOne,
        version: versionOne,
        standing: 'unproven',
        prompted: 'person',
      },
    ]);
    expect(world.signedIn).toEqual([{ endpoint: shouting, user: ask.user, secret: `password of ${versionOne}` }]);
    expect(world.settled).toEqual(['signed-in']);
    expect(stages).toEqual(['connecting', 'signing-in']);
  });

  it.each([
    ['mail.wrong-password', 'refused'],
    ['mail.account-locked', 'refused'],
    ['mail.server-busy', 'inconclusive'],
    ['mail.timed-out', 'inconclusive'],
  ] as const)('settles %s as %s, once', async (code, outcome) => {
    const world = mailWorld({ answer: () => code });
    expect(await attemptSignIn(world.deps, ask)).toMatchObject({ kind: 'finding', finding: { ok: false, code } });
    expect(world.settled).toEqual([outcome]);
  });

  it('opens nothing when the ledger holds it back', async () => {
    const world = mailWorld({ heldUntil: () => 77 });
    expect(await attemptSignIn(world.deps, ask)).toEqual({ kind: 'held-back', freeAt: 77 });
    expect(world.opened).toEqual([]);
    expect(world.settled).toEqual([]);
  });

  it('opens nothing and asks for no right when the keychain has no secret', async () => {
    const world = mailWorld();
    const attempt = await attemptSignIn(world.deps, { ...ask, version: versionNamed('none') });
    expect(attempt).toMatchObject({ kind: 'no-secret', failure: { code: 'keychain.entry-missing' } });
    expect(world.opened).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  it('settles an opening that failed as inconclusive', async () => {
    const world = mailWorld({ opening: () => 'mail.nothing-listens' });
    expect(await attemptSignIn(world.deps, ask)).toMatchObject({ finding: { code: 'mail.nothing-listens' } });
    expect(world.signedIn).toEqual([]);
    expect(world.settled).toEqual(['inconclusive']);
  });

  it('does nothing at all after a stop', async () => {
    const world = mailWorld();
    world.stop.abort();
    expect(await attemptSignIn(world.deps, ask)).toMatchObject({
      finding: { code: 'mail.stopped', stage: 'resolving', passwordSent: false },
    });
    expect(world.asked).toEqual([]);
  });

  it('gives the right back when it is stopped while opening', async () => {
    const world = mailWorld();
    const attempt = attemptSignIn(world.deps, { ...ask, onStage: () => world.stop.abort() });
    expect(await attempt).toMatchObject({ finding: { code: 'mail.stopped', passwordSent: false } });
    expect(world.signedIn).toEqual([]);
    expect(world.settled).toEqual(['inconclusive']);
  });

  it('answers at once when it is stopped with a password on its way, and leaves the right open', async () => {
    const world = mailWorld({ think: never });
    const attempt = attemptSignIn(world.deps, {
      ...ask,
      onStage: (stage) => {
        if (stage === 'signing-in') setTimeout(() => world.stop.abort(), 0);
      },
    });
    expect(await attempt).toMatchObject({ finding: { code: 'mail.stopped', passwordSent: true } });
    expect(world.settled).toEqual([]);
  });

  it('leaves the right open when the probe itself was stopped with a password on its way', async () => {
    const world = mailWorld({ answer: () => 'mail.stopped' });
    expect(await attemptSignIn(world.deps, ask)).toMatchObject({
      finding: { code: 'mail.stopped', passwordSent: true },
    });
    expect(world.settled).toEqual([]);
  });

  it('settles with the true answer when it comes after the stop', async () => {
    let answer: () => void = () => undefined;
    const world = mailWorld({ think: () => new Promise((resolve) => (answer = resolve)) });
    const attempt = attemptSignIn(world.deps, {
      ...ask,
      onStage: (stage) => {
        if (stage === 'signing-in') setTimeout(() => world.stop.abort(), 0);
      },
    });
    await attempt;
    answer();
    await expect.poll(() => world.settled).toEqual(['signed-in']);
  });

  it('takes a parked connection instead of opening one, and closes it if it may not be used', async () => {
    const world = mailWorld();
    const parked = await world.deps.probe.open(endpoint, {
      authorities: [],
      signal: world.stop.signal,
      onStage: () => undefined,
      read: false,
    });
    if (!parked.open) throw new Error('the world did not open');
    await attemptSignIn(world.deps, { ...ask, connection: parked.connection });
    expect(world.opened).toHaveLength(1);
    expect(world.signedIn).toHaveLength(1);

    const held = mailWorld({ heldUntil: () => 5 });
    await attemptSignIn(held.deps, { ...ask, connection: { ...parked.connection, close: () => held.stop.abort() } });
    expect(held.stop.signal.aborted).toBe(true);
  });
});
