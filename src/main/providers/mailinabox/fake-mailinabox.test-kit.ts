import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the source that `manifest.ts` names: it proves that the provider does what the source says, not that a
 * Mail-in-a-Box does.
 */

export const adminUser = 'admin@example.test';
export const adminPassword = 'Admin-Umber-Wicket-70';
export const anna = 'anna@example.test';

export interface FakeBox extends FakeServer {
  password: string;
  /** Why the administrator is not let in, although the password is right. */
  barred: string | null;
  /** What is said to be the list of users; null for the true one. */
  list: string | null;
}

/** A box with the administrator, the mailbox anna@example.test, and one that was archived. */
export async function startFakeBox(): Promise<FakeBox> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const fake: FakeBox = { ...server, password: '', barred: null, list: null };
  return fake;
}

function answerTo(fake: FakeBox, { method, target, headers, text }: FakeRequest): FakeAnswer {
  const basic = `Basic ${Buffer.from(`${adminUser}:${adminPassword}`).toString('base64')}`;
  const trusted = headers.authorization === basic;
  const reason = trusted ? fake.barred : 'Incorrect email address or password.';
  if (reason !== null) return { status: 401, text: `${JSON.stringify({ status: 'error', reason })}\n` };
  if (method === 'GET' && target === '/admin/mail/users?format=json') {
    return { text: fake.list ?? `${JSON.stringify(users)}\n` };
  }
  if (method !== 'POST' || target !== '/admin/mail/users/password') return page(404, '<title>404 Not Found</title>');
  const form = new URLSearchParams(text);
  const password = form.get('password') ?? '';
  if (password.trim() === '') return page(400, 'No password provided.');
  if ([...password].length < 8) return page(400, 'Passwords must be at least eight characters.');
  const email = form.get('email') ?? '';
  if (email !== anna) return page(400, `That's not a user (${email}).`);
  fake.password = password;
  return page(200, 'OK');
}

const page = (status: number, text: string): FakeAnswer => ({ status, type: 'text/html; charset=utf-8', text });

const sizes = { quota: '0', box_quota: 0, box_size: '12K', percent: '' };
const users = [
  {
    domain: 'example.test',
    users: [
      { ...sizes, email: adminUser, privileges: ['admin'], status: 'active' },
      { ...sizes, email: anna, privileges: [], status: 'active' },
      {
        ...sizes,
        email: 'archived@example.test',
        mailbox: '/home/user-data/mail/mailboxes/example.test/archived',
        privileges: [],
        status: 'inactive',
      },
    ],
  },
];
