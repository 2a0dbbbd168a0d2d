import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the documents that `manifest.ts` names: it proves that the provider does what they say, not that a
 * cPanel server does. It stands for both ports at once.
 */

export const cpanelUser = 'exampleco';
export const cpanelToken = 'U7HMR63FGY292DQZ4H5BFH16JLYMO01M';
export const cpanelPassword = 'Account-Umber-Wicket-70';
export const tooWeak =
  'Sorry, the password you selected cannot be used because it is too weak and would be too easy to guess.  Please select a password with strength rating of 80  or higher.';

export interface FakeCpanel extends FakeServer {
  password: string;
  /** What every request that sets a password is refused with. */
  refusal: string | null;
  /** Puts its answers into `result`, as the documents show them. */
  wrapped: boolean;
}

/** A server with the mailbox anna@example.test; the hosting account's main domain is another one. */
export async function startFakeCpanel(): Promise<FakeCpanel> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const fake: FakeCpanel = Object.assign(server, { password: '', refusal: null, wrapped: false });
  return fake;
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function answerTo(fake: FakeCpanel, { method, target, headers, text }: FakeRequest): FakeAnswer {
  const { authorization } = headers;
  const asMailbox = authorization === basic('anna@example.test', fake.password);
  const asAccount =
    authorization === `cpanel ${cpanelUser}:${cpanelToken}` || authorization === basic(cpanelUser, cpanelPassword);
  if (!asMailbox && !asAccount) {
    return { status: 401, type: 'text/html', text: '<html><body>The login is invalid.</body></html>' };
  }
  const url = new URL(target, 'https://fake.test');
  if (method === 'GET' && url.pathname === '/execute/Email/account_name') {
    return yes(fake, url.searchParams.get('account'));
  }
  if (method === 'GET' && url.pathname === '/execute/Email/list_pops' && asAccount) {
    // Perl's own way to take large and small letters for the same.
    const [, way, pattern = ''] = /^(\(\?i\))?(.*)$/.exec(url.searchParams.get('regex') ?? '') ?? [];
    const filter = new RegExp(pattern, way === undefined ? '' : 'i');
    const all = [cpanelUser, 'anna@example.test', 'anna@example.test.test'];
    const mailboxes = all.filter((email) => email === cpanelUser || filter.test(email));
    return yes(
      fake,
      mailboxes.map((email) => ({ email, login: email, suspended_incoming: 0, suspended_login: 0 })),
    );
  }
  if (method === 'POST' && url.pathname === '/execute/Email/passwd_pop') return change(fake, new URLSearchParams(text));
  return no(fake, 'You do not have the feature.');
}

function change(fake: FakeCpanel, fields: URLSearchParams): FakeAnswer {
  const address = `${fields.get('email')}@${fields.get('domain') ?? 'main-domain.test'}`;
  if (address !== 'anna@example.test') return no(fake, `You do not have an email account named ${address}.`);
  const next = fields.get('password') ?? '';
  if (fake.refusal !== null) return no(fake, fake.refusal);
  if (next.length < 8) return no(fake, `${tooWeak} (${next})`);
  fake.password = next;
  return yes(fake, null);
}

const yes = (fake: FakeCpanel, data: unknown): FakeAnswer =>
  said(fake, { data, errors: null, messages: null, metadata: {}, status: 1, warnings: null });
const no = (fake: FakeCpanel, error: string): FakeAnswer =>
  said(fake, { data: null, errors: [error], messages: null, metadata: {}, status: 0, warnings: null });
const said = ({ wrapped }: FakeCpanel, result: object): FakeAnswer => ({
  text: JSON.stringify(wrapped ? { apiversion: 3, func: 'passwd_pop', module: 'Email', result } : result),
});
