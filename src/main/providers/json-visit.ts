import type { Result } from '../../shared/result.ts';
import { failed, success } from '../../shared/result.ts';
import { Cookies } from './cookies.ts';
import type { Door } from './dial.ts';
import { type CallTrouble, callHttp, type HttpCall } from './http-call.ts';
import type { JsonAnswer } from './json-call.ts';
import { type Limits, trouble } from './outcome.ts';

/** JSON calls to one server that go together by its cookies. */
export class JsonVisit {
  readonly #door: Door;
  readonly #limits: Limits;
  readonly #signal: AbortSignal;
  readonly cookies = new Cookies();
  /** What the last answer alone has set. */
  lastCookies = new Cookies();

  constructor(door: Door, limits: Limits, signal: AbortSignal) {
    this.#door = door;
    this.#limits = limits;
    this.#signal = signal;
  }

  get place(): string {
    return `${this.#door.host}:${this.#door.port}`;
  }

  /** One call; the `body` of an answer without one is null. All else stands in `callHttp`. */
  async ask(call: HttpCall): Promise<Result<JsonAnswer, CallTrouble>> {
    const cookie = this.cookies.header();
    const headers = { accept: 'application/json', ...call.headers, ...(cookie === '' ? {} : { cookie }) };
    const answer = await callHttp(this.#door, { ...call, headers }, this.#limits, this.#signal);
    if (!answer.ok) return answer;
    const { status, headers: said, text } = answer.value;
    const lines = said.get('set-cookie') ?? [];
    this.lastCookies = new Cookies();
    for (const jar of [this.cookies, this.lastCookies]) jar.take(lines);
    try {
      const body: unknown = text === '' ? null : JSON.parse(text);
      return success({ status, body });
    } catch {
      const words = `${this.place} answer ${status} is not JSON`;
      return failed({ ...trouble('provider.odd-answer', words), sent: true });
    }
  }
}
