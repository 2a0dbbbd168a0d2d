import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { JsonVisit } from '../json-visit.ts';
import type { Limits } from '../outcome.ts';
import { type CallSession, callSession } from '../panel-session.ts';
import { sogoSettingsSchema } from './types.ts';

/** Everything that the requests for one mailbox have in common. */
export class SogoSession {
  /** Who asks, as SOGo's own page says it. */
  readonly who: Readonly<Record<string, string>>;
  readonly current: string;
  /** Words for the technical line: where it was, and no secret that this change knows of. */
  readonly words: CallSession['words'];
  readonly #folder: string;
  readonly #visit: JsonVisit;

  private constructor(
    access: ProviderAccess,
    next: Secret | null,
    limits: Limits,
    { host, port, path, domain }: { host: string; port: number; path: string; domain: string },
  ) {
    this.who = { userName: access.user, ...(domain === '' ? {} : { domain }) };
    this.current = access.current?.reveal() ?? '';
    this.#folder = path;
    const session = callSession(access, { host, port }, limits, [next, access.current]);
    this.words = session.words;
    this.#visit = new JsonVisit(session.door, limits, access.signal);
  }

  /** Puts settings and credential together. Sends nothing. */
  static for(access: ProviderAccess, next: Secret | null, limits: Limits): Result<SogoSession, CallTrouble> {
    const settings = sogoSettingsSchema.safeParse(access.settings);
    if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
    const session = new SogoSession(access, next, limits, settings.data);
    if (session.current === '') return incomplete('current');
    return access.user === '' ? incomplete('user') : success(session);
  }

  /** Whether the last answer gave out the cookie of a session (SoCookieAuthenticator; the name of the program is its ending). */
  get isKnown(): boolean {
    return /(^|; )0xHIGHFLYx\w+=(?!discard(;|$))/.test(this.#visit.lastCookies.header());
  }

  /** Sends one JSON request inside the folder, with the cookies and the token that SOGo gave. */
  async post(page: string, body: Readonly<Record<string, string | number>>): Promise<Result<JsonAnswer, CallTrouble>> {
    const token = this.#visit.cookies.value('XSRF-TOKEN');
    const headers = { 'content-type': 'application/json', ...(token === null ? {} : { 'X-XSRF-TOKEN': token }) };
    const path = `${this.#folder}${page}`;
    return await this.#visit.ask({ method: 'POST', path, headers, body: JSON.stringify(body) });
  }
}
