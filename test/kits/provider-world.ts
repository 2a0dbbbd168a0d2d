import type { Provider, ProviderAccess } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../src/main/practice/certificates.ts';
import type { Limits } from '../../src/main/providers/outcome.ts';
import type { ProviderFailureCode } from '../../src/shared/failures.ts';
import type { Authority } from '../../src/shared/model.ts';
import { type Fault, type FaultDoor, startFaultDoor } from './fault-door.ts';

export type ProviderMode = 'self' | 'admin';
/** Refusals that a server brings about on demand. */
export type Refusal = 'policy' | 'locked' | 'too-soon';

/** What the protocol under a provider is like. */
export interface Wire {
  readonly http: boolean;
  /** How an answer of endless length begins, so that only the limit on size can end it. */
  readonly endless: Buffer;
}
export const httpWire: Wire = {
  http: true,
  endless: Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n'),
};
/** A message of two gigabytes. */
export const ldapWire: Wire = { http: false, endless: Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]) };

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
  readonly wire: Wire;
  /** The file that says what is sent and where that is known from; see `fixtureSchema`. */
  readonly fixture: URL;
  /** A description of its calls that what is asked and answered is judged by; see `readCalls`. */
  readonly calls?: URL;
  /**
   * For who would store another password than the kit's odd one, which is then refused and never sent: a password beyond
   * ASCII that is stored as it is, or null where there is none.
   */
  readonly carries?: string | null;
  /** For who says yes with 200 and nothing behind it, as its sources say: then that is no odd answer. */
  readonly silentYes?: true;
  /** For who looks a mailbox up by its address as it was typed: no one else would know it by another. */
  readonly knowsTyped?: true;
  /** The codes that each refusal may have; a refusal that this backend cannot bring about is left out. */
  readonly refusals: Readonly<Partial<Record<Refusal, readonly ProviderFailureCode[]>>>;
  /** The codes for a mailbox that does not exist. */
  readonly stranger: readonly ProviderFailureCode[];
}

export const first = 'First-Mauve-Kettle-41';
export const second = 'Second-Ochre-Anvil-87';
export const wrong = 'Wrong-Teal-Ladder-13';
export const limits: Limits = { connect: 2_000, answer: 900 };

/** What is on the way; left out is what is right. */
interface Way {
  readonly fault: Fault;
  /** For the faults that give another answer. */
  readonly said: Buffer;
  readonly trusted: boolean;
  /** Goes wrong after so many requests, not at the one that changes the password. */
  readonly after: number;
}

/** Backend, door in front of it and provider of one case. */
export class World {
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
    const { manifest, signIns, appPasswords, listMailboxes } = made();
    return {
      manifest,
      check: async (access) => await made().check(access),
      changePassword: async (access, next) => await made().changePassword(access, next),
      // Made with the door of now: whoever asks for these has opened it before.
      ...(signIns && { signIns }),
      ...(appPasswords && { appPasswords }),
      ...(listMailboxes && { listMailboxes }),
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
  async access(given: Partial<AccessGiven> & Partial<Way> = {}) {
    if (this.#good === null) throw new Error('not started');
    const { host, port } = this.backend;
    this.#door = await startFaultDoor({
      address: host,
      certificate: this.#good,
      target: { host, port },
      fault: given.fault ?? 'none',
      said: given.said ?? Buffer.alloc(0),
      changeMark: this.subject.changeMark,
      after: given.after ?? null,
      endless: this.subject.wire.endless,
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

  /** Who would be asked in the name of whom, with no door in between. */
  usualAccess(mode: ProviderMode): ProviderAccess {
    const { host, port } = this.backend;
    const door = { host, port, authorities: [] };
    return this.backend.access(door, { mode, current: new Secret(first), signal: this.#stop.signal });
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
