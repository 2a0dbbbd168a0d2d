import {
  editPage,
  listPage,
  passwordPage,
  rules,
  signInPage,
  updated,
  wrongSignIn,
} from '../../../src/main/providers/postfixadmin/fake-pages.test-kit.ts';
import { user } from './canaries.ts';
import type { Random } from './random.ts';

/** The requests of one change, in order; only an administrator asks for the list. */
export type PanelStep = 'page' | 'sign-in' | 'form' | 'change' | 'list';
export type PanelAsker = 'self' | 'admin';

/** An answer that was chosen, with what it means by the pages' own source where nobody bends it. */
export interface PanelAnswer {
  readonly status: string;
  readonly location: string | null;
  readonly html: string;
}

const token = '0123456789abcdef';
const page = (html: string): PanelAnswer => ({ status: '200 OK', location: null, html });
const leads = (location: string, status = '302 Found'): PanelAnswer => ({ status, location, html: '' });

const yes: Readonly<Record<PanelAsker, Readonly<Record<PanelStep, PanelAnswer>>>> = {
  self: {
    page: page(signInPage(token)),
    'sign-in': leads('main.php'),
    form: page(passwordPage(token, user)),
    change: leads('main.php'),
    list: page(listPage()),
  },
  admin: {
    page: page(signInPage(token)),
    'sign-in': leads('main.php'),
    form: page(editPage(token, user)),
    change: leads('list-virtual.php'),
    list: page(listPage({ news: [updated(user)] })),
  },
};

/** The answer that lets the change go on. */
export const panelYes = (step: PanelStep, asker: PanelAsker): PanelAnswer => yes[asker][step];

/** Where an answer can lead, nearly right. */
const places = [
  ...['main.php', './main.php', '/postfixadmin/users/main.php', '../users/main.php', 'main.php?x=1', 'main.php#x'],
  ...[
    '../main.php',
    '/main.php',
    'login.php',
    '../login.php',
    'login-mfa.php',
    'main.phpx',
    'MAIN.PHP',
    'main.php/x',
    '',
  ],
  ...[
    'list-virtual.php',
    '/postfixadmin/list-virtual.php',
    '../list-virtual.php',
    'users/list-virtual.php',
    '//',
    'https://',
  ],
  ...[
    'https://elsewhere.example.test/postfixadmin/users/main.php',
    '//elsewhere.example.test/postfixadmin/users/main.php',
  ],
  ...[
    'http://127.0.0.1/postfixadmin/users/main.php',
    'https://127.0.0.1/postfixadmin/list-virtual.php',
    'javascript:main.php',
  ],
];

const others: Readonly<Record<PanelStep, (asker: PanelAsker, words: string) => readonly PanelAnswer[]>> = {
  page: (_, words) => [page(signInPage(words)), page(signInPage(token, { errors: [words] })), leads('setup.php')],
  'sign-in': (_, words) => [
    page(signInPage(token, { errors: [wrongSignIn] })),
    page(signInPage(token, { errors: [words] })),
    page(signInPage(token)),
    leads('login-mfa.php'),
  ],
  form: (asker, words) => [
    page(asker === 'self' ? passwordPage(token, words) : editPage(token, words)),
    page(asker === 'self' ? passwordPage(token, user, true) : editPage(token, user, rules.short)),
    leads('list-virtual.php'),
    leads('login.php'),
  ],
  change: (asker, words) => refusals(asker, words),
  list: (_, words) => [
    page(listPage()),
    page(listPage({ news: [updated('other@example.test')] })),
    page(listPage({ news: [words] })),
    page(listPage({ errors: [updated(user)] })),
    page(listPage({ errors: ['The EMAIL is not valid!'], news: [updated(user)] })),
  ],
};

function refusals(asker: PanelAsker, words: string): PanelAnswer[] {
  const said = [rules.short, rules.letters, rules.digits, 'Unable to modify the mailbox!', words];
  return asker === 'self'
    ? [
        ...said.map((text) => page(passwordPage(token, user, false, { errors: [text] }))),
        page(passwordPage(token, user, true)),
        page(passwordPage(token, user, true, { errors: [words] })),
        page(passwordPage(token, 'other@example.test', true)),
        page(passwordPage(token, user)),
      ]
    : [
        ...said.map((text) => page(editPage(token, user, text))),
        page(editPage(token, user, null, { errors: ['Unable to modify the mailbox!'] })),
        page(editPage(token, 'other@example.test', rules.short)),
        page(editPage(token, user)),
      ];
}

/** Another answer to a step than the one that goes on: what these pages say, and what they never would. */
export function panelOther(random: Random, step: PanelStep, asker: PanelAsker, words: string): PanelAnswer {
  const dice = random.below(10);
  if (dice < 6) return random.pick(others[step](asker, words));
  if (dice < 8)
    return leads(random.pick(places), random.pick(['302 Found', '303 See', '301 Moved', '307 Again', '200 OK']));
  return page(
    random.pick(['Invalid token!', '', words, '<h1>It works!</h1>', 'ERROR: the database layout is outdated']),
  );
}

/** Which request this is; null while it is not complete. */
export function panelStepOf(heard: string, asker: PanelAsker): PanelStep | null {
  const end = heard.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? 0);
  if (end < 0 || heard.length < end + 4 + length) return null;
  const post = heard.startsWith('POST ');
  if (heard.includes('/list-virtual.php')) return 'list';
  if (/^\w+ \/postfixadmin\/(users\/)?login\.php/.test(heard)) return post ? 'sign-in' : 'page';
  if (post) return 'change';
  return heard.includes(asker === 'self' ? '/users/password.php' : '/edit.php') ? 'form' : null;
}

/** The page without what no reader of it would see. */
function visible(raw: string): string {
  return raw
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/<(script|style|template|textarea|title|iframe|plaintext|xmp)\b[\s\S]*?(<\/\1\b|$)/gi, '');
}

/**
 * How what was really sent for a step can be read, told by other means than the product's: an answer that lacks these is
 * neither a yes nor a no.
 */
export function panelMeaning(
  step: PanelStep,
  asker: PanelAsker,
  sent: Buffer,
): { readonly yes: boolean; readonly no: boolean } {
  const raw = sent.toString('utf8');
  const status = Number(/^HTTP\/1\.[01] +(\d{3})/.exec(raw)?.[1] ?? 0);
  // every reader of an address passes over tabs in it (WHATWG URL, section 4.4)
  const location = (/\nlocation: *([^\r\n]*)/i.exec(raw)?.[1] ?? '').replaceAll('\t', '');
  const shown = visible(raw);
  const redirect = status === 302 || status === 303;
  const marked = /has-error/.test(shown) || Object.values(rules).some((rule) => shown.includes(rule.slice(0, 20)));
  const again = /<form[^>]*(password|edit_mailbox)/.test(shown) && shown.includes(user);
  const here = !/elsewhere|^http:|^\/\/|javascript|127\.0\.0\.1\/|login/i.test(location);
  switch (step) {
    case 'change':
      return {
        yes:
          redirect &&
          here &&
          location.includes(asker === 'self' ? 'main.php' : 'list-virtual.php') &&
          !location.includes('../main'),
        no: status === 429 || (status === 200 && marked && again),
      };
    case 'list':
      return { yes: status === 200 && shown.includes('flash-info') && shown.includes(user), no: false };
    default:
      return { yes: status === 200 && again && shown.includes('token'), no: false };
  }
}
