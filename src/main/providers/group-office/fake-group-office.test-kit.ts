import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the sources that `manifest.ts` names: it proves that the provider does what they say, not that a
 * Group-Office server does.
 */

export const groupOfficeUser = 'anna@example.test';
export const groupOfficeAdmin = 'admin';
export const groupOfficeAdminPassword = 'Admin-Umber-Wicket-70';
export const groupOfficeKey = '5b1f7a0e3c1b4f0e9a532f4f9a1d3c77e5d2a1';
/** The one that the fake takes at first; real ones change every half minute. */
export const groupOfficeCode = '314159';
/** Of a user who has signed in. */
export const groupOfficeToken = 'user5f0e9a532f4f9a1d3c77';
const adminToken = 'admn5f0e9a532f4f9a1d3c77';

export interface FakeGroupOffice extends FakeServer {
  password: string;
  /** What is wrong with every new password. */
  refusal: { readonly field: string; readonly code: number; readonly description: string } | null;
  /** What it wants after the password; other servers want other things. */
  secondFactor: 'otpauthenticator' | 'googleauthenticator' | null;
  code: string;
  /** What it says of the code instead of looking at it. */
  aboutCode: object | null;
  /** Status that signing in is answered with instead, in a way of its own. */
  closed: 403 | 503 | null;
  /** Signs in with passwords of a minute ago, too, as it does with passwords that it has just seen. */
  remembers: string | null;
  /** What every method fails with. */
  error: { readonly type?: string; readonly message: string } | null;
  /** Whether this user is told the settings. */
  tells: boolean;
  /** The mailbox that was looked for last. */
  asked: string;
  /** Tokens that are open. */
  readonly open: Set<string>;
}

const json = (value: object, status = 200): FakeAnswer => ({ status, text: JSON.stringify(value) });

/** A server in the folder /office/ with the user 7 and the mailbox 12, both anna@example.test, with one password. */
export async function startFakeGroupOffice(): Promise<FakeGroupOffice> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const fake: FakeGroupOffice = Object.assign(server, {
    password: '',
    refusal: null,
    secondFactor: null,
    code: groupOfficeCode,
    aboutCode: null,
    closed: null,
    remembers: null,
    error: null,
    tells: true,
    asked: '',
    open: new Set<string>(),
  });
  return fake;
}

function answerTo(fake: FakeGroupOffice, { method, target, headers, text }: FakeRequest): FakeAnswer {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  if (target === '/office/api/auth.php' && method === 'DELETE') {
    fake.open.delete(token);
    return json({ debug: [] });
  }
  if (target === '/office/api/auth.php' && method === 'POST') {
    return headers['user-agent'] === undefined ? json({ debug: [] }, 500) : signIn(fake, text);
  }
  if (target !== '/office/api/jmap.php' || method !== 'POST') return { status: 404, text: '' };
  const calls = z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()])).parse(JSON.parse(text));
  const known = fake.open.has(token) || token === groupOfficeKey;
  const answers = calls.map(([name, args, id]): unknown[] => {
    if (!known) return ['error', { message: 'Unauthorized', type: 'unauthorized' }, id];
    if (fake.error !== null) return ['error', fake.error, id];
    return [name, methods[name]?.(fake, args, token) ?? null, id];
  });
  return json(answers);
}

const loginSchema = z.object({
  action: z.literal('login'),
  username: z.string(),
  password: z.string(),
  authenticators: z.object({ otpauthenticator: z.object({ otp_code: z.string() }) }).optional(),
});

function signIn(fake: FakeGroupOffice, text: string): FakeAnswer {
  const { username, password, authenticators } = loginSchema.parse(JSON.parse(text));
  if (fake.closed !== null) return json({ debug: [] }, fake.closed);
  const asUser = username === groupOfficeUser && [fake.password, fake.remembers].includes(password);
  const asAdmin = username === groupOfficeAdmin && password === groupOfficeAdminPassword;
  if (!asUser && !asAdmin) {
    return json({ errors: { username: { description: 'Bad username or password', code: 10 } } }, 401);
  }
  const given = authenticators?.otpauthenticator.otp_code;
  const pending = { loginToken: 'l0g1n', authenticators: [fake.secondFactor] };
  if (fake.secondFactor !== null && given === undefined) return json(pending);
  if (fake.secondFactor !== null && (fake.aboutCode !== null || given !== fake.code)) {
    const about = fake.aboutCode ?? { otp_code: { code: 10, description: 'Invalid input' } };
    return json({ ...pending, errors: { otpauthenticator: about } }, 400);
  }
  const token = asUser ? groupOfficeToken : adminToken;
  fake.open.add(token);
  // An address of somebody else's that nobody is to follow.
  const apiUrl = 'https://127.0.0.1:1/api/jmap.php';
  return json({ accessToken: token, CSRFToken: 'c', apiUrl, userId: asUser ? 7 : 1, accounts: {} }, 201);
}

type Method = (fake: FakeGroupOffice, args: Readonly<Record<string, unknown>>, token: string) => unknown;
const filterSchema = z.object({ filter: z.object({ username: z.string() }) });
const updateSchema = z.object({
  update: z.record(z.string(), z.object({ password: z.string(), currentPassword: z.string().optional() })),
});

const methods: Readonly<Record<string, Method>> = {
  'MailBox/query': (fake, args) => {
    fake.asked = filterSchema.parse(args).filter.username;
    return { accountId: null, state: '1', ids: fake.asked.startsWith('an') ? ['12', '13'] : [], notfound: [] };
  },
  // Its database takes other mailboxes for the same.
  'MailBox/get': ({ asked }) => ({
    accountId: [],
    state: '1',
    list: asked.startsWith('an')
      ? [
          { id: '13', username: 'anna@example.test ' },
          { id: '12', username: 'Anna@example.test' },
        ]
      : [],
    notFound: [],
  }),
  'Module/get': ({ tells }) => {
    const settings = tells ? { passwordMinLength: 6, passwordMaxLength: '255', title: 'Office' } : null;
    return {
      state: '1',
      list: [
        { id: 3, name: 'email', package: null },
        { id: 1, name: 'core', package: 'core', settings },
      ],
    };
  },
  'User/set': (fake, args, token) => {
    const { '7': values } = updateSchema.parse(args).update;
    if (values === undefined || token !== groupOfficeToken)
      return set('7', { type: 'forbidden', description: 'Permission denied' });
    if (values.currentPassword !== fake.password)
      return set('7', invalid('currentPassword', 1, 'Property is required'));
    return change(fake, '7', values.password);
  },
  'MailBox/set': (fake, args) => {
    const { '12': values } = updateSchema.parse(args).update;
    if (values === undefined) return set('12', { type: 'notFound', description: 'Item not found' });
    return change(fake, '12', values.password);
  },
};

function change(fake: FakeGroupOffice, id: string, next: string): object {
  const { refusal } = fake;
  if (refusal !== null) return set(id, invalid(refusal.field, refusal.code, refusal.description));
  if (Buffer.byteLength(next) < 6) return set(id, invalid('password', 10, 'Minimum password length is 6 chars'));
  fake.password = next;
  return set(id, null);
}

const invalid = (field: string, code: number, description: string): object => ({
  type: 'invalidProperties',
  properties: [field],
  validationErrors: { [field]: { code, description } },
});

const set = (id: string, error: object | null): object => ({
  accountId: null,
  created: null,
  // Nothing stands behind the id where nothing else has changed.
  updated: error === null ? { [id]: null } : null,
  notUpdated: error === null ? null : { [id]: error },
  oldState: '1',
  newState: '2',
});
