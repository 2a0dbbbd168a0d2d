import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the source that `manifest.ts` names: it proves that the provider does what the source says, not that a
 * Modoboa server does.
 */

export const apiToken = '0123456789abcdef0123456789abcdef01234567';
export const clientId = 'keyround-client';
export const anna = 'anna@example.test';
const bearer = 'n0tAR3alT0kenBut0neThatL00ksL1ke1t';

export interface FakeModoboa extends FakeServer {
  password: string;
  /** Whose mailbox whoever signs in has. */
  shows: string;
  /** What the search for accounts finds; null for the true list. */
  found: object | null;
  /** Why nobody gets a token, although the password is right. */
  barred: string | null;
  /** Turns whoever has a token away, and says it again. */
  repeats: boolean;
}

/** A server with an administrator, the mailbox anna@example.test and one whose address begins with that. */
export async function startFakeModoboa(): Promise<FakeModoboa> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const fake: FakeModoboa = { ...server, password: '', shows: anna, found: null, barred: null, repeats: false };
  return fake;
}

/** Puts everything back that a case may have changed. */
export function resetFakeModoboa(fake: FakeModoboa, password: string): void {
  Object.assign(fake, { password, shows: anna, found: null, barred: null, repeats: false });
}

const json = (value: unknown, status = 200): FakeAnswer => ({ status, text: JSON.stringify(value) });

function answerTo(fake: FakeModoboa, { method, target, headers, text }: FakeRequest): FakeAnswer {
  const [path = '', query = ''] = target.split('?');
  if (path === '/api/o/token/') return method === 'POST' ? token(fake, new URLSearchParams(text)) : json({}, 405);
  if (headers.authorization === undefined) {
    return json({ detail: 'Authentication credentials were not provided.' }, 401);
  }
  if (path.startsWith('/api/v2/account/me/')) {
    if (headers.authorization !== `Bearer ${bearer}`) return json({ detail: 'Invalid token.' }, 401);
    if (fake.repeats) return json({ detail: `Not you, ${bearer}.` }, 403);
    return path.endsWith('/password/change/') ? changeOwn(fake, text) : json(accountOf(2, fake.shows));
  }
  if (headers.authorization !== `Token ${apiToken}`) return json({ detail: 'Invalid token.' }, 401);
  if (path === '/api/v2/accounts/') return search(fake, new URLSearchParams(query));
  if (method !== 'PATCH' || path !== '/api/v2/accounts/2/') {
    return json({ detail: 'No User matches the given query.' }, 404);
  }
  return patch(fake, text);
}

function token(fake: FakeModoboa, form: URLSearchParams): FakeAnswer {
  if (form.get('client_id') !== clientId) return json({ error: 'invalid_client' }, 401);
  if (fake.barred !== null) return json({ error: fake.barred }, 400);
  const right = form.get('grant_type') === 'password' && form.get('username') === anna;
  if (!right || form.get('password') !== fake.password) {
    return json({ error: 'invalid_grant', error_description: 'Invalid credentials given.' }, 400);
  }
  const scope = form.get('scope');
  return json({ access_token: bearer, expires_in: 36_000, token_type: 'Bearer', scope, refresh_token: 'r' });
}

function search(fake: FakeModoboa, query: URLSearchParams): FakeAnswer {
  if (fake.found !== null) return json(fake.found);
  const searched = query.get('search') ?? '';
  const all = [accountOf(1, null), accountOf(2, anna), accountOf(3, `${anna}.example`)];
  const results = all.filter(({ mailbox }) => mailbox?.full_address.startsWith(searched) === true);
  return json({ count: results.length, next: null, previous: null, results });
}

const changeSchema = z.strictObject({ password: z.string(), new_password: z.string() });
const patchSchema = z.strictObject({ password: z.string() });

function changeOwn(fake: FakeModoboa, text: string): FakeAnswer {
  const { password, new_password: next } = changeSchema.parse(JSON.parse(text));
  const errors = {
    ...(password === fake.password ? {} : { password: ['Password not correct'] }),
    ...(fault(next) === null ? {} : { new_password: [fault(next)] }),
  };
  if (Object.keys(errors).length > 0) return json(errors, 400);
  fake.password = next.trim();
  return { type: '', headers: { allow: 'POST, OPTIONS', vary: 'Accept, Accept-Language' }, text: '' };
}

function patch(fake: FakeModoboa, text: string): FakeAnswer {
  const { password } = patchSchema.parse(JSON.parse(text));
  const reason = fault(password);
  if (reason !== null) return json({ password: [reason] }, 400);
  fake.password = password.trim();
  const { aliases: _, possible_actions: __, ...account } = accountOf(2, anna);
  return json(account);
}

function fault(password: string): string | null {
  if (password.length < 8) return 'This password is too short. It must contain at least 8 characters.';
  return /\d/.test(password) ? null : 'Password must contain at least 1 digit.';
}

export const accountOf = (pk: number, address: string | null) => ({
  pk,
  username: address ?? 'admin',
  first_name: '',
  last_name: '',
  is_active: true,
  mailbox: address === null ? null : { pk: pk + 40, full_address: address },
  role: address === null ? 'SuperAdmins' : 'SimpleUsers',
  language: 'en',
  phone_number: null,
  secondary_email: null,
  domains: [],
  tfa_enabled: false,
  totp_enabled: false,
  webauthn_enabled: false,
  date_joined: '2026-01-01T10:00:00Z',
  last_login: null,
  aliases: [],
  possible_actions: [],
});
