import { inBytes, type Span, spanText, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type ConfigTexts,
  type Held,
  nothingKept,
  notUnderstood,
  odd,
  type Reading,
  runs,
  signsInByToken,
} from '../config-account.ts';
import { decoded, encoded, type SignInUrl, signInUrl } from '../sign-in-url.ts';
import type { Word } from './letters.ts';
import { readOrders } from './orders.ts';
import { type Assignment, assigned, chainOf, programOf, type Scope, type Scopes } from './scope.ts';
import { wordFor } from './words.ts';

const mostAccounts = 1_000;

/** What a muttrc says, with all that it sources: the addresses it signs in to, and the passwords for them. */
export function readMutt(file: string, home: string, texts: ConfigTexts): Reading {
  const scopes = readOrders(file, home, texts);
  const wants = [...new Set(scopes.wants)];
  const accounts: ConfigAccount[] = [];
  for (const scope of [scopes.base, ...scopes.branches]) {
    accounts.push(...new Reader(scope, scopes).accounts());
    if (scopes.tooMuch || accounts.length > mostAccounts) return { ...notUnderstood, wants };
  }
  // The password that a hook has for an address is not missing before the hook runs.
  const sign = ({ protocol, host }: ConfigAccount) => JSON.stringify([protocol, host]);
  const kept = new Set(accounts.flatMap((account) => (account.held.is === 'none' ? [] : [sign(account)])));
  const isElsewhere = (account: ConfigAccount) => account.held.is === 'none' && kept.has(sign(account));
  return {
    accounts: accounts.filter((account) => !isElsewhere(account)),
    wants,
    trouble: null,
  };
}

const receivingFolders = ['folder', 'spoolfile', 'spool_file', 'record', 'postponed', 'trash', 'mbox'];

interface Address {
  readonly url: SignInUrl;
  readonly word: Word;
}

class Reader {
  readonly #scope: Scope;
  readonly #scopes: Scopes;

  constructor(scope: Scope, scopes: Scopes) {
    this.#scope = scope;
    this.#scopes = scopes;
  }

  accounts(): ConfigAccount[] {
    return [...this.#receiving('imap'), ...this.#receiving('pop'), ...this.#sending()];
  }

  #receiving(kind: 'imap' | 'pop'): ConfigAccount[] {
    const found = this.#addresses(kind);
    const password = assigned(this.#scope, `${kind}_pass`);
    const user = this.#words(`${kind}_user`);
    const protocol = kind === 'imap' ? 'imap' : 'pop3';
    if (found.length === 0 && password) {
      const plainHost = kind === 'pop' ? this.#words('pop_host') : null;
      return [this.#account(protocol, { host: plainHost, port: null, way: '', user }, this.#heldIn(password, kind))];
    }
    return found.map(({ url, word }) => {
      const held = url.password ? this.#heldInUrl(word, url.password, kind) : this.#heldIn(password, kind);
      const { host, port, scheme } = url;
      return this.#account(
        protocol,
        { host: wordsIn(host), port, way: scheme.slice(kind.length), user: url.user ?? user },
        held,
      );
    });
  }

  #sending(): ConfigAccount[] {
    const word = assigned(this.#scope, 'smtp_url')?.word;
    const url = word && addressIn(word);
    if (!url || !/^smtps?$/.test(url.scheme)) return [];
    const { host, port, scheme } = url;
    const held = url.password
      ? this.#heldInUrl(word, url.password, 'smtp')
      : this.#heldIn(assigned(this.#scope, 'smtp_pass'), 'smtp');
    const user = url.user ?? this.#words('smtp_user');
    if (user === null && held.is === 'none') return [];
    return [this.#account('smtp', { host: wordsIn(host), port, way: scheme.slice('smtp'.length), user }, held)];
  }

  #words(name: string): string | null {
    const word = assigned(this.#scope, name)?.word;
    return word && word.command === null ? wordsIn(word.means.text) || null : null;
  }

  #account(
    protocol: ConfigAccount['protocol'],
    at: { host: string | null; port: number | null; way: string; user: string | null },
    held: Held,
  ): ConfigAccount {
    const { host, port, way, user } = at;
    // Without TLS from the first byte mutt takes STARTTLS where it is offered, or as `ssl_starttls` says.
    return { name: this.#scope.name, protocol, host, port, security: way === 's' ? 'tls' : 'unknown', user, held };
  }

  /** Every address of this kind, those with equal parts once. */
  #addresses(kind: 'imap' | 'pop'): Address[] {
    const found = new Map<string, Address>();
    const add = (word: Word, url: SignInUrl | null): void => {
      if (!url || !new RegExp(`^${kind}s?$`).test(url.scheme)) return;
      const sign = JSON.stringify([url.scheme, url.host, url.port, url.user, url.password && word.place]);
      if (!found.has(sign)) found.set(sign, { url, word });
    };
    const { address } = this.#scope;
    const hooked = address && addressInPattern(address);
    if (address && hooked) {
      add(address, hooked);
      return [...found.values()];
    }
    for (const name of kind === 'imap' ? receivingFolders : ['pop_host']) {
      const word = assigned(this.#scope, name)?.word;
      if (word) add(word, addressIn(word));
    }
    for (let scope: Scope | null = this.#scope; scope; scope = scope.parent) {
      for (const word of scope.mailboxes) add(word, addressIn(word));
    }
    return [...found.values()];
  }

  #byToken(kind: string): boolean {
    return /^\s*(oauthbearer|xoauth2)/i.test(this.#words(`${kind}_authenticators`) ?? '');
  }

  #heldIn(assignment: Assignment | undefined, kind: string): Held {
    if (this.#byToken(kind)) return signsInByToken;
    if (!assignment) {
      const program = programOf(this.#scope);
      return program === null ? nothingKept : runs(program);
    }
    const chain = chainOf(assignment);
    if (!chain) return odd;
    const { word } = chain.at(-1) ?? assignment;
    if (word.command !== null) return runs(word.command);
    if (word.means.text === '') return nothingKept;
    if (word.means.foreign || this.#isMixed(chain)) return odd;
    const { quote, means, place } = word;
    const put = (next: string) => (this.#isForeign(next) ? null : word.around(wordFor(inBytes(next), quote)));
    const reveal = () => (this.#isForeign(means.text) ? null : wordsIn(means.text));
    return { is: 'password', at: { file: means.file, ...place, reveal, put } };
  }

  /** Whether it would be read in another character set than UTF-8. */
  #isForeign(words: string): boolean {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    return !/^utf-?8$/i.test(this.#words('config_charset') ?? 'utf-8') && /[^\u0000-\u007f]/.test(words);
  }

  /** Whether a variable on the way is part of something else too, which would change with it. */
  #isMixed(chain: readonly Assignment[]): boolean {
    const { used, usedWhole } = this.#scopes;
    return chain.some(({ word: { variable }, same }) => {
      return variable !== null && same !== null && used.get(variable) !== usedWhole.get(variable);
    });
  }

  #heldInUrl(word: Word, password: Span, kind: string): Held {
    if (this.#byToken(kind)) return signsInByToken;
    const bytes = decoded(spanText(word.means.text, password));
    if (word.means.foreign || bytes === null) return odd;
    const { at, file } = word.means;
    const place = { from: at[password.from] ?? 0, to: at[password.to] ?? 0 };
    return { is: 'password', at: { file, ...place, reveal: () => wordsIn(bytes), put: encoded } };
  }
}

const addressIn = ({ means: { text } }: Word): SignInUrl | null => signInUrl(text, { from: 0, to: text.length });

/** An address in the pattern of a hook: who and where, never a password. */
function addressInPattern({ means }: Word): SignInUrl | null {
  const text = means.text.replace(/^\^/, '').replaceAll('\\', '');
  const url = signInUrl(text, { from: 0, to: text.length });
  return url && { ...url, password: null };
}
