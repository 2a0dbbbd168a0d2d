import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { Cookies } from '../cookies.ts';
import type { Door } from '../dial.ts';
import { type CallTrouble, callHttp, incomplete } from '../http-call.ts';
import { type Limits, technicalText, trouble } from '../outcome.ts';
import { sogoSettingsSchema } from './types.ts';

/** An answer of SOGo. `body` is null where there is none, and not looked at yet where there is one. */
export interface SogoAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Everything that the requests for one mailbox have in common. */
export class SogoSession {
  /** Who asks, as SOGo's own page says it. */
  readonly who: Readonly<Record<string, string>>;
  readonly current: string;
  readonly #door: Door;
  readonly #folder: string;
  readonly #limits: Limits;
  readonly #signal: AbortSignal;
  readonly #secrets: readonly (Secret | null)[];
  #cookies = new Cookies();

  private constructor(
    access: ProviderAccess,
    next: Secret | null,
    limits: Limits,
    { host, port, path, domain }: { host: string; port: number; path: string; domain: string },
  ) {
    this.who = { userName: access.user, ...(domain === '' ? {} : { domain }) };
    this.current = access.current?.reveal() ?? '';
    this.#door = { host, port, authorities: access.authorities };
    this.#folder = path;
    this.#limits = limits;
    this.#signal = access.signal;
    this.#secrets = [next, access.current];
  }

  /** Puts settings and credential together. Sends nothing. */
  static for(access: ProviderAccess, next: Secret | null, limits: Limits): Result<SogoSession, CallTrouble> {
    const settings = sogoSettingsSchema.safeParse(access.settings);
    if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
    const session = new SogoSession(access, next, limits, settings.data);
    if (session.current === '') return incomplete('current');
    return access.user === '' ? incomplete('user') : success(session);
  }

  /** Words for the technical line: where it was, and no secret that this change knows of. */
  words(text: string): string {
    return technicalText(`${this.#door.host}:${this.#door.port} ${text}`, this.#secrets);
  }

  /** Whether SOGo has given out the cookie of a session (SoCookieAuthenticator; the name of the program is its ending). */
  get isKnown(): boolean {
    return /(^|; )0xHIGHFLYx\w+=(?!discard(;|$))/.test(this.#cookies.header());
  }

  /** Sends one JSON request inside the folder, with the cookies and the token that SOGo gave. */
  async post(page: string, body: Readonly<Record<string, string | number>>): Promise<Result<SogoAnswer, CallTrouble>> {
    const cookie = this.#cookies.header();
    const token = this.#cookies.value('XSRF-TOKEN');
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(cookie === '' ? {} : { cookie }),
      ...(token === null ? {} : { 'X-XSRF-TOKEN': token }),
    };
    const call = { method: 'POST', path: `${this.#folder}${page}`, headers, body: JSON.stringify(body) } as const;
    const answer = await callHttp(this.#door, call, this.#limits, this.#signal);
    if (!answer.ok) return answer;
    const { status, headers: said, text } = answer.value;
    this.#cookies = new Cookies();
    this.#cookies.take(said.get('set-cookie') ?? []);
    try {
      const parsed: unknown = text === '' ? null : JSON.parse(text);
      return success({ status, body: parsed });
    } catch {
      return failed({ ...trouble('provider.odd-answer', this.words(`answer ${status} is not JSON`)), sent: true });
    }
  }
}
