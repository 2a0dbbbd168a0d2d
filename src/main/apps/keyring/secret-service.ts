import * as z from 'zod';
import { type Bus, type BusCall, BusFailure, openBus } from './bus.ts';
import type { BusMessage } from './bus-message.ts';
import { type BusValue, BusVariant } from './bus-values.ts';
import { offerSession, type SessionCipher, sessionAlgorithm } from './session-cipher.ts';

export type Attributes = Readonly<Record<string, string>>;

/** An entry's value, with the kind that its app gave it. */
export interface KeptValue {
  readonly bytes: Buffer;
  readonly type: string;
}

export interface KeyringItem {
  readonly path: string;
  readonly locked: boolean;
}

/**
 * The keyring of this person's desktop (Secret Service specification 0.2), as far as one entry needs it. Every act but
 * `unlock` leaves it as locked as it was, and shows nobody anything.
 */
export interface SecretService {
  /** Entries with just these attributes and perhaps more. @throws BusFailure */
  search(attributes: Attributes): Promise<readonly KeyringItem[]>;
  /** What the desktop calls an entry; may be empty. @throws BusFailure if it has not those attributes */
  label(item: KeyringItem, attributes: Attributes): Promise<string>;
  /** @throws BusFailure */
  read(item: KeyringItem): Promise<KeptValue>;
  /** Puts another value into an entry, which keeps its label and attributes. @throws BusFailure */
  write(item: KeyringItem, value: KeptValue): Promise<void>;
  /** Asks the person, by the desktop's own window. False if they would not. @throws BusFailure */
  unlock(items: readonly KeyringItem[]): Promise<boolean>;
  close(): void;
}

export interface KeyringLimits {
  /** Milliseconds for one answer. */
  readonly answer: number;
  /** Milliseconds for a person who is asked for the keyring's password. */
  readonly person: number;
}

const usualLimits: KeyringLimits = { answer: 5_000, person: 180_000 };

const name = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
const serviceInterface = 'org.freedesktop.Secret.Service';
const itemInterface = 'org.freedesktop.Secret.Item';
const promptInterface = 'org.freedesktop.Secret.Prompt';
const mostItems = 20;

const path = z
  .string()
  .max(1_000)
  .regex(/^\/[A-Za-z0-9_/]*$/);
const paths = z.array(path).max(mostItems);
const bytes = z.instanceof(Buffer);
const opened = z.tuple([
  z
    .instanceof(BusVariant)
    .transform(({ value }) => value)
    .pipe(bytes),
  path,
]);
const searched = z.tuple([paths, paths]);
const kept = z.tuple([z.tuple([z.string(), bytes, bytes, z.string().max(200)])]);
const unlocked = z.tuple([paths, path]);
const properties = z.tuple([z.array(z.tuple([z.string(), z.instanceof(BusVariant)])).max(50)]);
const pairs = z.array(z.tuple([z.string(), z.string()])).max(100);

/** @throws BusFailure where no keyring answers */
export async function openSecretService(address: string, limits = usualLimits): Promise<SecretService> {
  const bus = await openBus(address, limits.answer);
  try {
    return await begin(bus, limits);
  } catch (error) {
    bus.close();
    throw error;
  }
}

function parsed<T>(schema: z.ZodType<T>, { body }: BusMessage): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new BusFailure(null);
  return found.data;
}

async function begin(bus: Bus, limits: KeyringLimits): Promise<SecretService> {
  const offer = offerSession();
  const open = { path: servicePath, interface: serviceInterface, member: 'OpenSession', signature: 'sv' };
  const body = [sessionAlgorithm, new BusVariant('ay', offer.half)];
  const answer = await bus.call({ destination: name, ...open, body });
  const [half, session] = parsed(opened, answer);
  const cipher = offer.agree(half);
  if (!cipher || answer.sender === undefined) throw new BusFailure(null);
  // From here on the one who answered is asked, whoever takes the name next.
  return new Keyring(bus, answer.sender, session, cipher, limits);
}

class Keyring implements SecretService {
  readonly #bus: Bus;
  readonly #owner: string;
  readonly #session: string;
  readonly #cipher: SessionCipher;
  readonly #limits: KeyringLimits;

  constructor(bus: Bus, owner: string, session: string, cipher: SessionCipher, limits: KeyringLimits) {
    this.#bus = bus;
    this.#owner = owner;
    this.#session = session;
    this.#cipher = cipher;
    this.#limits = limits;
  }

  close(): void {
    this.#bus.close();
  }

  async search(attributes: Attributes): Promise<KeyringItem[]> {
    const [open, locked] = parsed(searched, await this.#service('SearchItems', 'a{ss}', [Object.entries(attributes)]));
    return [
      ...open.map((found) => ({ path: found, locked: false })),
      ...locked.map((found) => ({ path: found, locked: true })),
    ];
  }

  async label(item: KeyringItem, attributes: Attributes): Promise<string> {
    const call = { interface: 'org.freedesktop.DBus.Properties', member: 'GetAll', signature: 's' };
    const [all] = parsed(properties, await this.#call({ path: item.path, ...call, body: [itemInterface] }));
    const found = new Map(all.map(([property, { value }]) => [property, value]));
    const own = new Map(pairs.safeParse(found.get('Attributes')).data);
    const isIt = Object.entries(attributes).every(([key, value]) => own.get(key) === value);
    if (!isIt) throw new BusFailure(null);
    return z.string().max(1_000).safeParse(found.get('Label')).data ?? '';
  }

  async read(item: KeyringItem): Promise<KeptValue> {
    const answer = await this.#item(item, 'GetSecret', 'o', [this.#session]);
    const [[, iv, sealed, type]] = parsed(kept, answer);
    const value = this.#cipher.open(iv, sealed);
    if (!value) throw new BusFailure(null);
    return { bytes: value, type };
  }

  async write(item: KeyringItem, value: KeptValue): Promise<void> {
    const { iv, sealed } = this.#cipher.seal(value.bytes);
    await this.#item(item, 'SetSecret', '(oayays)', [[this.#session, iv, sealed, value.type]]);
  }

  async unlock(items: readonly KeyringItem[]): Promise<boolean> {
    const [, prompt] = parsed(unlocked, await this.#service('Unlock', 'ao', [items.map((item) => item.path)]));
    return prompt === '/' || (await this.#prompt(prompt));
  }

  async #prompt(prompt: string): Promise<boolean> {
    const rule = `type='signal',interface='${promptInterface}',member='Completed',path='${prompt}'`;
    const rules = { path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'AddMatch' };
    let timer: NodeJS.Timeout | undefined;
    const completed = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#limits.person);
      this.#bus.onSignal((signal) => {
        const isIt = signal.path === prompt && signal.member === 'Completed' && signal.sender === this.#owner;
        if (isIt) resolve(signal.body[0] === false);
      });
      void this.#bus.ended.then(() => resolve(false));
    });
    try {
      await this.#bus.call({ destination: 'org.freedesktop.DBus', ...rules, signature: 's', body: [rule] });
      const show = { path: prompt, interface: promptInterface, signature: 's', member: 'Prompt' };
      await this.#call({ ...show, body: [''] });
      return await completed;
    } finally {
      clearTimeout(timer);
    }
  }

  async #service(member: string, signature: string, body: readonly BusValue[]): Promise<BusMessage> {
    return await this.#call({ path: servicePath, interface: serviceInterface, member, signature, body });
  }

  async #item(item: KeyringItem, member: string, signature: string, body: readonly BusValue[]): Promise<BusMessage> {
    return await this.#call({ path: item.path, interface: itemInterface, member, signature, body });
  }

  async #call(call: Omit<BusCall, 'destination'>): Promise<BusMessage> {
    return await this.#bus.call({ destination: this.#owner, ...call });
  }
}
