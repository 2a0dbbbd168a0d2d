import type { AppSecurity } from '../../../shared/apps.ts';
import { inBytes, wordsIn } from '../byte-text.ts';
import {
  type ConfigAccount,
  type ConfigTexts,
  type Held,
  nothingKept,
  nothingThere,
  portIn,
  type Reading,
  signsInByToken,
} from '../config-account.ts';
import { Netrc } from '../netrc.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What is said of one user, or of all of them in `defaults`. */
interface User {
  remote: Token | null;
  password: Token | null;
  security: string | null;
}

interface Server {
  readonly name: string;
  readonly said: Map<string, string>;
  readonly users: User[];
}

const newUser = (): User => ({ remote: null, password: null, security: null });

/** What a fetchmailrc says; of its grammar (`rcfile_y.y`) only what names servers, users and passwords. */
export function readFetchmail(file: string, home: string, texts: ConfigTexts): Reading {
  const text = texts.get(file) ?? null;
  if (text === null) return nothingThere;
  const wants: string[] = [];
  const place: Place = { file, netrc: new Netrc(home, texts, wants) };
  const reader = new Reader([...tokensOf(text)]);
  const accounts = reader.servers.flatMap((server) =>
    // Without any user those of `defaults` count.
    (server.users.length > 0 ? server.users : [newUser()]).map((user) =>
      accountOf(place, server, user, reader.defaults),
    ),
  );
  return { accounts: accounts.filter((account) => account !== null), wants, trouble: null };
}

interface Place {
  readonly file: string;
  readonly netrc: Netrc;
}

const serverWords: Readonly<Record<string, string>> = {
  via: 'via',
  proto: 'protocol',
  protocol: 'protocol',
  port: 'port',
  service: 'port',
  auth: 'auth',
  authenticate: 'auth',
  preauth: 'auth',
  preauthenticate: 'auth',
};

class Reader {
  readonly servers: Server[] = [];
  /** What `defaults` says, if that has been met. */
  readonly defaults: Server = { name: '', said: new Map(), users: [newUser()] };
  readonly #tokens: readonly Token[];
  #at = 0;
  #server: Server | null = null;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    while (this.#at < tokens.length) this.#statement();
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  /** Whether the next word is this one, which is then taken. */
  #takes(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (!token?.keyword || token.value !== word) return false;
    this.#at += 1;
    return true;
  }

  #statement(): void {
    const token = this.#next();
    if (!token?.keyword) return;
    const { value } = token;
    if (value === 'defaults') this.#server = this.defaults;
    else if (value === 'set') this.#server = null;
    else if (value === 'poll' || value === 'server' || value === 'skip') this.#begin();
    else if (serverWords[value] !== undefined) this.#server?.said.set(serverWords[value], this.#next()?.value ?? '');
    else this.#userWord(value);
  }

  #begin(): void {
    const name = this.#next();
    if (!name) return;
    this.#server = { name: name.value, said: new Map(), users: [] };
    this.servers.push(this.#server);
  }

  #userWord(word: string): void {
    const server = this.#server;
    if (!server) return;
    if (word === 'user' || word === 'username') this.#user(server);
    else if (word === 'pass' || word === 'password') this.#last(server).password = this.#next() ?? null;
    else if (word === 'is') {
      const name = this.#next();
      if (name && this.#takes('there')) this.#last(server).remote = name;
    } else if (word === 'ssl') this.#last(server).security = 'wrapped';
    else if (word === 'sslmode') this.#last(server).security = (this.#next()?.value ?? '').toLowerCase();
  }

  #user(server: Server): void {
    const name = this.#next();
    const user = server === this.defaults ? this.#last(server) : newUser();
    if (server !== this.defaults) server.users.push(user);
    // The name on this computer stands where `here` follows; the one there may come later.
    if (name && !this.#takes('here')) {
      user.remote = name;
      this.#takes('there');
    }
  }

  /** The user that is being described; without a name it is whoever runs fetchmail. */
  #last(server: Server): User {
    const last = server.users.at(-1);
    if (last) return last;
    const user = newUser();
    server.users.push(user);
    return user;
  }
}

function accountOf({ file, netrc }: Place, server: Server, user: User, defaults: Server): ConfigAccount | null {
  const said = (word: string) => server.said.get(word) ?? defaults.said.get(word) ?? '';
  const common = defaults.users[0] ?? newUser();
  const port = portIn(said('port'));
  const protocol = protocolOf(said('protocol').toLowerCase() || 'auto', port);
  if (protocol === null) return null;
  const name = wordsIn((user.remote ?? common.remote)?.value ?? '') || null;
  const via = said('via');
  const heldBy = (): Held => {
    if (/^(oauthbearer|xoauth2)$/i.test(said('auth'))) return signsInByToken;
    const held = heldIn(file, user.password ?? common.password);
    return held.is === 'none' ? netrc.held([wordsIn(server.name), wordsIn(via)], name, 'first') : held;
  };
  return {
    name: wordsIn(server.name) ?? '',
    protocol,
    host: wordsIn(via || server.name),
    port,
    security: securityOf(user.security ?? common.security),
    user: name,
    held: heldBy(),
  };
}

function protocolOf(said: string, port: number | null): 'imap' | 'pop3' | null {
  if (said === 'auto') return port === 110 || port === 995 ? 'pop3' : 'imap';
  if (said === 'imap') return 'imap';
  return said === 'pop3' || said === 'sdps' ? 'pop3' : null;
}

function securityOf(said: string | null): AppSecurity {
  if (said === 'wrapped') return 'tls';
  return said === 'starttls' || said === 'none' ? said : 'unknown';
}

function heldIn(file: string, password: Token | null): Held {
  if (!password || password.value === '') return nothingKept;
  const { from, to, value, quote } = password;
  return {
    is: 'password',
    at: { file, from, to, reveal: () => wordsIn(value), put: (next) => written(inBytes(next), quote) },
  };
}

/** No backslash keeps a quote from ending the word, so one inside is written by its number. */
function written(bytes: string, quote: Token['quote']): string {
  if (quote === '' && /^[A-Za-z][A-Za-z0-9._@+-]*$/.test(bytes)) return bytes;
  const around = quote === '' ? '"' : quote;
  const code = around === '"' ? '\\042' : '\\047';
  return around + bytes.replaceAll('\\', '\\\\').replaceAll(around, code) + around;
}
