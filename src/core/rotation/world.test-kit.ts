import type { MailFailureCode, ProviderFailureCode } from '../../shared/failures.ts';
import { clientIdSchema, type MailboxId, mailboxIdSchema, type VersionId, versionIdSchema } from '../../shared/ids.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { type Endpoint, type MailboxRecord, mailboxRecordSchema } from '../../shared/model.ts';
import { type ProviderManifest, providerManifestSchema } from '../../shared/provider.ts';
import type { AttemptAsk, CheckAnswer } from '../ports.ts';
import type { AttemptRecord } from './budget.ts';

/** A whole world in memory. What lies in it survives the death of a process; a process is one set of ports. */

export type Mode = 'self' | 'admin' | 'by-hand';
export interface WorldPlan {
  readonly mode: Mode;
  /** What the provider does with the password it is sent. `late`: applied so many milliseconds afterwards. */
  readonly truth: 'applied' | 'not' | { readonly late: number };
  readonly answer: 'accepted' | 'unknown' | { readonly refused: ProviderFailureCode; readonly pause?: number };
  /** False: an administrator's mailbox whose current password nobody here knows. */
  readonly currentKnown: boolean;
  readonly check: CheckAnswer;
  readonly propagationSeconds: number;
  /** `oauth`: no mail server is asked, because none takes the password. */
  readonly mailSignIns: 'password' | 'oauth';
  /** The code with which opening a connection fails now, or null. */
  readonly network: (world: World, endpoint: Endpoint) => MailFailureCode | null;
  /** A server's own say about a sign-in: a refusal code for a right password, or null. */
  readonly trouble: (world: World, endpoint: Endpoint, secret: string) => MailFailureCode | null;
}

export const mailbox: MailboxId = mailboxIdSchema.parse('mailbox000000001');
export const firstVersion: VersionId = versionIdSchema.parse('version000000001');
const credentialVersion = versionIdSchema.parse('credential000001');
export const clientOne = clientIdSchema.parse('client0000000001');
export const clientTwo = clientIdSchema.parse('client0000000002');
export const oldPassword = 'the old password';

export interface Tried {
  readonly at: number;
  readonly secret: string;
  readonly ok: boolean;
  readonly refused: boolean;
  readonly protocol: string;
  readonly prompted: AttemptAsk['prompted'];
}

export interface World {
  readonly plan: WorldPlan;
  now: number;
  readonly keychain: Map<string, string>;
  readonly journal: JournalEntry[];
  record: MailboxRecord;
  attempts: AttemptRecord[];
  /** What the mail server takes for right. */
  password: string;
  readonly later: { readonly at: number; readonly password: string }[];
  readonly tried: Tried[];
  readonly sent: { readonly at: number; readonly text: string; readonly version: string; readonly rotation: string }[];
  /** Laws that were seen broken, in words. */
  readonly broken: string[];
  ids: number;
  /** The id of the computer the app runs on; without it nobody notices that a profile was copied. */
  installation?: string;
}

export function newWorld(given: Partial<WorldPlan> = {}): World {
  const plan: WorldPlan = {
    mode: 'self',
    truth: 'applied',
    answer: 'accepted',
    currentKnown: true,
    propagationSeconds: 0,
    mailSignIns: 'password',
    check: { kind: 'ready', rules: null, warnings: [] },
    network: () => null,
    trouble: () => null,
    ...given,
  };
  const world: World = {
    plan,
    now: 1_700_000_000_000,
    keychain: new Map([[`${mailbox}/${credentialVersion}`, 'the credential']]),
    journal: [],
    record: recordFor(plan.mode),
    attempts: [],
    password: oldPassword,
    later: [],
    tried: [],
    sent: [],
    broken: [],
    ids: 0,
  };
  if (plan.currentKnown) {
    world.keychain.set(`${mailbox}/${firstVersion}`, oldPassword);
    world.journal.push({ v: 1, seq: 1, at: world.now, fact: { type: 'adopted', version: firstVersion } });
  }
  return world;
}

function recordFor(mode: Mode): MailboxRecord {
  const receiving = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' };
  const sending = { host: 'mail.example.test', port: 465, security: 'tls' };
  const client = { user: 'anna@example.test', receiving, sending, signIn: { how: 'mailbox-password' } };
  return mailboxRecordSchema.parse({
    ...{ schema: 1, id: mailbox, addedAt: 0, address: 'anna@example.test', kind: 'ordinary', user: client.user },
    provider: { id: 'fake', settings: mode === 'by-hand' ? { page: 'https://panel.example.test/' } : {} },
    ...{ receiving, sending, authorities: [], credential: mode === 'admin' ? credentialVersion : null },
    clients: [
      { ...client, id: clientOne, kind: 'thunderbird', name: 'Computer' },
      {
        ...client,
        id: clientTwo,
        kind: 'iphone',
        name: 'Phone',
        sending: { ...sending, port: 587, security: 'starttls' },
      },
    ],
  });
}

export function manifestFor({
  mode,
  propagationSeconds,
  mailSignIns,
}: Pick<WorldPlan, 'mode' | 'propagationSeconds' | 'mailSignIns'>): ProviderManifest {
  return providerManifestSchema.parse({
    id: 'fake',
    kind: mode === 'by-hand' ? 'by-hand' : 'api',
    fields: mode === 'by-hand' ? [{ key: 'page', kind: 'https-url', required: true, choices: [], initial: '' }] : [],
    rules: null,
    capabilities: {
      self: true,
      admin: true,
      readsRules: false,
      endsSessions: false,
      signInLog: false,
      listsMailboxes: false,
      appPasswords: false,
    },
    ...(mailSignIns === 'oauth' ? { mailSignIns } : {}),
    ...{ propagationSeconds, practice: false, checked: { how: 'built-in', on: '2026-01-01', source: '' } },
  });
}

/** Applies what the server has learned late. */
export function settleTruth(world: World): void {
  while (world.later[0] && world.later[0].at <= world.now) world.password = world.later.shift()?.password ?? '';
}

/** What a provider, or a person on its page, does to the mail server. */
export function applyChange(world: World, text: string): void {
  const { truth } = world.plan;
  if (truth === 'applied') world.password = text;
  else if (truth !== 'not') world.later.push({ at: world.now + truth.late, password: text });
}
