import { type Finding, type Grade, nothingShown } from '../../shared/findings.ts';
import { clientIdSchema, mailboxIdSchema, rotationIdSchema } from '../../shared/ids.ts';
import { type ClientView, type RotationView, rotationViewSchema } from '../../shared/views.ts';
import { defaultRules } from '../password/policy.ts';
import type { Translate } from './page.ts';

/** A translator over a nested catalogue that fails where a text or one of its values is missing. */
export function translatorOver(catalogue: object): Translate {
  return (key, params = {}) => {
    const plural = params['count'] === 1 ? `${key}_one` : `${key}_other`;
    const text = find(catalogue, key) ?? find(catalogue, plural);
    if (text === null) throw new Error(`no text for ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`no ${name} for ${key}`);
      return String(value);
    });
  };
}

function find(catalogue: object, key: string): string | null {
  let at: unknown = catalogue;
  for (const part of key.split('.')) {
    at = typeof at === 'object' && at !== null ? Object.getOwnPropertyDescriptor(at, part)?.value : undefined;
  }
  return typeof at === 'string' ? at : null;
}

export const formatTime = (at: number): string => `at time ${at}`;

const where = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls', at: 5, took: 12 } as const;
export const proved: Finding = { ok: true, ...where, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null };
export const refused = (serverText = 'Authentication failed'): Finding => {
  return { ok: false, ...where, code: 'mail.wrong-password', stage: 'signing-in', passwordSent: true, serverText };
};

export function clientView(name: string, grade: Grade, more: Partial<ClientView> = {}): ClientView {
  return {
    client: {
      id: clientIdSchema.parse('client0000000001'),
      kind: 'thunderbird',
      name,
      user: 'anna@example.test',
      receiving: { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' },
      sending: { host: 'mail.example.test', port: 587, security: 'starttls' },
      signIn: { how: 'mailbox-password' },
    },
    receiving: { state: 'known', finding: proved },
    sending: { state: 'unchecked' },
    shown: shownFor(grade),
    grade,
    gradedAt: 7,
    ...more,
  };
}

export function rotationView(clients: readonly ClientView[], more: Partial<RotationView> = {}): RotationView {
  return rotationViewSchema.parse({
    id: rotationIdSchema.parse('rotation00000001'),
    mailbox: mailboxIdSchema.parse('mailbox000000001'),
    address: 'anna@example.test',
    mode: 'self',
    provedBy: 'sign-in',
    stage: 'finished',
    recovered: false,
    checks: [],
    warnings: [],
    rules: defaultRules,
    endsSessions: false,
    page: null,
    failure: null,
    waitUntil: null,
    rung: 0,
    refusedSignIns: 1,
    clients,
    pending: null,
    startedAt: 1,
    changedAt: 2,
    finishedAt: 3,
    ...more,
  });
}

/** What a device with both sides has to have shown for the grade. */
function shownFor(grade: Grade): ClientView['shown'] {
  if (grade !== 'device-seen' && grade !== 'stored') return nothingShown;
  const one = { as: grade === 'stored' ? ('stored' as const) : ('signed-in' as const), at: 5 };
  return { receiving: one, sending: one };
}
