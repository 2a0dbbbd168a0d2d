import type { ChangeAnswer, MailProbe, Provider, ProviderAccess } from '../../../src/core/ports.ts';
import type { MailFailureCode, ProviderFailureCode } from '../../../src/shared/failures.ts';
import type { Finding } from '../../../src/shared/findings.ts';
import type { Endpoint, Protocol } from '../../../src/shared/model.ts';
import { type ProviderManifest, providerManifestSchema } from '../../../src/shared/provider.ts';
import type { SimulatedClock } from './clock.ts';
import { Defence, type Limit } from './defences.ts';
import { SignInCache } from './sign-in-cache.ts';
import { Truth } from './truth.ts';

export type ServiceMode = 'self' | 'admin' | 'by-hand';

/** How this service behaves. Times in milliseconds; everything but the first four is calm unless said. */
export interface ServicePlan {
  readonly mode: ServiceMode;
  /** What becomes of a password that the panel takes. `late`: the mail server gets it so much later. */
  readonly truth: 'applied' | 'not-applied' | { readonly late: number };
  /** What the provider's client hears. `refused` applies nothing; the other two leave that to `truth`. */
  readonly answer: 'accepted' | 'unknown' | { readonly refused: ProviderFailureCode };
  /** What is different about a request; they are counted from 1. */
  readonly fate: (request: number) => Partial<Pick<ServicePlan, 'truth' | 'answer'>>;
  readonly password: string;
  /** Life of Dovecot-like answers from memory; see `SignInCache`. */
  readonly positiveCache: number;
  readonly negativeCache: number;
  /** Each protocol remembers for itself. */
  readonly cachePerProtocol: boolean;
  /** How much later than the database a protocol's back end learns of a change. */
  readonly lag: Partial<Record<Protocol, number>>;
  /** Shuts the account, whatever is given; most servers then only say that the password is wrong. */
  readonly lockOut: (Limit & { readonly says: MailFailureCode }) | null;
  /** Shuts the address that asks: nothing answers there any more. */
  readonly ban: Limit | null;
  /** A passing trouble of this very sign-in, before the password is looked at, or null. */
  readonly trouble: (service: MailService, endpoint: Endpoint) => MailFailureCode | null;
  /** A trouble of opening the connection, or null. */
  readonly network: (service: MailService, endpoint: Endpoint) => MailFailureCode | null;
}

/** The address that this computer's sign-ins come from. */
export const here = '192.0.2.10';

const calm = {
  fate: () => ({}),
  positiveCache: 0,
  negativeCache: 0,
  cachePerProtocol: false,
  lag: {},
  lockOut: null,
  ban: null,
  trouble: () => null,
  network: () => null,
} satisfies Partial<ServicePlan>;

/**
 * One mailbox at a mail service, with its panel and its mail servers, in memory. `probe` and `provider` are what the app
 * is given; `truth` is what really was tried, sent and is right, for judging. It outlives every process of the app.
 */
export class MailService {
  readonly plan: ServicePlan;
  readonly clock: SimulatedClock;
  readonly truth: Truth;
  readonly lockOuts: Defence;
  readonly bans: Defence;
  readonly #cache: SignInCache;

  constructor(
    plan: Pick<ServicePlan, 'mode' | 'truth' | 'answer' | 'password'> & Partial<ServicePlan>,
    clock: SimulatedClock,
  ) {
    this.plan = { ...calm, ...plan };
    this.clock = clock;
    this.truth = new Truth(plan.password, clock.trueNow());
    this.lockOuts = new Defence(this.plan.lockOut);
    this.bans = new Defence(this.plan.ban);
    this.#cache = new SignInCache(this.plan.positiveCache, this.plan.negativeCache);
  }

  /** Signs in as a probe of the app does, or as somebody's device from another address. Returns null or the refusal. */
  signIn(endpoint: Endpoint, password: string, from = here): MailFailureCode | null {
    const { plan, truth } = this;
    const at = this.clock.trueNow();
    const { protocol, port } = endpoint;
    const stored = truth.passwordAt(at, plan.lag[protocol] ?? 0);
    const trouble = this.bans.isShut(from, at) ? 'mail.connection-lost' : plan.trouble(this, endpoint);
    const note = (outcome: 'signed-in' | 'refused' | 'temporary') =>
      truth.signIns.push({ at, from, protocol, port, password, right: password === stored, outcome });
    if (trouble) {
      note('temporary');
      return trouble;
    }
    if (this.lockOuts.isShut('account', at)) {
      note('refused');
      this.bans.note(from, at);
      return plan.lockOut?.says ?? 'mail.account-locked';
    }
    const key = plan.cachePerProtocol ? protocol : 'all';
    if (this.#cache.matches(key, password, stored, at)) {
      note('signed-in');
      this.lockOuts.clear('account');
      return null;
    }
    note('refused');
    this.lockOuts.note('account', at);
    this.bans.note(from, at);
    return 'mail.wrong-password';
  }

  /** A person puts a password into the panel's page. */
  changeOnPage(password: string): void {
    const fate = this.#fate();
    this.truth.changes.push({ at: this.clock.trueNow(), password, answer: 'accepted' });
    this.#take(password, fate);
  }

  /** From now on the mail server remembers sign-ins for other times, in milliseconds. */
  remember(positive: number, negative: number): void {
    this.#cache.keepFor(positive, negative);
  }

  /** Somebody else sets the password, at once and for good. */
  thirdPartyChanges(password: string): void {
    this.truth.panel = password;
    this.truth.becomes(password, this.clock.trueNow());
  }

  /** The mail servers as the app reaches them. */
  get probe(): MailProbe {
    return {
      open: (endpoint) => {
        const shut = this.bans.isShut(here, this.clock.trueNow());
        const code = shut ? 'mail.nothing-listens' : this.plan.network(this, endpoint);
        if (code) return Promise.resolve({ open: false, finding: this.#finding(endpoint, code, false) });
        const signIn = (_user: string, secret: { reveal(): string }): Promise<Finding> => {
          const refused = this.signIn(endpoint, secret.reveal());
          if (refused) return Promise.resolve(this.#finding(endpoint, refused, true));
          const { protocol, host, port, security } = endpoint;
          const where = { protocol, host, port, security, at: this.clock.now(), took: 1 };
          return Promise.resolve({ ok: true, ...where, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null });
        };
        return Promise.resolve({ open: true, connection: { signIn, close: () => undefined } });
      },
    };
  }

  /** The panel as the app reaches it. */
  get provider(): Provider {
    return {
      manifest: manifestFor(this.plan.mode),
      check: () => Promise.resolve({ kind: 'ready', rules: null, warnings: [] }),
      changePassword: (access, next) => Promise.resolve(this.#changePassword(access, next.reveal())),
    };
  }

  /** What becomes of the request that comes next. */
  #fate(): Pick<ServicePlan, 'truth' | 'answer'> {
    const { truth, answer, fate } = this.plan;
    return { truth, answer, ...fate(this.truth.changes.length + 1) };
  }

  #take(password: string, { truth, answer }: Pick<ServicePlan, 'truth' | 'answer'>): void {
    const at = this.clock.trueNow();
    // a request that was lost on its way has changed nothing; one that was accepted is at least in the panel
    if (truth !== 'not-applied' || answer === 'accepted') this.truth.panel = password;
    if (truth === 'applied') this.truth.becomes(password, at);
    else if (truth !== 'not-applied') this.truth.becomes(password, at + truth.late);
  }

  #changePassword(access: ProviderAccess, password: string): ChangeAnswer {
    const fate = this.#fate();
    const answer = this.#answerTo(access, fate.answer);
    this.truth.changes.push({ at: this.clock.trueNow(), password, answer: answer.kind });
    if (answer.kind !== 'refused') this.#take(password, fate);
    return answer;
  }

  #answerTo(access: ProviderAccess, answer: ServicePlan['answer']): ChangeAnswer {
    const { mode } = this.plan;
    if (typeof answer === 'object') return { kind: 'refused', code: answer.refused, technical: '' };
    // as a user one proves who one is with the password that the panel knows: sent again, the old one is wrong
    if (mode === 'self' && access.current?.reveal() !== this.truth.panel) {
      return { kind: 'refused', code: 'provider.wrong-current', technical: '' };
    }
    return answer === 'accepted'
      ? { kind: 'accepted' }
      : { kind: 'unknown', code: 'provider.no-answer', technical: '' };
  }

  #finding({ protocol, host, port, security }: Endpoint, code: MailFailureCode, passwordSent: boolean): Finding {
    const stage = passwordSent ? 'signing-in' : 'connecting';
    const where = { protocol, host, port, security, at: this.clock.now(), took: 1 };
    return { ok: false, ...where, code, stage, passwordSent, serverText: '' };
  }
}

/** What the app is told about the provider of such a service. */
export function manifestFor(mode: ServiceMode): ProviderManifest {
  return providerManifestSchema.parse({
    id: 'modelled',
    kind: mode === 'by-hand' ? 'by-hand' : 'api',
    fields: mode === 'by-hand' ? [{ key: 'page', kind: 'https-url', required: true, choices: [], initial: '' }] : [],
    rules: null,
    capabilities: {
      self: true,
      admin: true,
      readsRules: false,
      endsSessions: false,
      signInLog: false,
      listsMailboxes: false,
      appPasswords: false,
    },
    ...{ propagationSeconds: 0, practice: false, checked: { how: 'built-in', on: '2026-01-01', source: '' } },
  });
}
