import { failure, type MailFailureCode } from '../../shared/failures.ts';
import { versionIdSchema } from '../../shared/ids.ts';
import type { JournalEntry, JournalFact } from '../../shared/journal.ts';
import type { Endpoint } from '../../shared/model.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { AttemptAsk, AttemptLedger, ChangeAnswer, MailProbe, Provider } from '../ports.ts';
import { Secret } from '../secret.ts';
import { type AttemptRecord, decideAttempt, refusalsAt } from './budget.ts';
import type { RotationPorts } from './context.ts';
import { applyChange, mailbox, manifestFor, settleTruth, type World } from './world.test-kit.ts';

/** One life of the app in a world: a set of ports that may die at any of its calls, and watches the laws as it goes. */

export interface Process {
  readonly ports: RotationPorts;
  /** Port calls so far. */
  calls: number;
  dead: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
}

/** Dies at this call of a port: before its effect, or after it without hearing of it. */
export interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** Each waits on one of its own: a shared one would keep the world of every death in memory. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Starts the app in this world. A sleep passes at once, moving the world's clock. */
export function boot(world: World, crash: Crash | null = null): Process {
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const self: { calls: number; dead: boolean } = { calls: 0, dead: false };
  const call = async <T>(effect: () => T): Promise<T> => {
    if (self.dead) return await never();
    const here = crash?.at === self.calls;
    self.calls += 1;
    if (self.calls > 5_000) throw new Error('it runs in circles');
    const kill = async (): Promise<never> => {
      self.dead = true;
      die();
      return await never();
    };
    if (here && crash?.when === 'before') return await kill();
    const result = effect();
    if (here) return await kill();
    return await Promise.resolve(result);
  };
  // a store that finds attempts in flight from an earlier process takes them as refused
  world.attempts = world.attempts.map((one) => (one.state === 'in-flight' ? { ...one, state: 'refused' } : one));
  const asked: { prompted: AttemptAsk['prompted'] } = { prompted: 'app' };
  const ports: RotationPorts = {
    secrets: secretsOf(world, call),
    records: {
      load: () => call(() => success(world.record)),
      save: () => call(() => success(undefined)),
      remove: () => call(() => success(undefined)),
      list: () => call(() => success([])),
    },
    journal: {
      append: (_mailbox, fact) => call(() => success(append(world, fact))),
      read: () => call(() => success([...world.journal])),
    },
    ledger: ledgerOf(world, call, asked),
    clock: {
      now: () => world.now,
      async sleep(ms, signal) {
        await Promise.resolve();
        if (signal.aborted) return;
        if (self.dead) return await never();
        world.now += ms;
      },
    },
    probe: probeOf(world, call, asked),
    provider: () => providerOf(world, call),
    kept: (box) => call(() => success(keptOf(world, box))),
    ...(world.installation === undefined ? {} : { installation: () => call(() => success(world.installation ?? '')) }),
    newId: () => {
      world.ids += 1;
      return `id${String(world.ids).padStart(14, '0')}`;
    },
  };
  return Object.assign(self, { ports, death });
}

const keptOf = (world: World, box: string) =>
  [...world.keychain.keys()]
    .filter((name) => name.startsWith(`${box}/`))
    .map((name) => versionIdSchema.parse(name.slice(box.length + 1)))
    .reverse();

type Call = <T>(effect: () => T) => Promise<T>;

function secretsOf(world: World, call: Call): RotationPorts['secrets'] {
  return {
    put: (box, version, secret) =>
      call((): Result<void> => {
        const held = world.keychain.get(`${box}/${version}`);
        if (held !== undefined && held !== secret.reveal()) return failed(failure('keychain.read-back-differs'));
        world.keychain.set(`${box}/${version}`, secret.reveal());
        return success(undefined);
      }),
    get: (box, version) =>
      call((): Result<Secret> => {
        const held = world.keychain.get(`${box}/${version}`);
        return held === undefined ? failed(failure('keychain.entry-missing')) : success(new Secret(held));
      }),
    remove: (box, version) =>
      call(() => {
        const others = world.tried.filter((one) => one.ok && one.secret !== world.keychain.get(`${box}/${version}`));
        if (others.at(-1)?.at !== world.now)
          world.broken.push('a version was removed without another having signed in');
        world.keychain.delete(`${box}/${version}`);
        return success(undefined);
      }),
    tryOut: () => call(() => success(undefined)),
  };
}

function isProved(world: World, { rotation, current }: Extract<JournalFact, { type: 'promoted' }>): boolean {
  const text = world.keychain.get(`${mailbox}/${current}`);
  if (world.plan.mailSignIns === 'password') return world.tried.some((one) => one.ok && one.secret === text);
  const accepted = world.journal.some(({ fact }) => fact.type === 'provider-accepted' && fact.rotation === rotation);
  return accepted && world.sent.some((one) => one.rotation === rotation && one.text === text);
}

function append(world: World, fact: JournalFact): JournalEntry {
  if (fact.type === 'promoted') {
    if (!isProved(world, fact)) world.broken.push('current was replaced before pending was proved');
  }
  if (fact.type === 'staged' && !world.keychain.has(`${mailbox}/${fact.version}`)) {
    world.broken.push('a version was noted as stored that is not');
  }
  const entry: JournalEntry = { v: 1, seq: world.journal.length + 1, at: world.now, fact };
  world.journal.push(entry);
  return entry;
}

function ledgerOf(world: World, call: Call, asked: { prompted: AttemptAsk['prompted'] }): AttemptLedger {
  return {
    reserve: (ask) =>
      call(() => {
        const decision = decideAttempt(world.attempts, ask, world.now);
        if (!decision.granted) return decision;
        const { server, mailbox: box, version, standing } = ask;
        const attempt: AttemptRecord = { at: world.now, server, mailbox: box, version, standing, state: 'in-flight' };
        world.attempts.push(attempt);
        asked.prompted = ask.prompted;
        const settle = (outcome: 'signed-in' | 'refused' | 'inconclusive') =>
          call(() => {
            world.attempts = world.attempts.flatMap((one) => {
              if (one !== attempt) return [one];
              return outcome === 'inconclusive' ? [] : [{ ...attempt, state: outcome }];
            });
          });
        return { granted: true as const, reservation: { settle } };
      }),
    standing: (server) => call(() => refusalsAt(world.attempts, server, world.now)),
  };
}

function probeOf(world: World, call: Call, asked: { prompted: AttemptAsk['prompted'] }): MailProbe {
  const finding = (endpoint: Endpoint, code: MailFailureCode, passwordSent: boolean) => {
    const stage = passwordSent ? ('signing-in' as const) : ('connecting' as const);
    return { ok: false as const, ...endpoint, at: world.now, took: 1, code, stage, passwordSent, serverText: '' };
  };
  return {
    open: (endpoint) =>
      call(() => {
        const code = world.plan.network(world, endpoint);
        if (code) return { open: false as const, finding: finding(endpoint, code, false) };
        const signIn = (_user: string, secret: Secret) =>
          call(() => {
            settleTruth(world);
            const text = secret.reveal();
            const trouble = world.plan.trouble(world, endpoint, text);
            const refused = trouble === null && text !== world.password;
            const { protocol } = endpoint;
            const ok = trouble === null && !refused;
            world.tried.push({ at: world.now, secret: text, ok, refused, protocol, prompted: asked.prompted });
            if (trouble) return finding(endpoint, trouble, true);
            if (refused) return finding(endpoint, 'mail.wrong-password', true);
            const more = { tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null };
            return { ok: true as const, ...endpoint, at: world.now, took: 1, ...more };
          });
        return { open: true as const, connection: { signIn, close: () => undefined } };
      }),
  };
}

function providerOf(world: World, call: Call): Provider {
  const { plan } = world;
  return {
    manifest: manifestFor(plan),
    check: () => call(() => plan.check),
    changePassword: (_access, next) =>
      call((): ChangeAnswer => {
        noteSent(world, next.reveal());
        if (typeof plan.answer !== 'object') applyChange(world, next.reveal());
        if (plan.answer === 'accepted') return { kind: 'accepted' };
        if (plan.answer === 'unknown') return { kind: 'unknown', code: 'provider.no-answer', technical: '' };
        const { refused: code, pause } = plan.answer;
        return { kind: 'refused', code, technical: 'too short', ...(pause === undefined ? {} : { pause }) };
      }),
  };
}

/** Law: what is sent is in the keychain, and both its being there and the intent to send it are in the journal. */
function noteSent(world: World, text: string): void {
  const intent = world.journal.findLast((one) => one.fact.type === 'submitting')?.fact;
  if (intent?.type !== 'submitting') {
    world.broken.push('something was sent without an intent');
    return;
  }
  const { version, rotation } = intent;
  const staged = world.journal.some((one) => one.fact.type === 'staged' && one.fact.version === version);
  if (!staged || world.keychain.get(`${mailbox}/${version}`) !== text) {
    world.broken.push('something was sent that was not stored');
  }
  world.sent.push({ at: world.now, text, version, rotation });
}
