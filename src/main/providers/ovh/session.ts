import { createHash } from 'node:crypto';
import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import { askJson, type HostedSession, oddAnswer } from '../hosted.ts';
import type { CallTrouble, HttpCall } from '../http-call.ts';
import type { JsonAnswer } from '../json-call.ts';
import { timeSchema } from './types.ts';

export interface OvhSession extends HostedSession {
  readonly applicationKey: string;
  readonly applicationSecret: string;
  readonly consumerKey: string;
}

/** Tells the interface's time, in seconds, at any later moment. */
export type OvhClock = () => number;

/** Asks for the interface's time, because a request is signed with it and this computer's clock may be wrong. */
export async function readClock(session: OvhSession): Promise<Result<OvhClock, CallTrouble>> {
  const headers = { 'x-ovh-application': session.applicationKey };
  const answer = await askJson(session, { method: 'GET', path: '/1.0/auth/time', headers, body: null });
  if (!answer.ok) return answer;
  const time = timeSchema.safeParse(answer.value.body);
  if (answer.value.status !== 200 || !time.success) return oddAnswer(session.words('GET auth/time: no time'));
  const asked = performance.now();
  return success(() => time.data + Math.floor((performance.now() - asked) / 1_000));
}

/**
 * Sends one signed request (ovh/python-ovh ovh/client.py `raw_call`). Of the secrets only the consumer key travels; the
 * application's secret is in the signature, which also covers the time and the body.
 */
export async function askSigned(
  session: OvhSession,
  clock: OvhClock,
  { method, path, body }: Pick<HttpCall, 'method' | 'path'> & { readonly body: object | null },
): Promise<Result<JsonAnswer, CallTrouble>> {
  const { host, port } = session.door;
  const url = `https://${port === 443 ? host : `${host}:${port}`}${path}`;
  const time = String(clock());
  const text = body === null ? '' : JSON.stringify(body);
  const signed = [session.applicationSecret, session.consumerKey, method, url, text, time].join('+');
  const headers = {
    'x-ovh-application': session.applicationKey,
    'x-ovh-consumer': session.consumerKey,
    'x-ovh-timestamp': time,
    'x-ovh-signature': `$1$${createHash('sha1').update(signed, 'utf8').digest('hex')}`,
  };
  return await askJson(session, { method, path, headers, body });
}
