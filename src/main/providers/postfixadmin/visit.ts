import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { Cookies } from '../cookies.ts';
import type { Door } from '../dial.ts';
import { type Page, readPage } from '../html.ts';
import { type CallTrouble, callHttp, type HttpCall, hostInAddress } from '../http-call.ts';
import { type Limits, trouble } from '../outcome.ts';

/** What a page gave to see. */
export interface Shown {
  readonly status: number;
  /** For a redirect inside the same folder: the rest of the address, such as `users/main.php`. Else null. */
  readonly leadsTo: string | null;
  readonly page: Page;
}

/** One visit to the pages in one folder of one server, with the cookies that it gives. Nothing outside is ever asked. */
export class Visit {
  readonly #door: Door;
  readonly #folder: string;
  readonly #limits: Limits;
  readonly #signal: AbortSignal;
  readonly #cookies = new Cookies();

  constructor(door: Door, folder: string, limits: Limits, signal: AbortSignal) {
    this.#door = door;
    this.#folder = folder;
    this.#limits = limits;
    this.#signal = signal;
  }

  get place(): string {
    return `${this.#door.host}:${this.#door.port}`;
  }

  /** `page` is inside the folder, with its query. */
  async see(page: string): Promise<Result<Shown, CallTrouble>> {
    return await this.#ask(page, { method: 'GET', body: null, headers: {} });
  }

  /** Sends a form to the page that it stands on. */
  async send(page: string, fields: ReadonlyMap<string, string>): Promise<Result<Shown, CallTrouble>> {
    return await this.#ask(page, {
      method: 'POST',
      body: new URLSearchParams([...fields]).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  async #ask(page: string, call: Pick<HttpCall, 'method' | 'body' | 'headers'>): Promise<Result<Shown, CallTrouble>> {
    const path = `${this.#folder}${page}`;
    const cookie = this.#cookies.header();
    const headers = {
      ...call.headers,
      accept: 'text/html',
      // Its words for a refusal are known in English.
      'accept-language': 'en',
      ...(cookie === '' ? {} : { cookie }),
    };
    const answer = await callHttp(this.#door, { ...call, path, headers }, this.#limits, this.#signal);
    if (!answer.ok) return answer;
    const { status, headers: said, text } = answer.value;
    this.#cookies.take(said.get('set-cookie') ?? []);
    const read = readPage(text);
    if (read === null) {
      const words = `${this.place} answer ${status} is more than a page`;
      return failed({ ...trouble('provider.odd-answer', words), sent: true });
    }
    const redirect = status === 302 || status === 303;
    return success({ status, leadsTo: redirect ? this.#inside(path, said.get('location') ?? []) : null, page: read });
  }

  /** Null for every address outside the folder, whatever host or port it is on. */
  #inside(from: string, locations: readonly string[]): string | null {
    const [location, ...others] = locations;
    if (location === undefined || others.length > 0) return null;
    try {
      const base = new URL(`https://${hostInAddress(this.#door.host)}:${this.#door.port}`);
      const url = new URL(location, new URL(from, base));
      const inside = url.origin === base.origin && url.username === '' && url.pathname.startsWith(this.#folder);
      return inside ? url.pathname.slice(this.#folder.length) : null;
    } catch {
      return null;
    }
  }
}
