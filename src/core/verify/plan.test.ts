import { describe, expect, it } from 'vitest';
import { clientIdSchema, type VersionId } from '../../shared/ids.ts';
import { type ClientRecord, type MailboxRecord, mailboxRecordSchema } from '../../shared/model.ts';
import { mailboxOne, versionNamed, versionOne } from './mail-world.test-kit.ts';
import { planChecks } from './plan.ts';

const receiving = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' } as const;
const sending = { host: 'mail.example.test', port: 465, security: 'tls' } as const;
const all = { appPasswords: true };

const clientNamed = (name: string, more: Partial<ClientRecord> = {}): ClientRecord => ({
  id: clientIdSchema.parse(name.padEnd(16, '0')),
  kind: 'other',
  name,
  user: 'anna@example.test',
  receiving,
  sending,
  signIn: { how: 'mailbox-password' },
  ...more,
});

const mailboxWith = (...clients: ClientRecord[]): MailboxRecord =>
  mailboxRecordSchema.parse({
    schema: 1,
    id: mailboxOne,
    addedAt: 0,
    address: 'anna@example.test',
    kind: 'ordinary',
    provider: { id: 'by-hand', settings: {} },
    user: 'anna@example.test',
    receiving,
    sending,
    clients,
    authorities: [],
    credential: null,
  });

const plan = (record: MailboxRecord, current: VersionId | null = versionOne, options = all) =>
  planChecks(record, current, options);

describe('planChecks', () => {
  it('folds four clients with the same settings into one sign-in per side', () => {
    const record = mailboxWith(...['a', 'b', 'c', 'd'].map((name) => clientNamed(name)));
    const checks = plan(record);
    expect(checks.map((check) => check.endpoint.protocol)).toEqual(['imap', 'smtp']);
    expect(checks[0]?.targets.map(({ client, side }) => `${client.slice(0, 1)} ${side}`)).toEqual([
      'a receiving',
      'b receiving',
      'c receiving',
      'd receiving',
    ]);
  });

  it('treats host names that differ in case as one', () => {
    const shouting = { ...receiving, host: 'MAIL.Example.TEST' };
    const checks = plan(mailboxWith(clientNamed('a'), clientNamed('b', { receiving: shouting })));
    expect(checks).toHaveLength(2);
    expect(checks[0]?.endpoint.host).toBe('mail.example.test');
    expect(checks[0]?.targets).toHaveLength(2);
  });

  it.each([
    ['port', { receiving: { ...receiving, port: 143 } }],
    ['security', { receiving: { ...receiving, security: 'starttls' } }],
    ['protocol', { receiving: { ...receiving, protocol: 'pop3' } }],
    ['host', { receiving: { ...receiving, host: 'imap.example.test' } }],
    ['user', { user: 'Anna@example.test', sending: null }],
    ['password', { signIn: { how: 'app-password', version: versionNamed('app') }, sending: null }],
  ] as const)('keeps clients apart that differ in %s', (_what, more) => {
    const checks = plan(mailboxWith(clientNamed('a', { sending: null }), clientNamed('b', { sending: null, ...more })));
    expect(checks).toHaveLength(2);
    expect(new Set(checks.map((check) => check.key)).size).toBe(2);
  });

  it('never tries a client that signs in elsewhere', () => {
    expect(plan(mailboxWith(clientNamed('a', { signIn: { how: 'elsewhere' } })))).toEqual([]);
  });

  it('tries an app password with its own version, and only when asked to', () => {
    const version = versionNamed('app');
    const record = mailboxWith(clientNamed('a', { signIn: { how: 'app-password', version } }));
    expect(plan(record).map((check) => check.version)).toEqual([version, version]);
    expect(plan(record, versionOne, { appPasswords: false })).toEqual([]);
    expect(plan(mailboxWith(clientNamed('a', { signIn: { how: 'app-password', version: null } })))).toEqual([]);
  });

  it('has nothing to try where the current password is unknown', () => {
    expect(plan(mailboxWith(clientNamed('a')), null)).toEqual([]);
  });

  it('leaves out the side a client does not use', () => {
    const checks = plan(mailboxWith(clientNamed('scanner', { receiving: null })));
    expect(checks.map((check) => check.endpoint.protocol)).toEqual(['smtp']);
    expect(checks[0]?.mailbox).toBe(mailboxOne);
  });
});
