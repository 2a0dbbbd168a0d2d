import type { ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ProviderFailureCode } from '../../../shared/failures.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { headerText } from '../authorization.ts';
import { type CallTrouble, incomplete } from '../http-call.ts';
import { callJson, type JsonCall } from '../json-call.ts';
import { type Limits, trouble } from '../outcome.ts';
import { panelSession } from '../panel-session.ts';
import { errorSchema, mailcowSettingsSchema } from './types.ts';

/** Lists hold many mailboxes, each with a kilobyte of settings; this is for some thousand. In bytes. */
const longestList = 4 * 1024 * 1024;

/** What all requests for one mailbox have in common. */
export interface Mailcow {
  /** With the domain as it stands in the DNS: mailcow keeps no other (data/web/inc/functions.mailbox.inc.php). */
  readonly address: string;
  /** The address as a part of a path; the slash, which would end the part, is in no address that gets here. */
  readonly inPath: string;
  /** A request, and its answer with the status 200. */
  ask(method: JsonCall['method'], path: string, body: object | null): Promise<Result<unknown, CallTrouble>>;
  /** Words for the technical line. */
  words(text: string): string;
}

/** Puts settings, key and address together. Sends nothing. */
export function mailcowFor(access: ProviderAccess, next: Secret | null, limits: Limits): Result<Mailcow, CallTrouble> {
  const settings = mailcowSettingsSchema.safeParse(access.settings);
  if (!settings.success) return incomplete(settings.error.issues[0]?.path.join('.') ?? 'settings');
  const key = headerText(access.credential?.reveal() ?? '');
  if (key === null) return incomplete('apiKey');
  const session = panelSession(access, settings.data, next, limits);
  if (session === null || /[@/\s]/.test(session.local)) return incomplete('address');
  const { door, address, words, signal } = session;
  return success({
    address,
    inPath: encodeURIComponent(address).replaceAll('%40', '@'),
    words,
    ask: async (method, path, body) => {
      const call = { method, path: `/api/v1/${path}`, headers: { 'x-api-key': key }, body, longest: longestList };
      const answer = await callJson(door, call, limits, signal);
      if (!answer.ok) return answer;
      if (answer.value.status === 200) return success(answer.value.body);
      return failed(refusalOf(answer.value.status, answer.value.body, words));
    },
  });
}

/** The refusals of a whole request (data/web/inc/sessions.inc.php, data/web/json_api.php); nothing was done then. */
function refusalOf(status: number, body: unknown, words: Mailcow['words']): CallTrouble {
  const said = errorSchema.safeParse(body);
  const code = said.success ? codeOf(status, said.data.msg) : null;
  const technical = words(`answer ${status} ${said.success ? said.data.msg : ''}`);
  return code === null
    ? { ...trouble('provider.odd-answer', technical), sent: true }
    : { ...trouble(code, technical), sent: false };
}

function codeOf(status: number, message: string): ProviderFailureCode | null {
  if (status === 401)
    return /^api access denied/.test(message) ? 'provider.not-allowed' : 'provider.credential-refused';
  return status === 403 ? 'provider.not-allowed' : null;
}
