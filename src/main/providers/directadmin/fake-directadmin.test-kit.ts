import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the documents that `manifest.ts` names: it proves that the provider does what they say, not that a
 * DirectAdmin server does.
 */

export const directAdminUser = 'admin|exampleco';
export const directAdminPassword = 'Account-Umber-Wicket-70';

export interface FakeDirectAdmin extends FakeServer {
  password: string;
  /** What every order that sets a password is refused with. */
  refusal: string | null;
  /** Of the mailbox, as the list has them. */
  quota: unknown;
  sent: unknown;
}

/** A server with the mailbox anna@example.test. */
export async function startFakeDirectAdmin(): Promise<FakeDirectAdmin> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const sent = { send_limit: '200', sent: '3' };
  const fake: FakeDirectAdmin = Object.assign(server, { password: '', refusal: null, quota: '50', sent });
  return fake;
}

const page: FakeAnswer = { type: 'text/html', text: '<html><form action="/CMD_LOGIN"><input name="password">' };
const coded = (error: 0 | 1, text: string): FakeAnswer => ({
  type: 'text/plain',
  text: `error=${error}&text=${encodeURIComponent(text).replaceAll('%20', '&#32;')}&details=`,
});

function answerTo(fake: FakeDirectAdmin, request: FakeRequest): FakeAnswer {
  const url = new URL(request.target, 'https://fake.test');
  const fields = new URLSearchParams(request.text);
  const command = `${request.method} ${url.pathname}`;
  if (command === 'POST /CMD_EMAIL_ACCOUNT_QUOTA') {
    const address = `${fields.get('user')}@${fields.get('domain')}`;
    return known(fake, address, fields.get('password')) ? coded(0, '') : coded(1, 'Invalid login');
  }
  if (command === 'POST /CMD_CHANGE_EMAIL_PASSWORD') return changeOwn(fake, fields);
  const right = `Basic ${Buffer.from(`${directAdminUser}:${directAdminPassword}`).toString('base64')}`;
  if (request.headers.authorization !== right) return { ...page, status: 401 };
  if (command === 'GET /CMD_EMAIL_POP') return list(fake, url.searchParams);
  return command === 'POST /CMD_API_POP' ? changeFor(fake, fields) : page;
}

const known = ({ password }: FakeDirectAdmin, address: string, given: string | null): boolean =>
  address === 'anna@example.test' && given === password;

function changeOwn(fake: FakeDirectAdmin, fields: URLSearchParams): FakeAnswer {
  const next = fields.get('password1') ?? '';
  // Without it the answer is a page, whatever became of the order.
  if (!fields.has('api')) return page;
  if (!known(fake, fields.get('email') ?? '', fields.get('oldpassword'))) return coded(1, 'Invalid login');
  if (next !== fields.get('password2')) return coded(1, 'Passwords do not match');
  if (fake.refusal !== null) return coded(1, fake.refusal);
  if (next.length < 8) return coded(1, `The password ${next} is too short`);
  fake.password = next;
  return coded(0, 'Password Changed');
}

function list({ quota, sent }: FakeDirectAdmin, asked: URLSearchParams): FakeAnswer {
  if (asked.get('domain') !== 'example.test') {
    return { text: JSON.stringify({ error: 'You do not own that domain', result: '' }) };
  }
  const entry = (account: string) => ({ account, login: `${account}@example.test`, sent, suspended: 'no' });
  const emails = {
    0: { ...entry('annabel'), usage: { quota: '1', usage: '0' } },
    1: { ...entry('anna'), usage: { quota, usage: '0.0039' } },
    info: { rows: 2, columns: { account: 'Account' } },
  };
  return { text: JSON.stringify({ emails }) };
}

function changeFor(fake: FakeDirectAdmin, fields: URLSearchParams): FakeAnswer {
  const no = (error: string): FakeAnswer => ({ text: JSON.stringify({ error: 'Cannot Modify', result: error }) });
  const next = fields.get('passwd') ?? '';
  if (fields.get('action') !== 'modify' || fields.get('json') !== 'yes') return page;
  if (fields.get('user') !== 'anna' || fields.get('domain') !== 'example.test') return no('No such account');
  if (next !== fields.get('passwd2')) return no('Passwords do not match');
  if (fake.refusal !== null) return no(fake.refusal);
  if (next.length < 8) return no(`The password ${next} is too short`);
  fake.password = next;
  fake.quota = fields.get('quota') ?? 'reset';
  fake.sent = { send_limit: fields.get('limit') ?? 'reset', sent: '3' };
  return { text: JSON.stringify({ success: 'E-Mail Updated' }) };
}
