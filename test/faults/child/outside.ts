import * as z from 'zod';
import type { ChangeAnswer, CheckAnswer, Clock, MailProbe, Provider, ProviderAccess } from '../../../src/core/ports.ts';
import type { Keychain } from '../../../src/main/storage/keychain.ts';
import { failureSchema, providerFailureCodeSchema } from '../../../src/shared/failures.ts';
import { findingSchema } from '../../../src/shared/findings.ts';
import type { ProviderManifest } from '../../../src/shared/provider.ts';
import type { Call, FromChild } from './wire.ts';

const unknownResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);
const openedSchema = z.discriminatedUnion('open', [
  z.object({ open: z.literal(true) }),
  z.object({ open: z.literal(false), finding: findingSchema }),
]);
const changeAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted') }),
  z.object({ kind: z.literal('refused'), code: providerFailureCodeSchema, technical: z.string() }),
  z.object({ kind: z.literal('unknown'), code: providerFailureCodeSchema, technical: z.string() }),
]) satisfies z.ZodType<ChangeAnswer>;
const readySchema = z.object({ kind: z.literal('ready') });
const entriesSchema = z.array(z.object({ account: z.string(), text: z.string() }));

/** One world's way to the outside: every call goes to the parent, which answers, or kills. */
export class Outside {
  /** The time as the parent last told it. */
  now = 0;
  /** Calls without an answer yet, and all calls so far. */
  open = 0;
  calls = 0;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  readonly #send: (message: FromChild) => void;
  readonly #world: string;
  #heard: () => void = () => undefined;

  constructor(world: string, send: (message: FromChild) => void) {
    this.#world = world;
    this.#send = send;
  }

  ask(call: Call): Promise<unknown> {
    this.calls += 1;
    this.open += 1;
    const ask = this.calls;
    return new Promise((resolve) => {
      this.#waiting.set(ask, resolve);
      this.#send({ world: this.#world, ask, call });
    });
  }

  hear(reply: number, value: unknown): void {
    this.open -= 1;
    this.#waiting.get(reply)?.(value);
    this.#waiting.delete(reply);
    this.#heard();
  }

  /** Resolves at the next answer. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  get clock(): Clock {
    return {
      now: () => this.now,
      sleep: async (ms, signal) => {
        if (signal.aborted) return;
        await new Promise((resolve) => setImmediate(resolve));
        if (!signal.aborted) await this.ask({ to: 'clock', ms });
      },
    };
  }

  keychain(service: string): Keychain {
    type Act = Extract<Call, { to: 'keychain' }>['act'];
    const ask = async <T>(act: Act, account: string, text: string, value: z.ZodType<T>) => {
      const result = unknownResult.parse(await this.ask({ to: 'keychain', service, act, account, text }));
      return result.ok ? { ok: true as const, value: value.parse(result.value) } : result;
    };
    const nothing = z.unknown().transform(() => undefined);
    return {
      get: (account) => ask('get', account, '', z.string().nullable()),
      set: (account, text) => ask('set', account, text, nothing),
      remove: (account) => ask('remove', account, '', nothing),
      list: () => ask('list', '', '', entriesSchema),
      accounts: async () => {
        const listed = await ask('list', '', '', entriesSchema);
        return listed.ok ? { ok: true, value: listed.value.map(({ account }) => account) } : listed;
      },
      clear: (start) => ask('clear', start, '', nothing),
    };
  }

  get probe(): MailProbe {
    return {
      open: async (endpoint) => {
        const opened = openedSchema.parse(await this.ask({ to: 'mail-server', act: 'open', endpoint }));
        if (!opened.open) return opened;
        const signIn = async (_user: string, secret: { reveal(): string }) =>
          findingSchema.parse(
            await this.ask({ to: 'mail-server', act: 'sign-in', endpoint, password: secret.reveal() }),
          );
        return { open: true, connection: { signIn, close: () => undefined } };
      },
    };
  }

  provider(manifest: ProviderManifest): Provider {
    const ask = (act: 'check' | 'change', { current, credential }: ProviderAccess, next: string) =>
      this.ask({
        ...{ to: 'provider', act, next },
        current: current?.reveal() ?? null,
        credential: credential?.reveal() ?? null,
      });
    return {
      manifest,
      check: async (access): Promise<CheckAnswer> => {
        readySchema.parse(await ask('check', access, ''));
        return { kind: 'ready', rules: null, warnings: [] };
      },
      changePassword: async (access, next) => changeAnswerSchema.parse(await ask('change', access, next.reveal())),
    };
  }
}
