import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from the sources that `manifest.ts` names: it proves that the provider does what they say, not that an
 * Open-Xchange server does.
 */

export const openXchangeUser = 'anna@example.test';
const session = 'f3c1a0b2d4e5968778695a4b3c2d1e0f';
const cookie = 'open-xchange-secret-1a2b=c0ffee; path=/; HttpOnly';

export interface FakeOpenXchange {
  password: string;
  /** The code of every change's, or every sign-in's, refusal. */
  refusal: string | null;
  signInRefusal: string | null;
  /** Sets the password although it then reports the error. */
  setsAllTheSame: boolean;
}

/** A server with the mailbox anna@example.test. */
export async function startFakeOpenXchange() {
  const fake: FakeOpenXchange = { password: '', refusal: null, signInRefusal: null, setsAllTheSame: false };
  const server = await startFakeServer((request) => answerTo(fake, request));
  return Object.assign(fake, { server });
}

const json = (value: unknown, cookies: readonly string[] = []): FakeAnswer => ({
  type: 'text/javascript; charset=UTF-8',
  cookies,
  text: JSON.stringify(value),
});
const no = (code: string) =>
  json({ error: `It is ${code} in ${session}.`, error_params: [], code, error_id: '1-2', category: 1 });

function answerTo(fake: FakeOpenXchange, { method, target, text, headers }: FakeRequest): FakeAnswer {
  if (method === 'POST' && target === '/ajax/login?action=login') return login(fake, new URLSearchParams(text));
  if (!target.endsWith(`&session=${session}`) || headers.cookie === undefined) return no('SES-0203');
  if (target.startsWith('/ajax/login?action=logout&')) return { text: '' };
  if (method !== 'PUT' || !target.startsWith('/ajax/passwordchange?action=update&')) return no('SVL-0001');
  const asked = z.object({ old_password: z.string(), new_password: z.string() }).parse(JSON.parse(text));
  if (asked.old_password !== fake.password) return no('USR-0027');
  if (asked.new_password.length < 5) return no('USR-0020');
  if (fake.refusal === null || fake.setsAllTheSame) fake.password = asked.new_password;
  return fake.refusal === null ? json({ data: null }) : no(fake.refusal);
}

function login(fake: FakeOpenXchange, form: URLSearchParams): FakeAnswer {
  const right = form.get('name') === openXchangeUser && form.get('password') === fake.password;
  if (!right) return no('LGI-0006');
  if (fake.signInRefusal !== null) return no(fake.signInRefusal);
  return json({ session, user: 'anna', user_id: 3, context_id: 1, locale: 'en_US' }, [cookie]);
}
