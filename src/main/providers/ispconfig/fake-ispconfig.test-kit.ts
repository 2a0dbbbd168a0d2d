import * as z from 'zod';
import type { FakeAnswer, FakeRequest } from '../fake-server.test-kit.ts';
import type { HostedFake } from '../hosted.test-kit.ts';
import { startPanelFake } from '../panel.test-kit.ts';

// Self-consistent, never met a server: made from the same sources as the provider, of an earlier version that empties what
// is left out.

export type FakeRecord = Record<string, string | number | null>;

/** A mailbox as the database has it: most numbers are words, and there are columns that the form does not know. */
export const freshRecord = (email: string): FakeRecord => ({
  ...{ mailuser_id: '12', sys_userid: '3', sys_groupid: '4', sys_perm_user: 'riud', sys_perm_group: 'riud' },
  ...{ sys_perm_other: '', server_id: '1', email, login: email, password: '$6$rounds=5000$0f3a9c1b7d5e2a48$hash' },
  ...{ name: 'Anna "Ann" O\u2019Hara, 3 < 4', uid: '5000', gid: '5000', maildir: '/var/vmail/example.test/anna' },
  ...{ maildir_format: 'maildir', quota: '1073741824', cc: null, forward_in_lda: 'n', sender_cc: '' },
  ...{ homedir: '/var/vmail', autoresponder: 'y', autoresponder_start_date: '2026-11-20 08:00:00' },
  ...{
    autoresponder_end_date: null,
    autoresponder_subject: 'Away',
    autoresponder_text: 'Back on Monday?\n\u2603 \\ %s',
  },
  ...{ move_junk: 'a', purge_trash_days: '30', purge_junk_days: 14, custom_mailfilter: '### BEGIN FILTER_ID:1\nkeep;' },
  ...{ postfix: 'y', greylisting: 'n', access: 'y', disableimap: 'n', disablepop3: 'y', disabledeliver: 'n' },
  ...{ disablesmtp: 'n', 'disablesieve-filter': 'n', last_quota_notification: null, backup_interval: 'none' },
  ...{ backup_copies: '1' },
});

/** Columns that the form does not have, so that no update writes them. */
const outside = /^(mailuser_id|sys_|access$|disablesieve-filter$|last_quota_notification$)/;

export interface FakeIspconfig extends HostedFake {
  /** What the database has of the mailbox; to be replaced by whoever wants to. */
  readonly kept: { record: FakeRecord; more: readonly FakeRecord[] };
  /** Those that were begun and not ended. */
  readonly sessions: ReadonlySet<string>;
}

const remoteUser = 'keyround';
const remotePassword = 'Remote-Umber-Wicket-70';

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const askedSchema = z.looseObject({
  session_id: z.string().optional(),
  primary_id: z.union([z.number(), z.object({ email: z.string() })]).optional(),
  params: paramsSchema.optional(),
});
const yes = (response: unknown): FakeAnswer => said('ok', '', response);
const no = (message: string): FakeAnswer => said('remote_fault', message, false);
const said = (code: string, message: string, response: unknown): FakeAnswer => ({
  type: 'application/json; charset="utf-8"',
  text: JSON.stringify({ code, message, response }),
});

export async function startFakeIspconfig(): Promise<FakeIspconfig> {
  const kept: FakeIspconfig['kept'] = { record: freshRecord('anna@example.test'), more: [] };
  const sessions = new Set<string>();
  let begun = 0;
  const signIn = (user: unknown, password: unknown): FakeAnswer => {
    if (user !== remoteUser || password !== remotePassword) return no('The login failed. Username or password wrong.');
    begun += 1;
    const id = begun.toString(16).padStart(32, '0');
    sessions.add(id);
    return yes(id);
  };
  const answerTo = ({ target, text }: FakeRequest, held: { password: string }): FakeAnswer => {
    const asked = askedSchema.parse(JSON.parse(text));
    const [, method] = target.split('/remote/json.php?');
    if (method === 'login') return signIn(asked['username'], asked['password']);
    const { session_id: session = '', primary_id: id, params = {} } = asked;
    if (!sessions.has(session)) return no('The Session is expired or does not exist.');
    if (method === 'logout') return yes(sessions.delete(session));
    if (method === 'mail_user_get' && typeof id === 'object') return yes(like(kept, id.email));
    if (method !== 'mail_user_update') return said('invalid_method', 'Method does not exist', false);
    return update(kept, held, id, params, asked['client_id']);
  };
  const fake = await startPanelFake({ settings: { remoteUser }, credential: remotePassword, answerTo });
  return {
    ...{ ...fake, kept, sessions },
    reset: async (password) => {
      kept.record = freshRecord('anna@example.test');
      kept.more = [];
      await fake.reset(password);
    },
  };
}

/** A `%` stands for whatever may follow, as in the database. */
function like({ record, more }: FakeIspconfig['kept'], email: string): readonly FakeRecord[] {
  const [beginning = '', rest] = email.split('%');
  const fits = (known: string) => (rest === undefined ? known === email : known.startsWith(beginning));
  return [record, ...more].filter((one) => fits(String(one['email'])));
}

function update(
  kept: FakeIspconfig['kept'],
  held: { password: string },
  id: unknown,
  params: FakeRecord,
  client: unknown,
): FakeAnswer {
  if (id !== 12) return no('The ID has to be > 0 or -1.');
  const next = String(params['password'] ?? '');
  if (next.length < 8) return no(`The chosen password is too short: ${next}<br />\r\n`);
  const owner = client === 0 ? {} : { sys_userid: String(client) };
  const written = Object.entries(kept.record).map(([name, old]) => [
    name,
    outside.test(name) ? old : (params[name] ?? ''),
  ]);
  // Of empty dates and texts it makes none.
  const empty = ['cc', 'autoresponder_start_date', 'autoresponder_end_date'];
  const emptied = empty.filter((name) => (params[name] ?? '') === '').map((name) => [name, null]);
  kept.record = { ...Object.fromEntries([...written, ...emptied]), ...owner, password: '$6$rounds=5000$another$hash' };
  held.password = next;
  return yes(1);
}
