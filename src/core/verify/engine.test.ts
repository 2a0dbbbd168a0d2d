import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailFailureCode } from '../../shared/failures.ts';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { type VerifyAsk, verify } from './engine.ts';
import {
  checkOf,
  endpointAt,
  type MailWorld,
  mailWorld,
  versionNamed,
  versionOne,
  type WorldPlan,
} from './mail-world.test-kit.ts';
import type { Check, VerifyEvent } from './types.ts';

const unproven: VerifyAsk = { proven: () => false, prompted: 'app', read: false, known: [] };
const proven: VerifyAsk = { ...unproven, proven: () => true };

async function run(checks: readonly Check[], ask: VerifyAsk, plan: Partial<WorldPlan> = {}) {
  const world = mailWorld(plan);
  const events: VerifyEvent[] = [];
  for await (const event of verify(world.deps, checks, ask)) events.push(event);
  return { world, events, ends: endsOf(events) };
}

/** The end of each check in words. */
function endsOf(events: readonly VerifyEvent[]): Map<string, string> {
  const ends = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'stage') continue;
    expect(ends.has(event.key), 'one end per check').toBe(false);
    ends.set(event.key, event.type === 'finding' ? (event.finding.ok ? 'ok' : event.finding.code) : event.type);
  }
  return ends;
}

/** One check for each of many mailboxes at one server. */
const office = (count: number, host = 'mail.example.test'): Check[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `m${String(at).padStart(15, '0')}`;
    return checkOf(endpointAt('imap', 993, host), {
      mailbox: mailboxIdSchema.parse(name),
      version: versionNamed(name),
      user: `${name}@example.test`,
    });
  });

const order = (world: MailWorld): string[] => world.signedIn.map(({ endpoint }) => `${endpoint.protocol}`);

describe('verify', () => {
  const elsewhere = endpointAt('smtp', 465, 'smtp.other.test');
  const shutHere = ({ host }: { host: string }) => (host === 'mail.example.test' ? 'mail.nothing-listens' : null);

  it('connects no more to a server that keeps this address out, and says so once', async () => {
    const checks = office(12);
    const ask = { ...unproven, known: [elsewhere] };
    const { ends, world } = await run(checks, ask, { opening: shutHere, refusedBefore: 1 });
    const [first, ...others] = checks.map(({ key }) => ends.get(key));
    expect(first).toBe('mail.address-blocked');
    expect(new Set(others)).toEqual(new Set(['mail.stopped']));
    expect(world.opened.map(({ host }) => host)).toEqual(['mail.example.test', 'smtp.other.test']);
  });

  it('calls a server that is shut kept out only after a refusal there, and only if all its ports are shut', async () => {
    const checks = [checkOf(endpointAt('imap', 1993))];
    const [own] = office(1).map(({ endpoint }) => endpoint);
    const known = [elsewhere, ...(own ? [own] : [])];
    const onePort = ({ port }: { port: number }) => (port === 1993 ? 'mail.nothing-listens' : null);
    const never = await run(checks, { ...unproven, known }, { opening: shutHere });
    const wrongPort = await run(checks, { ...unproven, known }, { opening: onePort, refusedBefore: 1 });
    for (const { ends } of [never, wrongPort]) expect([...ends.values()]).toEqual(['mail.nothing-listens']);
  });

  it('ends at once with nothing to do', async () => {
    expect((await run([], unproven)).events).toEqual([]);
  });

  it('yields stages and one end per check, receiving before sending', async () => {
    const checks = [checkOf(endpointAt('smtp', 465)), checkOf(endpointAt('imap', 993))];
    const { events, ends, world } = await run(checks, unproven);
    expect([...ends.values()]).toEqual(['ok', 'ok']);
    expect(order(world)).toEqual(['imap', 'smtp']);
    expect(events.filter((event) => event.type === 'stage').length).toBeGreaterThan(0);
  });

  it('asks for the second sign-in of a version as proven, after the first has signed in', async () => {
    const checks = [checkOf(endpointAt('imap', 993)), checkOf(endpointAt('smtp', 465))];
    const { world } = await run(checks, unproven);
    expect(world.asked.map((ask) => ask.standing)).toEqual(['unproven', 'proven']);
  });

  it('sends a scout first, alone, even with a version known from before', async () => {
    const openedAtFirstAnswer: number[] = [];
    const world = mailWorld({
      answer: () => {
        openedAtFirstAnswer.push(world.opened.length);
        return null;
      },
    });
    for await (const _ of verify(world.deps, office(20), proven));
    expect(openedAtFirstAnswer[0]).toBe(1);
    expect(Math.max(...openedAtFirstAnswer.slice(0, 2))).toBeGreaterThan(1);
    expect(world.signedIn).toHaveLength(20);
  });

  it('grows to 32 at one server and 64 in all, never more', async () => {
    const slowly = { think: () => new Promise<void>((resolve) => setTimeout(resolve, 60)) };
    const one = await run(office(200), proven, slowly);
    expect(one.world.peak('mail.example.test')).toBe(32);
    const three = ['a.example.test', 'b.example.test', 'c.example.test'].flatMap((host) => office(150, host));
    const all = await run(three, proven, slowly);
    expect(all.world.peak()).toBe(64);
    expect([...all.ends.values()].every((end) => end === 'ok')).toBe(true);
  });

  it('has one unproven sign-in in flight at a server', async () => {
    const { world, ends } = await run(office(12), unproven);
    expect(world.peak()).toBe(1);
    expect([...ends.values()].every((end) => end === 'ok')).toBe(true);
  });

  it('starts at most four connections before it takes a breath', async () => {
    const { world } = await run(office(40), proven);
    expect(world.slept.length).toBe(9);
    expect(new Set(world.slept)).toEqual(new Set([8]));
  });

  it('stops unproven work at the first refusal', async () => {
    const checks = ['imap', 'pop3', 'smtp'].map((protocol) => checkOf(endpointAt(protocol as 'imap', 993)));
    const { world, ends } = await run(checks, unproven, { answer: () => 'mail.wrong-password' });
    expect([...ends.values()]).toEqual(['mail.wrong-password', 'mail.stopped', 'mail.stopped']);
    expect(world.signedIn).toHaveLength(1);
    expect(world.settled).toEqual(['refused']);
  });

  it('stops a version that was known from before at its first refusal', async () => {
    const checks = ['imap', 'pop3', 'smtp'].map((protocol) => checkOf(endpointAt(protocol as 'imap', 993)));
    const { world } = await run(checks, proven, { answer: () => 'mail.wrong-password' });
    expect(world.signedIn).toHaveLength(1);
  });

  it('does not try a refused version at another server, known from before or not', async () => {
    const checks = [
      checkOf(endpointAt('imap', 993, 'in.example.test')),
      checkOf(endpointAt('smtp', 465, 'out.example.test')),
      checkOf(endpointAt('smtp', 465, 'third.example.test')),
    ];
    for (const ask of [unproven, proven]) {
      const { world, ends } = await run(checks, ask, { answer: () => 'mail.wrong-password' });
      expect(world.signedIn).toHaveLength(1);
      expect([...ends.values()]).toEqual(['mail.wrong-password', 'mail.stopped', 'mail.stopped']);
    }
  });

  it('goes on where a refused version has already signed in', async () => {
    const own = (port: number) => checkOf(endpointAt('imap', port, 'a.example.test'));
    const { ends } = await run(
      [own(993), own(994), own(995), checkOf(endpointAt('smtp', 465, 'b.example.test'))],
      unproven,
      { answer: ({ endpoint }) => (endpoint.protocol === 'smtp' ? 'mail.wrong-password' : null) },
    );
    expect([...ends.values()].sort()).toEqual(['mail.wrong-password', 'ok', 'ok', 'ok']);
  });

  it('goes on with another mailbox at other servers after a refusal', async () => {
    const checks = [...office(1, 'a.example.test'), checkOf(endpointAt('imap', 993, 'b.example.test'))];
    const { ends } = await run(checks, unproven, {
      answer: ({ endpoint }) => (endpoint.host === 'a.example.test' ? 'mail.wrong-password' : null),
    });
    expect([...ends.values()].sort()).toEqual(['mail.wrong-password', 'ok']);
  });

  it('meets a slip in one user name last, and lets nobody else down by it', async () => {
    const slip = { user: 'ana@example.test' };
    const target = { client: 'client0000000001', side: 'receiving' } as unknown as Check['targets'][number];
    const good = (check: Check): Check => ({ ...check, targets: [target, target] });
    const checks = [
      checkOf(endpointAt('imap', 993), slip),
      checkOf(endpointAt('smtp', 465), slip),
      good(checkOf(endpointAt('imap', 993))),
      good(checkOf(endpointAt('smtp', 465))),
    ];
    const { ends, world } = await run(checks, unproven, {
      answer: ({ user }) => (user === slip.user ? 'mail.wrong-password' : null),
    });
    expect(checks.map((check) => ends.get(check.key))).toEqual(['mail.wrong-password', 'mail.stopped', 'ok', 'ok']);
    expect(world.asked.map((ask) => ask.standing)).toEqual(['unproven', 'proven', 'unproven']);
  });

  it('goes on after trouble that says nothing about the password, without trying again', async () => {
    const checks = ['imap', 'pop3', 'smtp'].map((protocol) => checkOf(endpointAt(protocol as 'imap', 993)));
    const { ends, world } = await run(checks, unproven, {
      answer: ({ endpoint }) => (endpoint.protocol === 'imap' ? 'mail.server-busy' : null),
    });
    expect([...ends.values()]).toEqual(['mail.server-busy', 'ok', 'ok']);
    expect(world.signedIn).toHaveLength(3);
  });

  it('stops everything at a server that says too many attempts', async () => {
    const { ends, world } = await run(office(10), proven, { answer: () => 'mail.too-many-attempts' });
    expect(world.signedIn).toHaveLength(1);
    expect([...ends.values()].filter((end) => end === 'mail.stopped')).toHaveLength(9);
  });

  it('passes on what the ledger and the keychain say', async () => {
    const held = await run([checkOf(endpointAt('imap', 993))], unproven, { heldUntil: () => 9 });
    expect(held.events).toEqual([{ type: 'held-back', key: expect.any(String), freeAt: 9 }]);
    const missing = await run([checkOf(endpointAt('imap', 993), { version: versionNamed('none') })], unproven);
    expect([...missing.ends.values()]).toEqual(['no-secret']);
  });

  it('ends every check as stopped when the signal aborts, and opens nothing more', async () => {
    const world = mailWorld();
    const events: VerifyEvent[] = [];
    for await (const event of verify(world.deps, office(50), proven)) {
      events.push(event);
      if (events.filter(({ type }) => type === 'finding').length === 3) world.stop.abort();
    }
    const ends = [...endsOf(events).values()];
    expect(ends).toHaveLength(50);
    expect(ends.filter((end) => end === 'mail.stopped').length).toBeGreaterThan(30);
    const opened = world.opened.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.opened.length).toBe(opened);
  });

  it('starts nothing more when its reader goes away', async () => {
    const world = mailWorld();
    for await (const event of verify(world.deps, office(50), proven)) if (event.type === 'finding') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.signedIn.length).toBeLessThan(10);
  });

  it('throws what a bug in a port throws', async () => {
    const world = mailWorld();
    const deps = { ...world.deps, ledger: { ...world.deps.ledger, reserve: () => Promise.reject(new Error('bug')) } };
    const all = async (): Promise<void> => {
      for await (const _ of verify(deps, office(3), proven));
    };
    await expect(all()).rejects.toThrow('bug');
  });
});

describe('laws of verify', () => {
  const codes: (MailFailureCode | null)[] = [
    null,
    null,
    'mail.wrong-password',
    'mail.account-locked',
    'mail.timed-out',
    'mail.too-many-connections',
    'mail.too-many-attempts',
  ];
  const someCheck = fc
    .record({
      protocol: fc.constantFrom('imap', 'pop3', 'smtp'),
      port: fc.constantFrom(993, 465),
      host: fc.constantFrom('a.example.test', 'b.example.test'),
      user: fc.constantFrom('anna', 'anna@example.test'),
      version: fc.constantFrom(versionOne, versionNamed('two')),
    })
    .map(({ protocol, port, host, user, version }) => checkOf(endpointAt(protocol, port, host), { user, version }));
  const someChecks = fc.uniqueArray(someCheck, { selector: (check) => check.key, maxLength: 24 });

  it('ends each check once, and spends at most one refusal on a version until it has signed in at that server', async () => {
    await fc.assert(
      fc.asyncProperty(
        someChecks,
        fc.array(fc.constantFrom(...codes)),
        fc.boolean(),
        async (checks, answers, known) => {
          const byCheck = new Map<string, MailFailureCode | null>();
          const refused = new Map<string, number>();
          const { ends } = await run(checks, known ? proven : unproven, {
            answer: ({ endpoint, user, secret }) => {
              const service = [endpoint.host, endpoint.protocol, user, secret].join(' ');
              const code = byCheck.has(service) ? (byCheck.get(service) ?? null) : (answers[byCheck.size] ?? null);
              byCheck.set(service, code);
              if (code === 'mail.wrong-password' || code === 'mail.account-locked') {
                refused.set(secret, (refused.get(secret) ?? 0) + 1);
              }
              return code;
            },
          });
          expect(ends.size).toBe(checks.length);
          expect(Math.max(0, ...refused.values())).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });
});
