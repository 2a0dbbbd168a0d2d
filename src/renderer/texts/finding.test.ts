import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Grade, gradeSchema, nothingShown } from '../../shared/findings.ts';
import { clientIdSchema } from '../../shared/ids.ts';
import type { ClientView, Lamp } from '../../shared/views.ts';
import { grades, partsOf, roundParts } from './counts.ts';
import { deviceState, gradeSentence, technicalOf } from './finding.ts';
import { startTexts } from './i18n.ts';

beforeAll(startTexts);
const t = i18next.t;
const at = new Date(2026, 10, 22, 10, 38).getTime();
const place = { protocol: 'imap', host: 'mail.firm.example', port: 993, security: 'tls', at, took: 5 } as const;
const works: Lamp = {
  state: 'known',
  finding: { ...place, ok: true, tls: 'TLSv1.3', mechanism: 'PLAIN', messages: null },
};
const refused = {
  ...place,
  ok: false,
  code: 'mail.wrong-password',
  stage: 'signing-in',
  passwordSent: true,
  serverText: 'no',
} as const;
const fails: Lamp = { state: 'known', finding: refused };

function device(grade: Grade, receiving: Lamp, sending: Lamp = { state: 'unused' }): ClientView {
  const id = clientIdSchema.parse('a'.repeat(16));
  const client = { id, kind: 'other', name: 'Phone', user: 'anna', receiving: null, sending: null };
  const signIn = { how: 'mailbox-password' } as const;
  return { client: { ...client, signIn }, receiving, sending, grade, gradedAt: at, shown: nothingShown };
}

describe('the words for a device', () => {
  it('fold two lamps without hiding a failure', () => {
    expect(deviceState(device('waiting', works, works))).toBe('works');
    expect(deviceState(device('waiting', works))).toBe('works');
    expect(deviceState(device('waiting', works, fails))).toBe('failed');
    expect(deviceState(device('waiting', works, { state: 'unchecked' }))).toBe('unknown');
    expect(deviceState(device('waiting', { state: 'unused' }))).toBe('unknown');
    expect(deviceState(device('waiting', fails, { state: 'checking', stage: 'greeting' }))).toBe('checking');
  });

  it('say that a device signed in only for the grade that was earned by it', () => {
    const claims = gradeSchema.options.filter((grade) =>
      /device signed in/.test(gradeSentence(t, device(grade, works))),
    );
    expect(claims).toEqual(['device-seen']);
  });

  const server = { host: 'mail.firm.example', port: 993, security: 'tls' } as const;
  const seen = (grade: Grade, shown: ClientView['shown']): string => {
    const view = device(grade, works, works);
    const client = { ...view.client, receiving: { ...server, protocol: 'imap' as const }, sending: server };
    return gradeSentence(t, { ...view, client, shown });
  };

  it('say which side a device has shown, and leave out what was not seen', () => {
    const signedIn = seen('device-seen', { receiving: { as: 'signed-in', at }, sending: null });
    expect(signedIn).toMatch(/^This device signed in for receiving .*[.] Sending has not been seen yet[.]$/);
    expect(seen('old-password', { receiving: { as: 'signed-in', at }, sending: { as: 'tried-old', at } })).toMatch(
      /^Tried the old password for sending .*[.] This device signed in for receiving /,
    );
    expect(seen('old-password', { receiving: { as: 'holds-old', at }, sending: { as: 'holds-old', at } })).toBe(
      'Still has the old password for receiving and sending.',
    );
    expect(seen('stored', { receiving: { as: 'stored', at }, sending: { as: 'stored', at } })).toBe(
      'Phone now holds the new password for receiving and sending, and that one signs in.',
    );
    expect(seen('settings-proved', { receiving: { as: 'stored', at }, sending: null })).toMatch(
      /enter it on the device[.] For receiving it holds the new password already[.]$/,
    );
  });

  it('always show what a person told us beside our own check', () => {
    expect(gradeSentence(t, device('told', works))).toMatch(/marked this as done.*settings work/);
    expect(gradeSentence(t, device('told', fails))).toMatch(/marked this as done.*check of these settings failed/);
    expect(gradeSentence(t, device('told', { state: 'unchecked' }))).toMatch(/marked this as done.*not been checked/);
  });

  it('give the helper host, port, stage and the server’s words', () => {
    expect(technicalOf(t, refused)).toBe(
      'IMAP mail.firm.example:993 TLS, while signing in (mail.wrong-password): “no”',
    );
  });
});

describe('counts', () => {
  it('know every grade in its order', () => {
    expect(grades).toEqual(gradeSchema.options);
  });
  const stored = device('stored', works);
  const all = [stored, device('told', works), device('told', works), device('waiting', fails)];
  it('keep every grade apart', () => {
    expect(partsOf(t, { stored: 1, told: 2, waiting: 1 })).toBe(
      '1 confirmed: the app holds the new password, 2 as you told us, 1 waiting',
    );
  });
  it('never add what was told to what is confirmed', () => {
    expect(roundParts(t, all)).toBe('1 confirmed, 2 as you told us, 1 still to do');
  });
});
