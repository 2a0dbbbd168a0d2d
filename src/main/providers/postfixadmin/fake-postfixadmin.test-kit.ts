import { once } from 'node:events';
import { createServer } from 'node:https';
import { issueCertificate, makeAuthority } from '../../practice/certificates.ts';
import {
  editPage,
  type Flash,
  listPage,
  passwordPage,
  rules,
  signInPage,
  updated,
  wrongSignIn,
} from './fake-pages.test-kit.ts';

export const fakeHost = '127.0.0.1';
export const fakeFolder = '/postfixadmin/';
export const adminName = 'postmaster@example.test';
export const adminPassword = 'Admin-Umber-Wicket-70';
export const fakeAddress = 'anna@example.test';

export interface FakeAsk {
  readonly post: boolean;
  /** Inside the folder, with the query. */
  readonly page: string;
  readonly fields: URLSearchParams;
  readonly cookie: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly location?: string;
  readonly cookie?: string;
  readonly html: string;
}

/** Pages with one mailbox behind them, which behave as those of 3.3.13 do: sessions, tokens, redirects, rules. */
export class FakePostfixAdmin {
  password = '';
  /** What the list of mailboxes says instead of what became of a change. */
  listSays: Flash | null = null;
  #session: 'none' | 'self' | 'admin' = 'none';
  #serial = 0;
  #flash: Flash = {};

  answer({ post, page, fields, cookie }: FakeAsk): FakeAnswer {
    const known = cookie === `postfixadmin_session=${this.#serial}`;
    if (post && (!known || fields.get('token') !== this.#token)) return { status: 200, html: 'Invalid token!' };
    const [path = '', query = ''] = page.split('?');
    if (path === 'users/login.php' || path === 'login.php') return this.#signIn(path === 'login.php', post, fields);
    if (path === 'users/password.php') return this.#own(post && known, known, fields);
    if (path === 'edit.php') return this.#edit(post, known, new URLSearchParams(query).get('edit') ?? '', fields);
    if (path === 'list-virtual.php' && known && this.#session === 'admin') return { status: 200, html: this.#list() };
    return { status: 404, html: '<h1>Not Found</h1>' };
  }

  get #token(): string {
    return `t0ken${this.#serial}`;
  }

  #signIn(admin: boolean, post: boolean, fields: URLSearchParams): FakeAnswer {
    const wanted = admin ? [adminName, adminPassword] : [fakeAddress, this.password];
    const right = post && fields.get('fUsername') === wanted[0] && fields.get('fPassword') === wanted[1];
    this.#serial += 1;
    this.#session = !right ? 'none' : admin ? 'admin' : 'self';
    const cookie = `postfixadmin_session=${this.#serial}; path=/`;
    if (right) return { status: 302, location: 'main.php', cookie, html: '' };
    return { status: 200, cookie, html: signInPage(this.#token, post ? { errors: [wrongSignIn] } : {}) };
  }

  #own(post: boolean, known: boolean, fields: URLSearchParams): FakeAnswer {
    if (!known || this.#session !== 'self') return { status: 302, location: 'login.php', html: '' };
    if (!post) return { status: 200, html: passwordPage(this.#token, fakeAddress) };
    const next = fields.get('fPassword') ?? '';
    const broken = brokenRule(next);
    const wrong = fields.get('fPassword_current') !== this.password;
    if (broken !== null || wrong) {
      return {
        status: 200,
        html: passwordPage(this.#token, fakeAddress, wrong, broken === null ? {} : { errors: [broken] }),
      };
    }
    this.password = next;
    return { status: 302, location: 'main.php', html: '' };
  }

  #edit(post: boolean, known: boolean, address: string, fields: URLSearchParams): FakeAnswer {
    if (!known || this.#session !== 'admin') return { status: 302, location: 'login.php', html: '' };
    if (address.toLowerCase() !== fakeAddress) {
      this.#flash = { errors: ['The EMAIL is not valid!'] };
      return { status: 302, location: 'list-virtual.php', html: '' };
    }
    if (!post) return { status: 200, html: editPage(this.#token, fakeAddress) };
    const next = fields.get('value[password]') ?? '';
    const broken = brokenRule(next);
    if (broken !== null) return { status: 200, html: editPage(this.#token, fakeAddress, broken) };
    this.password = next;
    this.#flash = { news: [updated(fakeAddress)] };
    return { status: 302, location: 'list-virtual.php', html: '' };
  }

  #list(): string {
    const flash = this.listSays ?? this.#flash;
    this.#flash = {};
    return listPage(flash);
  }
}

/** The rules that an installation begins with ($CONF['password_validation']). */
function brokenRule(password: string): string | null {
  if (!/.{5}/.test(password)) return rules.short;
  if (!/([a-zA-Z].*){3}/.test(password)) return rules.letters;
  return /([0-9].*){2}/.test(password) ? null : rules.digits;
}

/** Starts the pages on loopback, with a certificate that only the door in front of them needs to take. */
export async function startFakePostfixAdmin(host = fakeHost): Promise<{
  fake: FakePostfixAdmin;
  port: number;
  /** Of the certificate that it shows. */
  authority: string;
  stop(): Promise<void>;
}> {
  const fake = new FakePostfixAdmin();
  const authority = await makeAuthority('Fake');
  const keyed = await issueCertificate(authority, { addresses: [host] });
  const server = createServer({ key: keyed.privateKey, cert: keyed.certificate }, async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const { status, location, cookie, html } = fake.answer({
      post: request.method === 'POST',
      page: (request.url ?? '').slice(fakeFolder.length),
      fields: new URLSearchParams(text),
      cookie: request.headers.cookie ?? '',
    });
    if (location !== undefined) response.setHeader('location', location);
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    response.writeHead(status, { 'content-type': 'text/html; charset=UTF-8' }).end(html);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  return {
    fake,
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    authority: authority.certificate,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
