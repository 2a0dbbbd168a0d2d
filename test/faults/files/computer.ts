import type { AttemptAsk, Provider } from '../../../src/core/ports.ts';
import type { RotationPorts } from '../../../src/core/rotation/context.ts';
import { mailbox, newWorld } from '../../../src/core/rotation/world.test-kit.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Workspace } from '../../../src/main/app/workspace.ts';
import { createAttemptLedger } from '../../../src/main/storage/attempts.ts';
import { createFileLayer } from '../../../src/main/storage/file-layer.ts';
import { createIntegrityKey } from '../../../src/main/storage/integrity-key.ts';
import { createJournal, type DiskJournal } from '../../../src/main/storage/journal.ts';
import { createKeptNames } from '../../../src/main/storage/kept-names.ts';
import { createKeychain, type KeychainBinding } from '../../../src/main/storage/keychain.ts';
import type { Presences } from '../../../src/main/storage/presence.ts';
import { createRecordStore } from '../../../src/main/storage/records.ts';
import { createSecretStore } from '../../../src/main/storage/secrets.ts';
import { serviceNames } from '../../../src/main/storage/services.ts';
import { createWriter, type Writer } from '../../../src/main/storage/writer.ts';
import { type VersionId, versionIdSchema } from '../../../src/shared/ids.ts';
import type { MailboxRecord } from '../../../src/shared/model.ts';
import { ChaosKeytar } from '../keychain/chaos-keytar.ts';
import type { SimulatedClock } from '../model/clock.ts';
import type { MailService } from '../model/mail-service.ts';
import { type Gate, LossyDisk } from './lossy-disk.ts';
import type { Kept } from './memory-files.ts';

export const journalFolder = '/app/home/journal';
export const journalPath = `${journalFolder}/${mailbox}.jsonl`;
export const attemptsFolder = '/app/attempts';
export const firstVersion: VersionId = versionIdSchema.parse('version000000001');
const credentialVersion: VersionId = versionIdSchema.parse('credential000001');

/** One life of the app: the engine's ports over the real stores, on this computer's disk and keychain. */
export interface App {
  readonly ports: RotationPorts & {
    readonly journal: DiskJournal;
    readonly allKept: Workspace['allKept'];
    readonly writer: Writer;
  };
  /** Acts on the outside world so far. */
  acts: number;
  dead: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  /** The act at which it is to die, if it is. */
  doom: Death | null;
}

/** What watches the acts of every life; each is called before the act has its effect. */
export interface Watch {
  boots(): void;
  signsIn(password: string, prompted: AttemptAsk['prompted']): void;
  changes(password: string): void;
}

/** Dies at this act of a life: before its effect, or after it without hearing of it. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

interface Life {
  readonly dead: boolean;
  readonly death: Promise<void>;
}

/** Each waits on one of its own: a shared one would keep the world of every death in memory. */
const never = (): Promise<never> => new Promise(() => undefined);

/** A computer with a disk and a keychain that outlive the app, and a mail service outside. */
export class Computer {
  readonly clock: SimulatedClock;
  readonly service: MailService;
  readonly disk = new LossyDisk();
  readonly keychain: ChaosKeytar;
  readonly record: MailboxRecord;
  watch: Watch = { boots: () => undefined, signsIn: () => undefined, changes: () => undefined };
  /** A bug to plant, so that a suite can show that it finds it. */
  plant: (ports: App['ports']) => App['ports'] = (ports) => ports;
  private ids = 0;
  private doors = 0;
  private lives: { dead: boolean; die: () => void }[] = [];
  /** Doors behind which somebody listens as long as the life lasts. */
  private readonly openDoors = new Map<string, Life>();

  constructor(clock: SimulatedClock, service: MailService) {
    this.clock = clock;
    this.service = service;
    this.keychain = new ChaosKeytar((ms) => clock.advance(ms));
    this.record = newWorld({ mode: service.plan.mode }).record;
  }

  /** Adds the mailbox, with the password that the service has, as the app does it when there is no trouble. */
  async setUp(): Promise<void> {
    const { ports } = this.boot();
    const password = new Secret(this.service.plan.password);
    const done = [
      await ports.records.save(this.record),
      await ports.secrets.put(mailbox, firstVersion, password),
      await ports.secrets.put(mailbox, credentialVersion, new Secret('the credential')),
      await ports.journal.append(mailbox, { type: 'adopted', version: firstVersion }),
    ];
    if (done.some((one) => !one.ok)) throw new Error('a computer without trouble sets up');
    this.end();
  }

  /** Starts the app, beside a running one if there is one. */
  boot(death: Death | null = null): App {
    this.watch.boots();
    let die: () => void = () => undefined;
    const dying = new Promise<void>((resolve) => {
      die = resolve;
    });
    const life = { acts: 0, dead: false, death: dying, doom: death, die: (): void => undefined };
    life.die = () => {
      life.dead = true;
      die();
    };
    this.lives.push(life);
    this.disk.onCut = life.die;
    const gate: Gate = async (work) => {
      if (life.dead) return await never();
      const here = life.doom?.at === life.acts;
      life.acts += 1;
      if (life.acts > 20_000) throw new Error('it runs in circles');
      if (here && life.doom?.when === 'before') life.die();
      if (life.dead) return await never();
      const result = work();
      if (here) life.die();
      return life.dead ? await never() : await Promise.resolve(result);
    };
    return Object.assign(life, { ports: this.plant(this.portsOf(gate, life)) });
  }

  /** Ends every life. With `kept` the computer itself loses power, and of what was not synced only that stays. */
  end(kept: Kept | null = null): void {
    for (const life of this.lives.splice(0)) life.die();
    if (kept) this.disk.lose(kept);
    else this.disk.kill();
  }

  private portsOf(gate: Gate, life: Life): App['ports'] {
    const files = createFileLayer(this.disk.mount(gate));
    const binding = mortal(this.keychain.open(gate), life.death);
    const keychain = (service: string) => createKeychain(service, { load: () => binding, silentWhenLocked: true });
    const records = keychain(serviceNames.home.records);
    const secrets = keychain(serviceNames.home.secrets);
    const key = createIntegrityKey(records);
    const { now } = this.clock;
    const started = this.clock.trueNow();
    const elapsed = (): number => this.clock.trueNow() - started;
    const ledger = createAttemptLedger({ folder: attemptsFolder, files, key, now, elapsed });
    const writer = createWriter({ folder: '/app', files, presences: this.presencesOf(life) });
    const journal = createJournal({ folder: journalFolder, files, key, now, mayWrite: () => writer.mayWrite() });
    const asked: { prompted: AttemptAsk['prompted'] } = { prompted: 'app' };
    return {
      secrets: createSecretStore(secrets),
      allKept: createKeptNames(secrets, journal, 'mailbox').all,
      records: createRecordStore({ keychain: records, folder: '/app/home', files, key }),
      ...{ journal, writer },
      ledger: {
        standing: (server) => ledger.standing(server),
        async reserve(ask) {
          const answer = await ledger.reserve(ask);
          if (answer.granted) asked.prompted = ask.prompted;
          return answer;
        },
      },
      clock: {
        ...{ now, elapsed },
        sleep: async (ms, signal) => {
          await this.clock.sleep(ms, signal);
          if (life.dead) await never();
        },
      },
      probe: this.probe(gate, asked),
      provider: () => this.provider(gate),
      newId: () => {
        this.ids += 1;
        return `id${String(this.ids).padStart(14, '0')}`;
      },
    };
  }

  /** Doors of this life, as its writer opens them: each under a name of its own. */
  private presencesOf(life: Life): Presences {
    const { openDoors } = this;
    return {
      open: () => {
        this.doors += 1;
        const door = `door ${this.doors}`;
        openDoors.set(door, life);
        return Promise.resolve({ door, close: () => Promise.resolve(void openDoors.delete(door)) });
      },
      isThere: (door) => Promise.resolve(openDoors.get(door)?.dead === false),
      tidy: () => Promise.resolve(),
    };
  }

  private probe(gate: Gate, asked: { prompted: AttemptAsk['prompted'] }): RotationPorts['probe'] {
    const { probe } = this.service;
    return {
      open: (endpoint, options) =>
        flat(gate, async () => {
          const opened = await probe.open(endpoint, options);
          if (!opened.open) return opened;
          const { connection } = opened;
          const signIn: typeof connection.signIn = (user, secret) =>
            flat(gate, () => {
              this.watch.signsIn(secret.reveal(), asked.prompted);
              return connection.signIn(user, secret);
            });
          return { open: true, connection: { signIn, close: () => connection.close() } };
        }),
    };
  }

  private provider(gate: Gate): Provider {
    const { provider } = this.service;
    return {
      manifest: provider.manifest,
      check: (access) => flat(gate, () => provider.check(access)),
      changePassword: (access, next) =>
        flat(gate, () => {
          this.watch.changes(next.reveal());
          return provider.changePassword(access, next);
        }),
    };
  }
}

/** An act whose effect is there when it is begun, as with everything in memory. */
async function flat<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  const boxed = await gate(() => ({ done: work() }));
  return await boxed.done;
}

/** The system's keychain answers one call after another, whoever asks, so a dead life must not leave one open. */
function mortal(binding: KeychainBinding, death: Promise<void>): KeychainBinding {
  const killed = death.then(() => {
    throw new Error('killed');
  });
  killed.catch(() => undefined);
  const act = <T>(work: Promise<T>): Promise<T> => Promise.race([work, killed]);
  return {
    getPassword: (service, account) => act(binding.getPassword(service, account)),
    setPassword: (service, account, text) => act(binding.setPassword(service, account, text)),
    deletePassword: (service, account) => act(binding.deletePassword(service, account)),
    findCredentials: (service) => act(binding.findCredentials(service)),
  };
}
