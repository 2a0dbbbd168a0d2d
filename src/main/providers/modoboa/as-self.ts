import { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { sameAddress } from '../address-parts.ts';
import { bearerAuthorization } from '../authorization.ts';
import { type CallTrouble, callHttp, type HttpAnswer } from '../http-call.ts';
import { callJson, jsonOf } from '../json-call.ts';
import { hiding } from '../panel-session.ts';
import { passwordRefusal } from './refusals.ts';
import { type ModoboaSession, odd, refusal, turnedAway } from './session.ts';
import { accountSchema, tokenErrorSchema, tokenSchema } from './types.ts';

const own = '/api/v2/account/me/';

/**
 * Signs in with the current password (RFC 6749 section 4.3, of which the server's administrator makes a client without a
 * secret) and looks whether that is this mailbox. Changes nothing. Gives the token.
 */
export async function signIn(session: ModoboaSession): Promise<Result<Secret, CallTrouble>> {
  const token = await tokenFor(session);
  if (!token.ok) return token;
  const { door, limits, signal } = session;
  const headers = { authorization: `Bearer ${token.value.reveal()}` };
  const answer = await callJson(door, { method: 'GET', path: own, headers, body: null }, limits, signal);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const away = turnedAway(hiding(session, token.value), 'account/me', status, body);
  if (away !== null) return failed(away);
  const account = accountSchema.safeParse(body);
  if (!account.success || status !== 200) return failed(odd(session.words(`account/me: answer ${status}`)));
  return sameAddress(account.data.mailbox?.full_address ?? '', session.address)
    ? token
    : failed(refusal('provider.no-such-mailbox', session.words('account/me: another mailbox')));
}

async function tokenFor(session: ModoboaSession): Promise<Result<Secret, CallTrouble>> {
  const { door, limits, signal, user, clientId, credential } = session;
  const form = {
    grant_type: 'password',
    client_id: clientId,
    username: user,
    password: credential,
    scope: 'read write',
  };
  const call = {
    method: 'POST',
    path: '/api/o/token/',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer;
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json;
  const { status, body } = json.value;
  const given = tokenSchema.safeParse(body);
  if (status === 200 && given.success && bearerAuthorization(given.data.access_token) !== null) {
    return success(new Secret(given.data.access_token));
  }
  const said = tokenErrorSchema.safeParse(body);
  const technical = session.words(`token: answer ${status} ${said.success ? said.data.error : ''}`);
  if (!said.success || (status !== 400 && status !== 401)) return failed(odd(technical));
  // All others are about the client, or about this way of signing in.
  return failed(
    refusal(said.data.error === 'invalid_grant' ? 'provider.wrong-current' : 'provider.not-allowed', technical),
  );
}

/** Changes the password: the one request here that can. Null when the server said that it did. */
export async function changeOwn(session: ModoboaSession, token: Secret, next: Secret): Promise<CallTrouble | null> {
  const { door, limits, signal, credential } = session;
  const call = {
    method: 'POST',
    path: `${own}password/change/`,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-language': 'en',
    },
    body: JSON.stringify({ password: credential, new_password: next.reveal() }),
  } as const;
  const answer = await callHttp(door, call, limits, signal);
  if (!answer.ok) return answer.failure;
  if (saysChanged(answer.value)) return null;
  const json = jsonOf(door, answer.value);
  if (!json.ok) return json.failure;
  const named = hiding(session, token);
  const away = turnedAway(named, 'password/change', json.value.status, json.value.body);
  return away ?? passwordRefusal(named, json.value, 'new_password');
}

/**
 * Yes is an answer without a word. What tells it from the silence of somebody on the way is `allow`, which Django REST
 * framework sends with every answer (`default_response_headers` in rest_framework/views.py).
 */
function saysChanged({ status, headers, text }: HttpAnswer): boolean {
  const allowed = (headers.get('allow') ?? []).flatMap((line) => line.split(',')).map((method) => method.trim());
  return status === 200 && text === '' && allowed.includes('POST');
}
