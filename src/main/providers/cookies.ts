/** Far beyond what a sign-in needs. */
const mostCookies = 20;
const longestCookie = 4_096;

/** What RFC 6265 section 4.1.1 lets a name and a value be; anything else could end the header. */
const nameForm = /^[!#$%&'*+.^_`|~\w-]{1,100}$/;
const valueForm = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/**
 * The cookies of one exchange with one server (RFC 6265), in memory only. They go back to the very server that set them,
 * so its wishes for other hosts and paths are not looked at.
 */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** Takes the `Set-Cookie` lines of an answer; what is no cookie, or too much, is left out. */
  take(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1);
      const equals = pair.indexOf('=');
      if (equals < 1) continue;
      const [name, value] = [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
      if (!nameForm.test(name) || !valueForm.test(value) || pair.length > longestCookie) continue;
      if (this.#values.has(name) || this.#values.size < mostCookies) this.#values.set(name, value);
    }
  }

  /** The value of one of them, or null. */
  value(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  /** The value of the `Cookie` header; empty where there is none to send. */
  header(): string {
    return [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
