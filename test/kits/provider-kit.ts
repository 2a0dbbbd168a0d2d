import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeAnswer, Provider, ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';
import type { Limits } from '../../src/main/providers/outcome.ts';
import type { ProviderFailureCode } from '../../src/shared/failures.ts';
import type { Authority } from '../../src/shared/model.ts';
import { providerManifestSchema } from '../../src/shared/provider.ts';
import { type Fault, type FaultDoor, startFaultDoor } from './fault-door.ts';

export type ProviderMode = 'self' | 'admin';
/** Refusals that a server brings about on demand. */
export type Refusal = 'policy' | 'locked' | 'too-soon';

/** A real server, or a scripted one, with one mailbox that every case starts with. */
export interface ProviderBackend {
  /** Where it listens, by TLS from the first byte. */
  readonly host: string;
  readonly port: number;
  /** An access to the mailbox through `door`; what is not given is right. */
  access(door: ProviderDoor, given: AccessGiven): ProviderAccess;
  /** The truth: what the server itself says about this password, asked past the provider. */
  holds(password: string): Promise<boolean>;
  /** Sets the password past the provider and lifts every lock, so that the next case starts clean. */
  reset(password: string): Promise<void>;
  /** Brings a refusal about and gives the new password that will meet it. */
  provoke(refusal: Refusal): Promise<Secret>;
  stop(): Promise<void>;
}

export interface ProviderDoor {
  readonly host: string;
  readonly port: number;
  readonly authorities: readonly Authority[];
}

export interface AccessGiven {
  readonly mode: ProviderMode;
  readonly current: Secret | null;
  readonly signal: AbortSignal;
  /** A mailbox that is not there. */
  readonly stranger?: boolean;
  /** The administrator's credential is wrong, too. */
  readonly wrongCredential?: boolean;
}

export interface ProviderSubject {
  readonly name: string;
  /** Called for every case; only a provider that takes no host from its settings looks at `door`. */
  create(limits: Limits, door: ProviderDoor): Provider;
  start(): Promise<ProviderBackend>;
  /** Bytes that stand in every request that can set a password, and in no other. */
  readonly changeMark: string;
  /** How an answer of endless length begins in this protocol, so that only the limit on size can end it. */
  readonly endless: Buffer;
  /** The codes that each refusal may have; a refusal that this backend cannot bring about is left out. */
  readonly refusals: Readonly<Partial<Record<Refusal, readonly ProviderFailureCode[]>>>;
  /** The codes for a mailbox that does not exist. */
  readonly stranger: readonly ProviderFailureCode[];
}

const first = 'First-Mauve-Kettle-41';
const second = 'Second-Ochre-Anvil-87';
const wrong = 'Wrong-Teal-Ladder-13';
const limits: Limits = { connect: 2_000, answer: 900 };

/** How an endless HTTP answer begins, for providers that speak it. */
export const endlessHttp = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');

/** Every promise of the `Provider` port, tried against a server whose truth can be asked. */
export function testProvider(subject: ProviderSubject): void {
  describe(`the provider contract: ${subject.name}`, () => {
    const world = new World(subject);
    beforeAll(() => world.start(), 60_000);
    afterEach(() => world.tidy());
    afterAll(() => world.stop());
    describesManifest(world);
    describesChanges(world);
    describesRefusals(world);
    describesFaults(world);
    describesChecks(world);
  });
}

/** Backend, door in front of it and provider of one case. */
class World {
  readonly subject: ProviderSubject;
  #backend: ProviderBackend | null = null;
  #good: KeyedCertificate | null = null;
  #authorities: readonly Authority[] = [];
  #door: FaultDoor | null = null;
  #through: ProviderDoor | null = null;
  readonly #stop = new AbortController();

  constructor(subject: ProviderSubject) {
    this.subject = subject;
  }

  async start(): Promise<void> {
    this.#backend = await this.subject.start();
    const authority = await makeAuthority('Kit authority');
    const { host } = this.backend;
    this.#good = await issueCertificate(authority, { addresses: [host] });
    const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
    this.#authorities = [{ host, pem: authority.certificate, fingerprint, subject: 'Kit authority' }];
    await this.backend.reset(first);
  }

  get backend(): ProviderBackend {
    if (this.#backend === null) throw new Error('not started');
    return this.#backend;
  }

  /** Made anew for each call, because the door changes with every case. */
  get provider(): Provider {
    const made = () => {
      const { host, port } = this.backend;
      return this.subject.create(limits, this.#through ?? { host, port, authorities: [] });
    };
    return {
      manifest: made().manifest,
      check: async (access) => await made().check(access),
      changePassword: async (access, next) => await made().changePassword(access, next),
    };
  }

  get modes(): readonly ProviderMode[] {
    const { self, admin } = this.provider.manifest.capabilities;
    return [...(self ? (['self'] as const) : []), ...(admin ? (['admin'] as const) : [])];
  }

  get door(): FaultDoor {
    if (this.#door === null) throw new Error('no door');
    return this.#door;
  }

  /** An access through a door with this fault; the current password is right unless said otherwise. */
  async access(given: Partial<AccessGiven> & { readonly fault?: Fault; readonly trusted?: boolean } = {}) {
    if (this.#good === null) throw new Error('not started');
    const { host, port } = this.backend;
    this.#door = await startFaultDoor({
      address: host,
      certificate: this.#good,
      target: { host, port },
      fault: given.fault ?? 'none',
      changeMark: this.subject.changeMark,
      endless: this.subject.endless,
    });
    this.#through = { host, port: this.#door.port, authorities: given.trusted === false ? [] : this.#authorities };
    return this.backend.access(this.#through, {
      mode: given.mode ?? this.modes[0] ?? 'self',
      current: given.current ?? new Secret(first),
      signal: given.signal ?? this.#stop.signal,
      stranger: given.stranger ?? false,
      wrongCredential: given.wrongCredential ?? false,
    });
  }

  async tidy(): Promise<void> {
    await this.#door?.stop();
    this.#door = null;
    await this.backend.reset(first);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#backend?.stop();
  }
}

function describesManifest(world: World): void {
  it('has a manifest that keeps to the schema', () => {
    expect(providerManifestSchema.parse(world.provider.manifest)).toEqual(world.provider.manifest);
    expect(world.modes.length).toBeGreaterThan(0);
  });
}

function describesChanges(world: World): void {
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

  it('carries a password that is not ASCII unharmed', async () => {
    const next = new Secret('L\u00f8vet\u00e4nn \u2603 Zw\u00f6lf-12 "\\<&');
    expect(await world.provider.changePassword(await world.access(), next)).toEqual({ kind: 'accepted' });
    expect(await world.backend.holds(next.reveal())).toBe(true);
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

function describesRefusals(world: World): void {
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

function describesFaults(world: World): void {
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
  ] as const)('does not know after %s, although the server has changed it', async (fault, code) => {
    const started = performance.now();
    const answer = await world.provider.changePassword(await world.access({ fault }), new Secret(second));
    expect(answer).toMatchObject({ kind: 'unknown', code });
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

function describesChecks(world: World): void {
  it('finds all well without changing anything', async () => {
    for (const mode of world.modes) {
      const answer = await world.provider.check(await world.access({ mode }));
      expect(answer).toMatchObject({ kind: 'ready', warnings: [] });
      expect(world.door.changes()).toBe(0);
      if (answer.kind === 'ready' && world.provider.manifest.capabilities.readsRules) {
        expect(answer.rules).toMatchObject({ source: 'server' });
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

function expectRefusal(answer: ChangeAnswer, codes: readonly ProviderFailureCode[]): void {
  expect(answer).toMatchObject({ kind: 'refused' });
  if (answer.kind === 'refused') expect(codes).toContain(answer.code);
}

/** The five forms in which a secret could slip into the technical line. */
function expectHidden(answer: ChangeAnswer, secrets: readonly string[]): void {
  if (answer.kind === 'accepted') return;
  for (const secret of secrets.filter((text) => text.length > 3)) {
    const bytes = Buffer.from(secret, 'utf8');
    const forms = [secret, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(secret)];
    for (const form of [...forms, JSON.stringify(secret).slice(1, -1)]) expect(answer.technical).not.toContain(form);
  }
}
