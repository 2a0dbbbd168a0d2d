import * as z from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.test-kit.ts';

/*
 * A fake, made from mailcow's source as `manifest.ts` names it: it proves that the provider does what the source says, not
 * that a mailcow server does.
 */

export const apiKey = 'A1B2C3-D4E5F6-A7B8C9-D0E1F2-A3B4C5';
export const readOnlyKey = 'F1E2D3-C4B5A6-F7E8D9-C0B1A2-F3E4D5';
export const anna = 'anna@example.test';

export interface FakeMailcow extends FakeServer {
  password: string;
  /** Whose mailbox it shows when it is asked for anna's. */
  shows: string;
  authsource: string;
  policy: Record<'length' | 'chars' | 'special_chars' | 'lowerupper' | 'numbers', string | false>;
  appPasswords: readonly (typeof oldTablet)[];
  /** Lines of the log, newest first, in the server's zone. */
  log: readonly { service: string; app_password: number; username: string; real_rip: string; datetime: string }[];
  /** What its clock shows. */
  clock: string;
}

const access = { imap_access: 1, smtp_access: 0, dav_access: 0, eas_access: 0, pop3_access: 0, sieve_access: 0 };
/** One that is switched off, so that a check has nothing to warn of. */
export const oldTablet = {
  ...{ id: 7, name: 'Anna&#039;s old tablet', mailbox: anna, domain: 'example.test', active: 0, ...access },
  ...{ password: '{SSHA256}not-to-be-read', created: '2026-11-01 10:00:00', modified: null },
};

/** Date and time in the zone UTC+1, as its tables have them. */
export const zoned = (at: number): string => new Date(at + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
/** What its clock shows. */
const shown = (at: number): string => {
  const [date = '', time = ''] = zoned(at).split(' ');
  return `${date.split('-').toReversed().join('.')} ${time}`;
};
/** When the sign-ins were that are in its log from the start: in whole seconds, an hour ago. */
export const anHourAgo = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
const line = (service: string, username: string, address: string) => ({
  ...{ service, username, app_password: 0, real_rip: address, datetime: zoned(anHourAgo) },
});
const usualLog = [line('imap', anna, '192.0.2.7'), line('smtp', 'b@example.test', '192.0.2.8')];

const usualPolicy = { length: '6', chars: '0', special_chars: '0', lowerupper: '0', numbers: '0' };

/** A server with the one mailbox anna@example.test, and two keys. */
export async function startFakeMailcow(): Promise<FakeMailcow> {
  const server = await startFakeServer((request) => answerTo(fake, request));
  const fake: FakeMailcow = {
    ...server,
    password: '',
    shows: anna,
    authsource: 'mailcow',
    policy: usualPolicy,
    appPasswords: [oldTablet],
    log: usualLog,
    clock: shown(Date.now()),
  };
  return fake;
}

/** Puts everything back that a case may have changed. */
export function resetFakeMailcow(fake: FakeMailcow, password: string): void {
  Object.assign(fake, {
    password,
    shows: anna,
    authsource: 'mailcow',
    policy: usualPolicy,
    appPasswords: [oldTablet],
    log: usualLog,
  });
  fake.clock = shown(Date.now());
}

const json = (value: unknown, status = 200): FakeAnswer => ({ status, text: JSON.stringify(value) });
const error = (status: number, msg: string) => json({ type: 'error', msg }, status);

function answerTo(fake: FakeMailcow, { method, target, headers, text }: FakeRequest): FakeAnswer {
  const key = String(headers['x-api-key'] ?? '').replaceAll(/[^a-zA-Z0-9-]/g, '');
  if (key !== apiKey && key !== readOnlyKey) return error(401, 'authentication failed');
  const [, , , action, ...path] = decodeURIComponent(target).split('/');
  if (method === 'GET' && action === 'get') return show(fake, path);
  if (method !== 'POST' || action !== 'edit' || path.join('/') !== 'mailbox') return error(404, 'route not found');
  return key === readOnlyKey ? error(403, 'API read/write access denied') : json(edit(fake, text));
}

function show(fake: FakeMailcow, [category, object, extra]: readonly string[]): FakeAnswer {
  const known: Readonly<Record<string, () => unknown>> = {
    passwordpolicy: () => fake.policy,
    'logs sasl': () => fake.log,
    'status host': () => ({ architecture: 'x86_64', system_time: fake.clock }),
    'mailbox all': () => (extra === 'example.test' ? everybody(fake) : []),
    [`mailbox ${anna}`]: () => detailsOf(fake),
    'app-passwd all': () => (extra === anna ? fake.appPasswords : []),
  };
  const said = known[[category, object].join(' ').trim()];
  if (said !== undefined) return json(orNothing(said()));
  return category === 'mailbox' ? json({}) : error(404, 'route not found');
}

/** An empty list is an empty object there (`process_get_return` in data/web/json_api.php). */
const orNothing = (value: unknown) => (Array.isArray(value) && value.length === 0 ? {} : value);

const everybody = (fake: FakeMailcow) => [detailsOf({ ...fake, shows: 'b@example.test' }), detailsOf(fake)];

const detailsOf = ({ shows, authsource }: FakeMailcow) => ({
  username: shows,
  active: 1,
  active_int: 1,
  domain: 'example.test',
  name: 'Anna',
  local_part: 'anna',
  quota: 3_221_225_472,
  attributes: { force_pw_update: '0', imap_access: '1', smtp_access: '1', passwd_update: '2026-11-01 10:00:00' },
  authsource,
});

const editSchema = z.strictObject({
  items: z.array(z.string()),
  attr: z.strictObject({ password: z.string(), password2: z.string() }),
});

function edit(fake: FakeMailcow, text: string): object[] {
  const { items, attr } = editSchema.parse(JSON.parse(text));
  const said = (type: string, msg: unknown) => [
    { type, log: ['mailbox', 'edit', 'mailbox', { password: '*', password2: '*', username: items }, null], msg },
  ];
  if (items.length !== 1 || items[0] !== anna) return said('danger', 'access_denied');
  const { password } = attr;
  // What PHP calls empty.
  if (password !== '' && password !== '0') {
    if (password !== attr.password2) return said('danger', 'password_mismatch');
    if (!fits(fake.policy, password)) return said('danger', 'password_complexity');
    if (fake.authsource === 'mailcow') fake.password = password;
  }
  return said('success', ['mailbox_modified', anna]);
}

function fits(policy: FakeMailcow['policy'], password: string): boolean {
  const lacks = (setting: string | false, pattern: RegExp) => setting === '1' && !pattern.test(password);
  return (
    Buffer.byteLength(password) >= Number(policy.length) &&
    !lacks(policy.chars, /[a-zA-Z]/) &&
    !lacks(policy.special_chars, /[^a-zA-Z\d]/) &&
    !lacks(policy.lowerupper, /[a-z].*[A-Z]|[A-Z].*[a-z]/) &&
    !lacks(policy.numbers, /\d/)
  );
}
