import type { ProviderAccess } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { serviceNames } from '../../../src/main/storage/services.ts';
import type { Call } from '../child/wire.ts';
import { createSimulatedClock } from '../model/clock.ts';
import { KeychainModel } from '../model/keychain.ts';
import { MailService, manifestFor } from '../model/mail-service.ts';
import type { OwnPoint } from './fail-points.ts';
import { journalOnDisk } from './notes.ts';
import { ids, type Passwords, type RunPlan } from './plan.ts';
import { changeLaws, keychainLaws, signInLaws } from './watch.ts';

/** Each waits on one of its own: a shared one would keep the world of every death in memory. */
const never = (): Promise<never> => new Promise(() => undefined);
const secretsService = serviceNames.home.secrets;

/** One mailbox with everything that outlives the app: time, keychain, mail service, the notes on the disk, and the person. */
export class RunWorld {
  readonly clock = createSimulatedClock();
  readonly keychain = new KeychainModel();
  readonly service: MailService;
  readonly plan: RunPlan;
  readonly folder: string;
  /** Laws that were seen broken, in words. */
  readonly broken: string[] = [];
  /** How many sign-ins the mail server had seen at each click that allows one more. */
  readonly clicks: number[] = [];
  readonly sent: { readonly rotation: string; readonly text: string }[] = [];
  readonly intents = new Map<number, number>();
  /** What the person remembers over all lives of the app. */
  readonly memory = { helped: 0, readied: 0, rotations: 0, onPage: new Set<string>(), done: false };
  /** Fail points met so far. */
  readonly met: string[] = [];
  readonly #everKept = new Map<string, string>();
  #point: OwnPoint | null = null;
  #dead = false;
  #die: () => void = () => undefined;

  constructor(plan: RunPlan, folder: string) {
    this.plan = plan;
    this.folder = folder;
    this.service = new MailService(plan.service, this.clock);
  }

  get manifest() {
    return manifestFor(this.plan.service.mode);
  }

  get journal() {
    return journalOnDisk(this.folder, ids.mailbox);
  }

  get secrets(): Map<string, string> {
    return this.keychain.entriesOf(secretsService);
  }

  /** The text that is kept for a version. */
  textOf(version: string | null | undefined): string | undefined {
    return this.secrets.get(accountOf(version));
  }

  /** The text that was ever kept for a version. */
  onceKept(version: string | null | undefined): string | undefined {
    return this.#everKept.get(accountOf(version));
  }

  /** A new life of the app begins. Resolves when it has met the point at which it ends. */
  begin(): Promise<void> {
    this.#point = null;
    this.#dead = false;
    return new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** From here on this life may end at this point. */
  arm(point: OwnPoint | null): void {
    this.#point = point;
  }

  /** Answers a call of the app, or lets it die there. */
  async answer(call: Call): Promise<unknown> {
    if (this.#dead) return await never();
    if (call.to === 'fail-point') return await this.die();
    if (call.to === 'clock') return await this.clock.sleep(call.ms, new AbortController().signal);
    const on = kindOf(call, this.plan.passwords);
    if (on && this.isPoint(on, 'before')) return await this.die();
    const torn = on !== null && this.isPoint(on, 'torn');
    if (torn) this.keychain.trouble = () => 'tears';
    const value = await this.#effect(call);
    if (torn) this.keychain.trouble = () => null;
    if (torn || (on && this.isPoint(on, 'after'))) return await this.die();
    return value;
  }

  isPoint(on: OwnPoint['on'], when: OwnPoint['when']): boolean {
    return this.#point?.on === on && this.#point.when === when;
  }

  /** From here on the process hears nothing any more. */
  async die(): Promise<never> {
    this.#dead = true;
    this.#die();
    return await never();
  }

  async #effect(call: Exclude<Call, { to: 'clock' | 'fail-point' }>): Promise<unknown> {
    switch (call.to) {
      case 'keychain':
        return await this.#askKeychain(call);
      case 'provider':
        return await this.#askProvider(call);
      case 'mail-server':
        return await this.#askMailServer(call);
    }
  }

  async #askKeychain({ service, act, account, text }: Extract<Call, { to: 'keychain' }>): Promise<unknown> {
    const keychain = this.keychain.open(service);
    if (service === secretsService) keychainLaws(this, act, account);
    if (service === secretsService && act === 'set') this.#everKept.set(account, text);
    switch (act) {
      case 'get':
        return await keychain.get(account);
      case 'set':
        return await keychain.set(account, text);
      case 'remove':
        return await keychain.remove(account);
      case 'list':
        return await keychain.list();
      case 'clear':
        return await keychain.clear(account);
    }
  }

  async #askProvider({ act, current, credential, next }: Extract<Call, { to: 'provider' }>): Promise<unknown> {
    const secret = (text: string | null): Secret | null => (text === null ? null : new Secret(text));
    const access: ProviderAccess = {
      ...{ address: '', user: '', settings: {}, authorities: [], signal: new AbortController().signal },
      ...{ current: secret(current), credential: secret(credential) },
    };
    if (act === 'check') return await this.service.provider.check(access);
    changeLaws(this, next);
    return await this.service.provider.changePassword(access, new Secret(next));
  }

  async #askMailServer(call: Extract<Call, { to: 'mail-server' }>): Promise<unknown> {
    const options = { authorities: [], signal: new AbortController().signal, onStage: () => undefined, read: false };
    const opened = await this.service.probe.open(call.endpoint, options);
    if (call.act === 'open') return opened.open ? { open: true } : opened;
    signInLaws(this, call.password);
    return opened.open ? await opened.connection.signIn('', new Secret(call.password)) : opened.finding;
  }
}

const accountOf = (version: string | null | undefined): string => `mailbox/${ids.mailbox}/${version ?? ''}`;

/** Which own point a call could be. The keychain's own trial entry is not a secret of anybody's. */
function kindOf(call: Exclude<Call, { to: 'clock' | 'fail-point' }>, { old }: Passwords): OwnPoint['on'] | null {
  switch (call.to) {
    case 'keychain': {
      if (call.service !== secretsService || !call.account.startsWith(`mailbox/${ids.mailbox}/`)) return null;
      return call.act === 'set' ? 'secret-set' : call.act === 'remove' ? 'secret-remove' : null;
    }
    case 'provider':
      return call.act === 'change' ? 'change' : null;
    case 'mail-server':
      if (call.act === 'open') return null;
      return call.password === old ? 'old-sign-in' : 'new-sign-in';
  }
}
