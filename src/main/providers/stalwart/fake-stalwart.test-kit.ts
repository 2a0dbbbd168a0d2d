import { scryptSync } from 'node:crypto';
import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake of both generations, made from the sources that `manifest.ts` names: it proves that the provider does what they
 * say, not that a Stalwart does.
 */

export const stalwartUser = 'anna@example.test';
export const stalwartAdmin = 'admin';
export const stalwartAdminPassword = 'Admin-Umber-Wicket-70';
const annaId = 'c7';

export interface FakeStalwart {
  /** In 0.15 whatever was sent, as it was sent. */
  stored: string;
  /** `SetError` of every change, in 0.16. */
  setError: { readonly type: string; readonly description: string; readonly properties?: readonly string[] } | null;
  secondFactor: boolean;
  /** In 0.16 what the account signs in with, in this order; in 0.15 the names of its app passwords. */
  credentials: readonly string[];
  appPasswords: readonly string[];
}

/** A Stalwart with the mailbox anna@example.test, one of the same name in another domain, and one administrator. */
export async function startFakeStalwart(generation: '0.15' | '0.16') {
  const fake: FakeStalwart = {
    ...{ stored: '', setError: null, secondFactor: false },
    ...{ credentials: ['Password', 'AppPassword'], appPasswords: [] },
  };
  const server = await startFakeServer((request) => answerTo(fake, generation, request));
  return Object.assign(fake, { server });
}

/** Whether Stalwart would let somebody in with this text: it stands there, or the hash of it. */
export function letsIn({ stored }: FakeStalwart, text: string): boolean {
  const [, ln = '', r = '', p = '', salt = '', key = ''] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored) ?? [];
  if (key === '') return stored === text;
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  return scryptSync(text, Buffer.from(salt, 'base64'), 32, cost).equals(Buffer.from(key, 'base64'));
}

const problem = (status: number, title: string, detail: string): FakeAnswer => ({
  status,
  type: 'application/problem+json',
  text: JSON.stringify({ type: 'about:blank', status, title, detail }),
});
const json = (value: unknown): FakeAnswer => ({ text: JSON.stringify(value) });
const done = json({ data: null });
const no = (error: string, details: string) => json({ error, details, reason: null });

function answerTo(fake: FakeStalwart, generation: '0.15' | '0.16', request: FakeRequest): FakeAnswer {
  const who = whoAsks(fake, request.headers.authorization ?? '');
  if (who === null) return problem(401, 'Unauthorized', 'You have to authenticate first.');
  if (who === 'self' && fake.secondFactor) return problem(402, 'MFA code required', 'Missing MFA token');
  const { method, target, text } = request;
  if (method === 'GET' && target === '/jmap/session') return session(generation, who);
  if (generation === '0.16') return target === '/jmap/' ? jmap(fake, who, text) : problem(404, 'Not Found', 'No.');
  return rest(fake, who, method, target, text);
}

function whoAsks(fake: FakeStalwart, authorization: string): 'self' | 'admin' | null {
  if (authorization === 'Bearer API_right-key') return 'admin';
  const [user, ...rest] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
  const password = rest.join(':');
  if (user === stalwartAdmin && password === stalwartAdminPassword) return 'admin';
  return user === stalwartUser && letsIn(fake, password) ? 'self' : null;
}

function session(generation: '0.15' | '0.16', who: 'self' | 'admin'): FakeAnswer {
  const id = who === 'self' ? annaId : 'a1';
  const own = generation === '0.16' ? { 'urn:stalwart:jmap': id } : {};
  const username = who === 'self' ? stalwartUser : stalwartAdmin;
  return json({ capabilities: {}, username, primaryAccounts: { 'urn:ietf:params:jmap:mail': id, ...own } });
}

const callsSchema = z.object({
  methodCalls: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()])),
});
const updateSchema = z.object({ update: z.record(z.string(), z.record(z.string(), z.string())) });

function jmap(fake: FakeStalwart, who: 'self' | 'admin', text: string): FakeAnswer {
  const { methodCalls } = callsSchema.parse(JSON.parse(text));
  const methodResponses = methodCalls.map(([name, given, id]) => {
    if (who === 'admin' && name === 'x:Account/query') return [name, { ids: ['b3', annaId] }, id];
    if (who === 'admin' && name === 'x:Account/get') return [name, { list: accounts(fake) }, id];
    if (name === 'x:AccountPassword/set' || (who === 'admin' && name === 'x:Account/set')) {
      return [name, set(fake, updateSchema.parse(given).update), id];
    }
    return ['error', { type: 'forbidden', description: 'You are not authorized.' }, id];
  });
  return json({ methodResponses, sessionState: '3e25b2a0' });
}

const accounts = ({ credentials }: FakeStalwart) => [
  { id: 'b3', emailAddress: 'anna@other.test', credentials: { '0': { '@type': 'Password', secret: '****' } } },
  {
    id: annaId,
    emailAddress: stalwartUser,
    credentials: Object.fromEntries(credentials.map((type, at) => [at, { '@type': type, secret: '****' }])),
  },
];

function set(fake: FakeStalwart, update: Readonly<Record<string, Readonly<Record<string, string>>>>): object {
  const [[id = '', change = {}] = []] = Object.entries(update);
  const refused = (error: object) => ({ updated: {}, notUpdated: { [id]: error } });
  const at = fake.credentials.indexOf('Password');
  const next = change['secret'] ?? change[`credentials/${at}/secret`] ?? '';
  if (id !== 'singleton' && id !== annaId) return refused({ type: 'notFound' });
  if (id === 'singleton' && !letsIn(fake, change['currentSecret'] ?? '')) {
    return refused({ type: 'forbidden', description: 'Current secret is incorrect.' });
  }
  if (fake.setError !== null) return refused(fake.setError);
  if (next.length < 8) {
    const description = 'Password must be at least 8 characters long.';
    return refused({ type: 'invalidProperties', description, properties: ['secret'] });
  }
  fake.stored = next;
  return { updated: { [id]: null }, notUpdated: {} };
}

const changesSchema = z.array(z.record(z.string(), z.string()));

function rest(fake: FakeStalwart, who: 'self' | 'admin', method: string, target: string, text: string): FakeAnswer {
  if (target === '/api/account/auth' && who === 'self') {
    if (method === 'GET') return json({ data: { otpEnabled: false, appPasswords: fake.appPasswords } });
    const [change] = changesSchema.parse(JSON.parse(text));
    if (fake.setError !== null) return no('unsupported', `${fake.setError.description} ${change?.['password'] ?? ''}`);
    fake.stored = change?.['password'] ?? '';
    return done;
  }
  if (who !== 'admin' || !target.startsWith('/api/principal/')) {
    return problem(403, 'Forbidden', 'You do not have enough permissions to access this resource.');
  }
  if (target !== `/api/principal/${encodeURIComponent(stalwartUser)}`) return no('notFound', 'nobody');
  if (method === 'GET') {
    return json({ data: { type: 'individual', name: stalwartUser, emails: stalwartUser, secrets: '$6$a$b' } });
  }
  const [change] = changesSchema.parse(JSON.parse(text));
  if (change?.['action'] === 'addItem' && change['field'] === 'secrets') fake.stored = change['value'] ?? '';
  return done;
}
