import { describe, expect, it } from 'vitest';
import { clientIdSchema } from '../../shared/ids.ts';
import type { ClientRecord } from '../../shared/model.ts';
import { type AppDraft, draftOf, endpointOf, fitted, grouped, linkOf } from './app-clients.ts';
import type { AppAccount } from './mail-app.ts';

const anna = 'anna@example.test';
const imap: AppAccount = {
  ...{ app: 'thunderbird', key: 'k', profile: 'default', place: '/home/anna/logins.json', fixed: null },
  ...{ protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls', user: anna },
};
const smtp: AppAccount = { ...imap, protocol: 'smtp', host: 'smtp.example.test', port: 587, security: 'starttls' };
const own = {
  receiving: { protocol: 'imap', host: 'own.example.test', port: 993, security: 'tls' },
  sending: { host: 'own.example.test', port: 465, security: 'tls' },
} as const;
const words = { kind: 'thunderbird', name: 'Thunderbird on this computer' };
const draftFrom = (...accounts: AppAccount[]): AppDraft => {
  const [group] = grouped(accounts);
  if (!group) throw new Error('no group');
  return draftOf(own, group, words);
};

describe('sign-ins of one app', () => {
  it('are one where profile and place are the same', () => {
    const second = { ...imap, profile: 'work' };
    const moved = { ...smtp, place: '/home/anna/other.json' };
    expect(grouped([imap, second, smtp, moved]).map(({ accounts }) => accounts)).toEqual([
      [imap, smtp],
      [second],
      [moved],
    ]);
  });
});

describe('where an app signs in', () => {
  it.each<[Partial<AppAccount>, number | null]>([
    [{}, 993],
    [{ port: 1993 }, 1993],
    [{ port: null }, 993],
    [{ port: null, security: 'starttls' }, 143],
    [{ port: null, protocol: 'pop3' }, 995],
    [{ port: null, protocol: 'smtp' }, 465],
    [{ port: null, protocol: 'smtp', security: 'starttls' }, null],
    [{ security: 'none' }, null],
    [{ security: 'unknown' }, null],
  ])('%j: port %s', (more, port) => {
    expect(endpointOf({ ...imap, ...more })?.port ?? null).toBe(port);
  });
});

describe('an app as a client', () => {
  it('has its own settings of both sides', () => {
    expect(draftFrom(imap, smtp)).toEqual({
      ...words,
      user: anna,
      receiving: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' },
      sending: { host: 'smtp.example.test', port: 587, security: 'starttls' },
      signIn: 'mailbox-password',
      app: linkOf(imap),
    });
  });

  it('has none of a side that it does not use', () => {
    expect(draftFrom(imap).sending).toBeNull();
    expect(draftFrom(smtp).receiving).toBeNull();
  });

  it('has the mailbox’s where its own are not encrypted', () => {
    const drafted = draftFrom({ ...imap, security: 'none' }, { ...smtp, security: 'none' });
    expect([drafted.receiving, drafted.sending]).toEqual([own.receiving, own.sending]);
  });

  it('is not said to use another protocol, unless nothing else is left', () => {
    const pop3 = { ...imap, protocol: 'pop3', security: 'none' } as const;
    expect(draftFrom(pop3, smtp).receiving).toBeNull();
    expect(draftFrom(pop3).receiving).toEqual(own.receiving);
  });

  it('signs in elsewhere where that is by token alone', () => {
    const fixed = { holds: 'oauth', why: null } as const;
    expect(draftFrom({ ...imap, fixed }, { ...smtp, fixed }).signIn).toBe('elsewhere');
    const half = draftFrom({ ...imap, fixed }, smtp);
    expect([half.signIn, half.receiving, half.sending?.host]).toEqual(['mailbox-password', null, smtp.host]);
  });

  it('leaves out what is sent under another name', () => {
    expect(draftFrom(imap, { ...smtp, user: 'anna' })).toMatchObject({ user: anna, sending: null });
    expect(draftFrom(imap, { ...smtp, user: 'anna@EXAMPLE.test' }).sending).not.toBeNull();
  });
});

describe('the client that an app is', () => {
  const draft = draftFrom(imap, smtp);
  const { app, signIn: how, ...settings } = draft;
  const client = (id: string, more: Partial<ClientRecord> = {}): ClientRecord => ({
    ...settings,
    id: clientIdSchema.parse(id.repeat(16)),
    signIn: { how: 'mailbox-password' },
    ...more,
  });
  const fitOf = (clients: ClientRecord[], { drafts = [draft], gone = false } = {}) =>
    fitted(clients, drafts, { nameOf: () => 'Thunderbird', isGone: () => gone }).map(({ client: id, isLinked }) => [
      id?.[0] ?? null,
      isLinked,
    ]);

  it('is the one with its link, whatever else has changed', () => {
    expect(fitOf([client('a'), client('b', { app, user: 'other', kind: 'other' })])).toEqual([['b', true]]);
  });

  it('is the only one that plainly is the same', () => {
    expect(fitOf([client('a', { name: 'Anything' })])).toEqual([['a', false]]);
    expect(fitOf([client('a', { sending: null })])).toEqual([['a', false]]);
  });

  it.each<[string, Partial<ClientRecord>]>([
    ['another kind', { kind: 'outlook' }],
    ['another user', { user: 'bert@example.test' }],
    ['another server', { sending: own.sending }],
    ['no server', { receiving: null, sending: null }],
    ['a password of its own', { signIn: { how: 'app-password', version: null } }],
    ['another link', { app: { ...linkOf(imap), profile: 'work' } }],
  ])('is not one with %s', (_is, more) => {
    expect(fitOf([client('a', more)])).toEqual([[null, false]]);
  });

  it('is none of two: which of them is this computer is not known', () => {
    expect(fitOf([client('a'), client('b')])).toEqual([[null, false]]);
  });

  it('of a kind that several apps share is known by its name', () => {
    const drafts = [{ ...draft, kind: 'other' }];
    expect(fitOf([client('a', { kind: 'other', name: 'Shop' })], { drafts })).toEqual([[null, false]]);
    expect(fitOf([client('a', { kind: 'other', name: 'My thunderbird' })], { drafts })).toEqual([['a', false]]);
  });

  it('is taken once', () => {
    const second = { ...draft, app: { ...app, profile: 'work' } };
    expect(fitOf([client('a')], { drafts: [draft, second] })).toEqual([
      ['a', false],
      [null, false],
    ]);
  });

  it('is the same one where its files have moved', () => {
    const moved = client('a', { app: { ...app, place: '/old/place' } });
    expect(fitOf([moved], { gone: true })).toEqual([['a', false]]);
  });

  it('signs in the same way', () => {
    expect(how).toBe('mailbox-password');
    const drafts = [{ ...draft, signIn: 'elsewhere' as const }];
    expect(fitOf([client('a')], { drafts })).toEqual([[null, false]]);
    expect(fitOf([client('a', { signIn: { how: 'elsewhere' } })], { drafts })).toEqual([['a', false]]);
  });
});
