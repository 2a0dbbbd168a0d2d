import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { type JsonAnswer, statusFits } from '../json-call.ts';
import { JsonVisit } from '../json-visit.ts';
import { type Limits, trouble } from '../outcome.ts';
import { callSession } from '../panel-session.ts';
import { signInCodes } from './answers.ts';
import { errorSchema, openXchangeSettingsSchema, signedInSchema } from './types.ts';

/** Signed in. The name of the session stands in addresses, as its interface wants it, so it is ended after use. */
export interface OpenXchangeSession {
  put(module: string, body: object): Promise<Result<JsonAnswer, CallTrouble>>;
  /** What an answer refuses, by its code, or null. */
  refusal(answer: JsonAnswer, codes: Readonly<Record<string, ProviderFailureCode>>): CallTrouble | null;
  odd(what: string, answer: JsonAnswer): CallTrouble;
  /** Whether it worked makes no difference to anybody. */
  end(): Promise<void>;
}

/** Signs in once, with the mailbox's own name and password in the body. */
export async function signIn(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Promise<Result<OpenXchangeSession, CallTrouble>> {
  const settings = openXchangeSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const { host, port, path } = settings.data;
  const current = access.current?.reveal() ?? '';
  if (current === '' || access.user === '') return incomplete('user, current');
  const { door, signal, words } = callSession(access, { host, port }, limits, [next, access.current]);
  const visit = new JsonVisit(door, limits, signal);
  const answer = await visit.ask({
    method: 'POST',
    path: `${path}login?action=login`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ name: access.user, password: current }).toString(),
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const entered = signedInSchema.safeParse(body);
  if (status !== 200 || !entered.success) {
    const about = asked(words);
    return failed(about.refusal(answer.value, signInCodes) ?? about.odd('login', answer.value));
  }
  const name = new Secret(entered.data.session);
  const session = `session=${name.reveal()}`;
  return success({
    ...asked((text) => words(text, [name])),
    put: async (module, sent) =>
      await visit.ask({
        method: 'PUT',
        path: `${path}${module}&${session}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      }),
    end: async () => {
      await visit.ask({ method: 'GET', path: `${path}login?action=logout&${session}`, headers: {}, body: null });
    },
  });
}

const asked = (words: (text: string) => string): Pick<OpenXchangeSession, 'refusal' | 'odd'> => ({
  refusal: (answer, codes) => {
    const said = errorSchema.safeParse(answer.body);
    const code = said.success && Object.hasOwn(codes, said.data.code) ? codes[said.data.code] : undefined;
    if (!said.success || code === undefined || !statusFits(answer.status, false)) return null;
    return { ...trouble(code, words(`${said.data.code} ${said.data.error}`)), sent: false };
  },
  odd: (what, { status, body }) => {
    const said = errorSchema.safeParse(body);
    const more = said.success ? ` ${said.data.code} ${said.data.error}` : '';
    return { ...trouble('provider.odd-answer', words(`${what}: answer ${status}${more}`)), sent: true };
  },
});
